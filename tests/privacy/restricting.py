"""Hands for tests of restriction: a person, an officer in a case, badges on their way out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from salerno.adapters.file_drop import drop_folder
from salerno.policy.purposes import CORRESPONDENCE, MARKETING_MAIL, SUPPORT, SURVEYS
from salerno.privacy import clock, corrections, law, restriction
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.declare import Purpose
from salerno.privacy.disclose import Payload, deliver_outbox, disclose
from salerno.privacy.errors import Refused
from salerno.privacy.law import Basis, Recipient
from salerno.privacy.models import ClosedCell
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE, RECORD, RIGHTS
from salerno.privacy.restriction import Begun, Decision, Ground, Limit, NewRestriction, Outcome
from salerno.services.accounts.clauses import EMAIL, NAME
from salerno.services.accounts.models import Profile
from tests import people
from tests.people import Person

BADGE = Payload("test.badge", {"name": NAME, "title": EMAIL}, frozenset({"number"}))
OFFICE = Recipient(
    "office", "The badge office", "vendor", "Agreement 9", "US", "scc",
    ("correspondence", "surveys", "marketing_mail", "research"),
    (NAME.id, EMAIL.id), "", role="controller", address="9 Office Row",
)  # fmt: skip


def officer() -> Viewer:
    """Somebody of the desk, in a case."""
    made = people.person("olga@example.net", "Olga Officer")
    return Viewer.officer(made.subject, "case:1")


def at_desk(by: Viewer) -> Any:
    return entered(SUPPORT, by)


def mine(who: Person) -> Any:
    return entered(RIGHTS, who.viewer)


def restrict(
    who: Person, *clauses: str, ground: str = Ground.ACCURACY, words: str = "It is wrong."
) -> Begun:
    with mine(who):
        new = NewRestriction(ground, clauses, words)
        return restriction.restrict(by=who.viewer, subject=who.subject, new=new)


def contest(who: Person, clause: str) -> Begun:
    with mine(who):
        return restriction.contest(
            by=who.viewer, subject=who.subject, clause=clause, words="It is wrong."
        )


def object_to(who: Person, purpose: Purpose, words: str = "I would rather not.") -> Begun:
    with mine(who):
        return restriction.object_to(
            by=who.viewer, subject=who.subject, purpose=purpose, words=words
        )


def limits(who: Person) -> tuple[Limit, ...]:
    with mine(who):
        return restriction.limits(who.subject)


def take_back(who: Person, number: int) -> None:
    with mine(who):
        restriction.take_back(by=who.viewer, number=number)


def decide(by: Viewer, number: int, outcome: str = Outcome.ACCURATE) -> None:
    with at_desk(by):
        decision = Decision(outcome, "We checked it.")
        restriction.decide(by=by, number=number, decision=decision)


def tell(by: Viewer, number: int) -> None:
    with at_desk(by):
        restriction.tell(by=by, number=number, channel="telephone")


def lift(by: Viewer, number: int) -> None:
    with at_desk(by):
        restriction.lift(by=by, number=number)


def find_unlawful(by: Viewer, who: Person, *clauses: str) -> None:
    with at_desk(by):
        restriction.find_unlawful(
            by=by, subject=who.subject, clauses=clauses, reason="No ground was left."
        )


def ask(who: Person, clause: str, **more: Any) -> int:
    with mine(who):
        new = corrections.NewRequest(clause, "I was born in May.", **more)
        return corrections.request(by=who.viewer, subject=who.subject, new=new)


def later(days: int) -> datetime:
    return clock.now() + timedelta(days=days)


def name_under(who: Person, purpose: Purpose, column: str = "name") -> list[Any]:
    """What a use reads of a column of the profile: rows, each with its cell."""
    viewer = who.viewer if purpose.rows.value == "own" else Viewer.job("test")
    if not (purpose.machine or purpose.kernel) and viewer.machine:
        viewer = who.viewer
    with entered(purpose, viewer):
        rows = Profile._base_manager.filter(owner_id=who.subject)
        return list(rows.values_list(column, flat=True))


def cells(who: Person) -> set[str]:
    with entered(RECORD, Viewer.job("test")):
        rows = ClosedCell.objects.filter(owner_id=who.subject)
        return set(rows.values_list("clause", flat=True))


def badge(
    who: Person,
    purpose: Purpose = CORRESPONDENCE,
    name: str | None = "Ann Reader",
    title: str | None = "",
) -> int:
    """Something with a name on its way to an office outside."""
    fields = {"name": name, "title": title, "number": "7"}
    with entered(purpose, Viewer.job("test")):
        return disclose(BADGE, "office", {who.subject: fields}, ground="a badge")[0]


def arrived() -> list[dict[str, Any]]:
    """What lies at recipients, by now."""
    deliver_outbox()
    found = [json.loads(one.read_text()) for one in sorted(drop_folder().glob("*.json"))]
    return [one.get("payload", one) for one in found]


def badges() -> list[dict[str, Any]]:
    return [one for one in arrived() if "number" in one]


def told() -> list[str]:
    """The notices that arrived, by kind."""
    return sorted(str(one["notice"]) for one in arrived() if "notice" in one)


def put(model: type[Any], **values: Any) -> Any:
    with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
        return model._base_manager.create(**values)


def stored(model: type[Any], **asked: Any) -> int:
    with entered(ERASURE, Viewer.job("test")):
        return int(model._base_manager.filter(**asked).count())


@pytest.fixture
def office(pack: str) -> Iterator[None]:
    """An office outside that decides alone."""
    held = law.in_force()
    recipients = {**held.recipients, "office": OFFICE}
    ruled = dict(held.purposes)
    for one in (SURVEYS, MARKETING_MAIL):
        ruled[one.id] = replace(ruled[one.id], bases={"": Basis.LEGITIMATE_INTEREST})
    with law.under(replace(held, recipients=recipients, purposes=ruled, digest=f"office-{pack}")):
        yield


@pytest.fixture
def ann() -> Person:
    made = people.person()
    people.person("ben@example.org", "Ben Other")
    return made


def refused(call: Any, *args: Any, **kwargs: Any) -> tuple[int, str]:
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    return found.value.status, str(found.value.words)
