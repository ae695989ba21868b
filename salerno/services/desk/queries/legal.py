"""Demands: the list, one of them, a person of an inquiry, and the public count."""

from __future__ import annotations

from collections import Counter

from salerno.policy.purposes import DESK, SUPPORT
from salerno.privacy import audit, clock
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import query
from salerno.privacy.registry import registry
from salerno.services.accounts import queries as accounts
from salerno.services.desk.actions.parts import may_see
from salerno.services.desk.models import Approval, Demand, DemandPerson
from salerno.services.desk.rules.cases import Queue
from salerno.services.desk.rules.clocks import Light, light
from salerno.services.desk.rules.demands import Instrument, shown_total
from salerno.services.desk.values import (
    DemandView,
    ExemptionWord,
    GroundWord,
    InstrumentWord,
    Named,
    PersonView,
    Total,
)


@query(DESK)
def demands(by: Viewer) -> list[DemandView]:
    """Every file, what is due first. Three statements, and those of the roles."""
    if not may_see(by, Queue.DESK):
        return []
    rows = list(Demand.objects.order_by("closed_at", "deadline_date", "pk")[:500])
    return _views(by, rows)


@query(DESK)
def demand(by: Viewer, reference: str) -> DemandView | None:
    """One file; None where there is none, or it is not the viewer's to read."""
    row = Demand.objects.filter(reference=reference).first()
    if row is None or not may_see(by, Queue.DESK):
        return None
    return _views(by, [row])[0]


def _views(by: Viewer, rows: list[Demand]) -> list[DemandView]:
    ids = [one.pk for one in rows]
    people: dict[int, list[Named]] = {one: [] for one in ids}
    for one in DemandPerson.objects.filter(demand_id__in=ids).order_by("owner_id"):
        people[one.demand_id].append(
            Named(
                one.owner_id, one.notice_at, one.exception, one.hold, one.released_at, one.consent
            )
        )
    approved = Approval.objects.filter(demand_id__in=ids).values_list("demand_id", "owner_id")
    by_whom = list(approved)
    counted = Counter(one for one, _owner in by_whom)
    mine = {one for one, owner in by_whom if owner == by.subject}
    return [
        _view(one, tuple(people[one.pk]), counted[one.pk], is_mine=one.pk in mine) for one in rows
    ]


def _view(row: Demand, people: tuple[Named, ...], approvals: int, *, is_mine: bool) -> DemandView:
    known = registry().clauses
    is_open = row.released_at is None and row.closed_at is None
    return DemandView(
        id=row.pk, reference=row.reference, issuer=row.issuer, instrument=row.instrument,
        instrument_title=str(InstrumentWord(row.instrument).label),
        issuer_reference=row.issuer_reference, ground=row.ground,
        ground_title=str(GroundWord(row.ground).label), reason=row.reason, threat=row.threat,
        exemption=row.exemption,
        exemption_title=str(ExemptionWord(row.exemption).label) if row.exemption else "",
        clauses=tuple(str(known[one].title) for one in row.clause_ids if one in known),
        first_date=row.first_date, last_date=row.last_date, deadline_date=row.deadline_date,
        forbids_notice=row.forbids_notice, sealed_date=row.sealed_date,
        is_sealed=row.sealed_date is not None and clock.today() <= row.sealed_date,
        silence=row.silence, state=_state(row), approvals=approvals,
        approved_by_me=is_mine, people=people, released_at=row.released_at,
        reviewed_at=row.reviewed_at, review=row.review, manifest=row.manifest,
        light=light(clock.today(), row.deadline_date) if is_open else Light.CALM,
    )  # fmt: skip


def _state(row: Demand) -> str:
    if row.closed_at is not None:
        return "closed"
    return "released" if row.released_at is not None else "open"


@query(DESK)
def named_person(by: Viewer, reference: str, subject: int) -> PersonView | None:
    """A person of an inquiry, to somebody whom the file opens them to. Each reading is recorded.

    None of anybody else, and once the file is closed or its days are over.
    """
    row = Demand.objects.filter(reference=reference, closed_at=None).first()
    if row is None or row.instrument != Instrument.INVESTIGATION or by.subject is None:
        return None
    officer = Viewer.officer(by.subject, row.reference)
    with handover(SUPPORT, ground=f"inquiry {row.reference}", viewer=officer):
        seen = accounts.under_case(subject)
        if seen is None:
            return None
        clauses = [registry().clauses[one] for one in seen.clauses]
        audit.record_look(
            subject, by.subject, role="officer", reason=f"{row.reference}: {row.reason}"[:200],
            clauses=clauses, seal=row.reference,
        )  # fmt: skip
    return PersonView(subject, seen.name, seen.email, seen.lines)


@query(DESK)
def transparency() -> list[Total]:
    """How many demands came and how many were answered, by year and kind. Few are not counted
    exactly. One statement.
    """
    rows = Demand.objects.exclude(instrument=Instrument.INVESTIGATION)
    came: Counter[tuple[int, str]] = Counter()
    gave: Counter[tuple[int, str]] = Counter()
    for instrument, filed_at, released_at in rows.values_list(
        "instrument", "filed_at", "released_at"
    ):
        came[filed_at.year, instrument] += 1
        gave[filed_at.year, instrument] += released_at is not None
    return [
        Total(
            year, str(InstrumentWord(kind).label), shown_total(count),
            shown_total(gave[year, kind]),
        )
        for (year, kind), count in sorted(came.items(), reverse=True)
    ]  # fmt: skip
