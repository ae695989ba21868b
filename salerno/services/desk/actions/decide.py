"""What stands restricted or is asked to be corrected: begun, decided, told, lifted, in a case.

The kernel keeps the record and its rules (who may decide, told before it is lifted); the desk
gives it a case with a clock, an officer, and letters.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from salerno.policy.purposes import DESK, DIRECTORY, DIRECTORY_INFORMATION
from salerno.privacy import choices, corrections, law, restriction
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.registry import registry
from salerno.services.desk.actions.parts import change, step
from salerno.services.desk.actions.people import verified
from salerno.services.desk.clauses import WORKING
from salerno.services.desk.models import Case
from salerno.services.desk.rules.cases import Kind
from salerno.services.desk.values import AboutWord, NewLimit, Verb

LISTS = (DIRECTORY_INFORMATION, DIRECTORY)


def _officer(by: Viewer, row: Case) -> Viewer:
    """Staff, while they work on this case: the kernel takes a decision from nobody else."""
    return Viewer.officer(by.known, row.reference)


@action(DESK, collects=WORKING)
def begin(*, by: Viewer, reference: str, new: NewLimit) -> int:
    """Enter for the person what they ask for by telephone, post or mail; the record's number."""
    row = verified(by, reference)
    if row.number:
        raise Refused(_("This request has its record already."), status=409)
    if row.kind == Kind.CORRECTION:
        about, number = AboutWord.CORRECTION, _correction(by, row, new)
    elif row.kind in (Kind.RESTRICTION, Kind.OBJECTION):
        about, number = AboutWord.RESTRICTION, _limit(by, row, new)
    else:
        raise Refused(_("This request restricts nothing and corrects nothing."), status=409)
    change(row, about=about, number=number)
    step(row, Verb.LIMITED, by, new.words)
    return number


def _limit(by: Viewer, row: Case, new: NewLimit) -> int:
    officer = _officer(by, row)
    if row.kind == Kind.OBJECTION:
        purpose = registry().purposes.get(new.purpose)
        if purpose is None:
            raise Refused(_("Choose the use to which the person objects."), status=422)
        begun = restriction.object_to(
            by=officer, subject=row.owner_id, purpose=purpose, words=new.words
        )
    else:
        asked = restriction.NewRestriction(new.ground, (new.clause,), new.words)
        begun = restriction.restrict(by=officer, subject=row.owner_id, new=asked)
    return begun.number


def _correction(by: Viewer, row: Case, new: NewLimit) -> int:
    asked = corrections.NewRequest(new.clause, new.words, new.is_contested)
    return corrections.request(by=_officer(by, row), subject=row.owner_id, new=asked)


def _recorded(by: Viewer, reference: str, about: AboutWord | None = None) -> Case:
    """The case, where it has its record in the kernel."""
    row = verified(by, reference)
    if not row.number or (about is not None and row.about != about):
        raise Refused(_("This request has no such record yet: begin it first."), status=409)
    return row


@action(DESK, collects=WORKING)
def decide(*, by: Viewer, reference: str, outcome: str, reason: str, note: str = "") -> None:
    """Decide what stands, or what was asked to be corrected; the person reads the reason.

    ``note``: what stands beside a record that was not corrected, else the person's own words do.
    """
    row = _recorded(by, reference)
    if row.about == AboutWord.CORRECTION:
        if outcome not in ("granted", "refused"):
            raise Refused(_("Say whether it is corrected."), status=422)
        answer = corrections.Answer(outcome == "granted", reason, note)
        corrections.decide(by=_officer(by, row), number=row.number, answer=answer)
    else:
        decision = restriction.Decision(outcome, reason)
        restriction.decide(by=_officer(by, row), number=row.number, decision=decision)
    step(row, Verb.DECIDED, by, reason.strip())


@action(DESK, collects=WORKING)
def tell(*, by: Viewer, reference: str, channel: str, words: str) -> None:
    """Tell the person that what stands will end: by letter, or as ``channel`` says."""
    row = _recorded(by, reference, AboutWord.RESTRICTION)
    restriction.tell(by=_officer(by, row), number=row.number, channel=channel, words=words)
    step(row, Verb.TOLD, by, words.strip())


@action(DESK, collects=WORKING)
def lift(*, by: Viewer, reference: str) -> None:
    """Lift what was decided, once the person was told and had time to answer."""
    row = _recorded(by, reference, AboutWord.RESTRICTION)
    restriction.lift(by=_officer(by, row), number=row.number)
    step(row, Verb.LIFTED, by)


@action(DESK, collects=WORKING)
def review(*, by: Viewer, reference: str, review_date: date | None, reason: str) -> None:
    """Look at it again on a later day; it stands until then."""
    row = _recorded(by, reference, AboutWord.RESTRICTION)
    if review_date is None:
        raise Refused(_("Name the day on which it is looked at again."), status=422)
    restriction.review(
        by=_officer(by, row), number=row.number, review_date=review_date, reason=reason
    )
    step(row, Verb.REVIEWED, by, reason.strip())


@action(DESK, collects=WORKING)
def keep_out(*, by: Viewer, reference: str) -> int:
    """Keep the person out of directory information, at once; how many uses that ends."""
    row = verified(by, reference)
    if row.kind != Kind.DIRECTORY:
        raise Refused(_("This request is about something else."), status=409)
    asked = [one for one in LISTS if law.in_force().purpose(one.id).choice is not None]
    if not asked:
        raise Refused(_("This house gives out no directory information."), status=409)
    for purpose in asked:
        question = choices.ask(purpose)
        choices.choose(row.owner_id, question, choices.State.REFUSED, channel="desk")
    step(row, Verb.WITHHELD, by)
    return len(asked)
