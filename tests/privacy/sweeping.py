"""What the tests of sweeps and holds share: a room of every shape, and its terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from salerno.policy.purposes import ACCOUNT
from salerno.privacy import clock, holds, law, retention, subjects
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.gate.locks import lay_locks
from salerno.privacy.holds import NewHold
from salerno.privacy.law import ClauseLaw, Term, TermKind
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE, RECORD
from salerno.privacy.testing import installed
from tests.privacy import rights_room
from tests.privacy.conftest import House, a_policy
from tests.privacy.rights_room import MODELS, Slip

MORNING = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
THIRTY = ClauseLaw(Term(TermKind.DAYS, 30))
TEN = ClauseLaw(Term(TermKind.ACCOUNT, 10))


@pytest.fixture
def room(lasting_house: House) -> Iterator[House]:
    """The house with one room more: slips last 30 days, bills 10 after the account."""
    with installed(rights_room, "rights_room"):
        with connection.schema_editor() as editor:
            for one in MODELS:
                editor.create_model(one)
        lay_locks(connection)
        made = a_policy()
        ruled = {**made.clauses, "t.slip": THIRTY, "t.bill": TEN, "t.name": TEN}
        with law.under(replace(made, clauses=ruled, digest="swept")), clock.clock_at(MORNING):
            yield lasting_house
        with connection.schema_editor() as editor:
            for one in reversed(MODELS):
                editor.delete_model(one)


def put(model: type[Any], **values: Any) -> Any:
    with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
        return model._base_manager.create(**values)


def rows(model: type[Any], *names: str) -> list[Any]:
    with entered(ERASURE, Viewer.job("test")):
        found = model._base_manager.order_by("pk")
        return list(found.values_list(*names, flat=len(names) == 1))


def slip(owner: int, label: str, days: int, **more: Any) -> Any:
    at = clock.now() - timedelta(days=days)
    return put(Slip, owner_id=owner, text=f"text of {label}", label=label, at=at, **more)


def hold(subject: int, by: int, **changes: Any) -> int:
    new = NewHold("claims", "a claim of the society", clock.today() + timedelta(days=90))
    with entered(RECORD, Viewer.job("test")):
        return holds.place(by=by, subject=subject, new=replace(new, **changes))


def lift(number: int) -> None:
    with entered(RECORD, Viewer.job("test")):
        holds.lift(hold=number, reason="the claim was settled")


def done(report: retention.Report) -> dict[tuple[str, str], int]:
    return {(one.table, one.what): one.rows for one in report.lines}


def nothing_is_left() -> bool:
    return retention.preview() == () and retention.prove().rows == 0


def ended(person: int) -> None:
    with entered(ACCOUNT, Viewer.visitor()):
        subjects.end_account(person)


def mixed(days: int) -> Any:
    """Names last as long as their account plus ten days; words are never ended."""
    ruled = dict(law.in_force().clauses) | {
        "t.name": ClauseLaw(Term(TermKind.ACCOUNT, days)),
        "t.words": ClauseLaw(Term(TermKind.INDEFINITE, reason="a record of science")),
    }
    return law.under(replace(law.in_force(), clauses=ruled, digest=f"mixed {days}"))


def under_terms(**days: int) -> Any:
    ruled = dict(law.in_force().clauses)
    for name, term in days.items():
        ruled[f"kernel.{name}"] = ClauseLaw(Term(TermKind.DAYS, term))
    return law.under(replace(law.in_force(), clauses=ruled, digest=f"terms {days}"))
