"""After a refusal: somebody else looks at it; and the hearing about an education record."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from salerno.policy.purposes import DESK
from salerno.privacy import clock, corrections
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.subjects import layers_by_id
from salerno.services.desk.actions.parts import (
    change,
    check_other,
    seat,
    step,
    the_case,
    write,
)
from salerno.services.desk.actions.work import settle
from salerno.services.desk.clauses import ASKING, STATING, WORKING
from salerno.services.desk.models import Case, Hearing
from salerno.services.desk.rules import appeals as rules
from salerno.services.desk.rules import clocks
from salerno.services.desk.rules.cases import Kind, Outcome, State
from salerno.services.desk.rules.letters import LetterKind
from salerno.services.desk.values import AboutWord, DenialWord, Verb


def _own(by: Viewer, key: str) -> Case:
    """A request by its secret address, which only whoever asked has."""
    row = Case.objects.filter(key=key).select_for_update().first()
    if row is None:
        raise Refused(_("There is no such request."), status=404)
    return row


def _reopen(row: Case) -> None:
    """The clock runs anew from today."""
    due = clocks.due(clocks.Regime(row.regime), clock.today(), seat())
    change(
        row, state=State.OPEN, answered_at=None, closed_at=None, outcome="", denial="",
        due_date=due.answer, longest_date=due.longest, is_extended=False, is_appeal=True,
    )  # fmt: skip


@action(DESK, collects=ASKING)
def appeal(*, by: Viewer, key: str, words: str) -> None:
    """The person does not accept an answer: it is looked at again, and by somebody else."""
    row = _own(by, key)
    if not rules.may_appeal(row.state, row.outcome, is_appeal=row.is_appeal):
        raise Refused(_("A refusal is looked at again once. Then others decide: the letter "
                        "names them."), status=409)  # fmt: skip
    if not words.strip():
        raise Refused(_("Say why you think that the answer is wrong."), status=422)
    _reopen(row)
    step(row, Verb.APPEALED, Viewer.person(row.owner_id), words.strip()[:8000])
    write(row, LetterKind.ACKNOWLEDGEMENT, Viewer.job("desk"))


@action(DESK, collects=STATING)
def ask_hearing(*, by: Viewer, key: str) -> None:
    """A student asks for a hearing about a record that was not amended (34 CFR 99.21)."""
    row = _own(by, key)
    refused = row.outcome in (Outcome.REFUSED, Outcome.PARTLY) and row.kind == Kind.CORRECTION
    if not refused or "ferpa" not in layers_by_id(row.owner_id):
        raise Refused(_("A hearing follows a refusal to amend an education record."), status=409)
    if Hearing.objects.filter(case_id=row.pk).exists():
        raise Refused(_("You asked for the hearing before."), status=409)
    _reopen(row)
    Hearing.objects.create(owner_id=row.owner_id, case_id=row.pk, by_id=row.owner_id)
    step(row, Verb.HEARING, Viewer.person(row.owner_id))


def _hearing(row: Case) -> Hearing:
    found = Hearing.objects.filter(case_id=row.pk, decided_at=None).select_for_update().first()
    if found is None:
        raise Refused(_("No hearing waits here."), status=409)
    return found


def _apart(by: Viewer, row: Case) -> None:
    """34 CFR 99.22(c): by somebody who has no direct interest in the outcome."""
    check_other(by, row)
    if row.owner_id == by.subject:
        raise Refused(_("This is about yourself. Somebody else hears it."), status=403)


@action(DESK, collects=WORKING)
def set_hearing(*, by: Viewer, reference: str, hearing_at: datetime | None, place: str) -> str:
    """Set the day and tell the person, reasonably in advance; returns the way the letter takes."""
    row = the_case(by, reference)
    _apart(by, row)
    found = _hearing(row)
    if hearing_at is None or not place.strip():
        raise Refused(_("Say when and where it is held."), status=422)
    if hearing_at < clock.now() + rules.AHEAD:
        raise Refused(_("The person needs ten days to prepare: choose a later day."), status=422)
    Hearing.objects.filter(pk=found.pk).update(
        hearing_at=hearing_at, place=place.strip()[:200], by_id=by.known, told_at=clock.now()
    )
    way = write(row, LetterKind.HEARING, by, hearing_at=hearing_at, place=place.strip())
    step(row, Verb.SET, by)
    return way


@action(DESK, collects=WORKING)
def decide_hearing(*, by: Viewer, reference: str, is_amended: bool, decision: str) -> str:
    """The decision in writing: what was put forward, and the reasons. Else a statement stands."""
    row = the_case(by, reference)
    _apart(by, row)
    found = _hearing(row)
    if found.hearing_at is None or clock.now() < found.hearing_at:
        raise Refused(_("The hearing is held first."), status=409)
    if not decision.strip():
        raise Refused(_("Write what was put forward, and the reasons."), status=422)
    Hearing.objects.filter(pk=found.pk).update(
        decided_at=clock.now(), is_amended=is_amended, decision=decision.strip()
    )
    way = write(row, LetterKind.DECISION, by, words=decision.strip(), is_amended=is_amended,
                reason=decision.strip())  # fmt: skip
    step(row, Verb.HEARD, by)
    outcome = Outcome.DONE if is_amended else Outcome.REFUSED
    settle(row, by, outcome, "" if is_amended else DenialWord.LAW)
    return way


@action(DESK, collects=STATING)
def put_statement(*, by: Viewer, key: str, words: str) -> None:
    """The person's own statement beside something that was not corrected.

    It stays with the record as long as the record is kept, and goes out with it.
    """
    refused = (Outcome.REFUSED, Outcome.PARTLY)
    rows = Case.objects.filter(key=key, kind=Kind.CORRECTION, outcome__in=refused)
    row = rows.select_for_update().first()
    if row is None or not row.verified_at:
        raise Refused(_("A statement stands beside a correction that was refused."), status=409)
    if not words.strip():
        raise Refused(_("Write the statement first."), status=422)
    said = words.strip()[: rules.MOST_STATEMENT]
    change(row, statement=said)
    if row.about == AboutWord.CORRECTION and row.number:
        corrections.put_note(subject=row.owner_id, number=row.number, words=said)
    step(row, Verb.STATED, Viewer.person(row.owner_id))
