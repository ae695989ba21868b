"""What people restrict, contest or ask to have corrected on their own pages becomes a case."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime

from salerno.policy.purposes import ACCOUNT, DESK
from salerno.privacy import clock, corrections, proceedings, restriction
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import layers_by_id
from salerno.services.accounts import queries as accounts
from salerno.services.desk.actions.parts import new_reference, seat, step
from salerno.services.desk.clauses import ASKING
from salerno.services.desk.models import Case
from salerno.services.desk.rules import clocks
from salerno.services.desk.rules.cases import Kind, Proof
from salerno.services.desk.values import AboutWord, Arrived, Verb

OBJECTIONS = frozenset({restriction.Ground.OBJECTION, restriction.Ground.MARKETING})


@action(DESK, collects=ASKING)
def open_arrivals(*, by: Viewer) -> int:
    """Open a case for each record that waits for staff and has none; how many there were."""
    arrived = [*_limits(), *_corrections()]
    known = set(
        Case.objects.filter(number__in=[one.number for one in arrived])
        .exclude(about="")
        .values_list("about", "number")
    )
    new = [one for one in arrived if (one.about, one.number) not in known]
    for one in new:
        _open(by, one)
    return len(new)


def _limits() -> Iterable[Arrived]:
    """Those that no case and no correction decides along."""
    for one in restriction.to_decide():
        if one.is_decided or one.case:
            continue
        kind = Kind.OBJECTION if one.ground in OBJECTIONS else Kind.RESTRICTION
        about = AboutWord.RESTRICTION
        yield Arrived(about, one.number, one.subject, kind, one.since, one.review_date)


def _corrections() -> Iterable[Arrived]:
    for one in corrections.to_decide():
        if not one.case:
            about = AboutWord.CORRECTION
            yield Arrived(
                about, one.number, one.subject, Kind.CORRECTION, one.asked_at, one.due_date
            )


def _open(by: Viewer, one: Arrived) -> None:
    taken = proceedings.of(one.subject, one.about, one.number)
    with handover(AUTHENTICATE, ground="where the answer to a restriction goes"):
        email = accounts.address_of(one.subject)
    person = Viewer.person(one.subject)
    with handover(ACCOUNT, ground="where the person lives, as they said", viewer=person):
        country = accounts.own_country()
    regime, due, longest = _due(one.subject, one.at, one.due_date)
    row = Case(
        owner_id=one.subject, key=secrets.token_urlsafe(18), reference=new_reference("R"),
        kind=one.kind, channel="page", regime=regime, needs=Proof.LETTER, proof=Proof.SESSION,
        has_account=True, email=email, country=country, words=taken[0].words if taken else "",
        about=one.about, number=one.number, received_at=one.at, acknowledged_at=one.at,
        verified_at=one.at, due_date=due, longest_date=longest,
    )  # fmt: skip
    Case.objects.bulk_create([row])
    step(Case.objects.get(key=row.key), Verb.RECEIVED, by)


def _due(subject: int, at: datetime, by_date: date | None) -> tuple[str, date, date | None]:
    """Whose clock runs, the earlier of its day and the record's own, and the longest term."""
    received = at.date()
    regime = clocks.regime_of(layers_by_id(subject), received, seat())
    due = clocks.due(regime, received, seat())
    first = min(due.answer, by_date) if by_date is not None else due.answer
    return regime, max(first, clock.today()) if by_date is None else first, due.longest
