"""What a case decides in the kernel, the log of requests, and the record of 34 CFR 99.32."""

from __future__ import annotations

from datetime import timedelta

from salerno.policy import ferpa
from salerno.policy.purposes import DESK
from salerno.privacy import clock, corrections, law, restriction
from salerno.privacy.context import Viewer
from salerno.privacy.declare import Purpose
from salerno.privacy.doing import query
from salerno.privacy.received import Received, received
from salerno.privacy.registry import registry
from salerno.privacy.subjects import layers_by_id
from salerno.services.desk.actions.parts import may_see
from salerno.services.desk.actions.people import person_of, verified
from salerno.services.desk.models import Case
from salerno.services.desk.rules.cases import Queue, State
from salerno.services.desk.values import (
    AboutWord,
    ChannelWord,
    DenialWord,
    KindWord,
    Logged,
    OutcomeWord,
    RegimeWord,
    StandingView,
)

LOG_KEPT = timedelta(days=730)
"""11 CCR 7101: the log is kept for 24 months at least."""

MOST = 5000


@query(DESK)
def standing(by: Viewer, reference: str) -> StandingView | None:
    """What the kernel has on record for a case; None where it has nothing yet."""
    row = Case.objects.filter(reference=reference).first()
    if row is None or not may_see(by, row.queue) or not row.number:
        return None
    if row.about == AboutWord.CORRECTION:
        return _correction(corrections.asked(row.number))
    return _limit(restriction.limit(row.number))


def _limit(one: restriction.Limit) -> StandingView:
    open_ = not one.outcome and one.stands
    decided = one.stands and bool(one.outcome) and one.outcome != restriction.Outcome.UPHELD
    words = restriction.Outcome
    found = sorted(restriction.OUTCOMES[one.ground]) if open_ else []
    return StandingView(
        about=AboutWord.RESTRICTION, number=one.number, title=_title(one.clauses, one.purposes),
        ground=one.ground_words, since=one.since, review_date=one.review_date,
        outcome=one.outcome_words if one.outcome else "",
        outcomes=tuple((each, str(words(each).label)) for each in found),
        told_at=one.told_at, ends_at=one.ends_at, lifted_at=one.lifted_at, note="",
        may_tell=decided and one.told_at is None,
        may_lift=decided and one.ends_at is not None and clock.now() >= one.ends_at,
    )  # fmt: skip


def _correction(one: corrections.Asked) -> StandingView:
    words = corrections.Outcome
    outcomes = ("granted", "refused") if one.is_open else ()
    return StandingView(
        about=AboutWord.CORRECTION, number=one.number, title=_title((one.clause,), ()),
        ground=one.words, since=one.asked_at, review_date=one.due_date,
        outcome="" if one.is_open else one.outcome_words,
        outcomes=tuple((each, str(words(each).label)) for each in outcomes), told_at=None,
        ends_at=None, lifted_at=one.decided_at, note=one.note, may_tell=False, may_lift=False,
    )  # fmt: skip


def _title(clauses: tuple[str, ...], purposes: tuple[str, ...]) -> str:
    known = registry()
    named = [str(known.clauses[one].title) for one in clauses if one in known.clauses]
    named += [str(known.purposes[one].title) for one in purposes if one in known.purposes]
    return ", ".join(named)


@query(DESK)
def uses_to_object(by: Viewer, reference: str) -> list[tuple[str, str]]:
    """The uses to which the person of a verified case can object, for the form."""
    row = verified(by, reference)
    found: list[Purpose] = restriction.objectable(row.owner_id)
    return [(one.id, str(one.title)) for one in found]


def kinds_to_choose() -> list[tuple[str, str]]:
    """The kinds of data that can be restricted or contested, for the form."""
    known = registry().clauses.values()
    return sorted(
        ((one.id, str(one.title)) for one in known if restriction.restrictable(one)),
        key=lambda one: one[1],
    )


@query(DESK)
def log(by: Viewer, *, regime: str = "") -> list[Logged]:
    """Requests of the last 24 months: what, how, when, how answered. One statement."""
    if not may_see(by, Queue.DESK):
        return []
    rows = Case.objects.filter(received_at__gte=clock.now() - LOG_KEPT).order_by("-received_at")
    if regime in RegimeWord.values:
        rows = rows.filter(regime=regime)
    return [_logged(one) for one in rows[:MOST]]


def _logged(row: Case) -> Logged:
    answered = row.answered_at if row.state != State.OPEN else None
    is_answered = answered is not None
    return Logged(
        reference=row.reference, regime=str(RegimeWord(row.regime).name),
        received_at=row.received_at, nature=str(KindWord(row.kind).label),
        manner=str(ChannelWord(row.channel).label), answered_at=answered,
        response=str(OutcomeWord(row.outcome).label) if is_answered and row.outcome else "",
        denial=str(DenialWord(row.denial).label) if is_answered and row.denial else "",
        days=(answered - row.received_at).days if answered is not None else None,
    )  # fmt: skip


@query(DESK)
def record_of_disclosures(by: Viewer, reference: str) -> list[tuple[Received, bool]]:
    """Who received something about the person of an opened case, and what 99.32 lists of it.

    Recorded as a look. Raises Refused where the person was not opened.
    """
    seen = person_of(by, reference)
    is_student = "ferpa" in layers_by_id(seen.subject)
    return [(one, is_student and _is_entry(one)) for one in received(seen.subject)]


def _is_entry(one: Received) -> bool:
    ruled = law.in_force().recipients.values()
    named = next((each for each in ruled if each.name == one.recipient), None)
    return ferpa.is_entry(one, recipient=named)
