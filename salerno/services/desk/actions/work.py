"""Working on a case: proof, letters, an answer, the end."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import CASE, DESK
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.models import Tie
from salerno.privacy.subjects import keeping
from salerno.services.desk.actions.parts import change, check_other, step, the_case, write
from salerno.services.desk.clauses import WORKING
from salerno.services.desk.models import Case, CaseLetter, Paper
from salerno.services.desk.rules.cases import Outcome, Proof, Queue, State
from salerno.services.desk.rules.letters import LetterKind
from salerno.services.desk.values import DenialWord, Verb


@action(DESK, collects=WORKING)
def note(*, by: Viewer, reference: str, words: str) -> None:
    """Write a line into the history. The person can read it in their copy."""
    if not words.strip():
        raise Refused(_("Write the note first."), status=422)
    step(the_case(by, reference), Verb.NOTED, by, words.strip())


@action(DESK, collects=WORKING)
def hand_to_officer(*, by: Viewer, reference: str, words: str) -> None:
    """Move a case to the data protection officer's queue: from here on nobody else reads it."""
    row = the_case(by, reference)
    change(row, queue=Queue.DPO)
    step(row, Verb.MOVED, by, words.strip())


@action(DESK, collects=WORKING)
def acknowledge(*, by: Viewer, reference: str) -> str:
    """Confirm that a request came in, by mail or on paper."""
    row = the_case(by, reference)
    way = write(row, LetterKind.ACKNOWLEDGEMENT, by)
    change(row, acknowledged_at=clock.now())
    return way


@action(DESK, collects=WORKING)
def sight(*, by: Viewer, reference: str, words: str) -> None:
    """Somebody of the staff looked at a paper, or at the person, and it fits."""
    row = the_case(by, reference)
    if row.needs == Proof.AGAIN:
        raise Refused(_("This one the person asks signed in, with the password."), status=409)
    if not words.strip():
        raise Refused(_("Say what you looked at. Do not write down its number."), status=422)
    change(row, proof=Proof.DOCUMENT, verified_at=clock.now())
    step(row, Verb.SIGHTED, by, words.strip())


@action(DESK, collects=WORKING)
def doubt(*, by: Viewer, reference: str, words: str) -> str:
    """The proof does not suffice: refuse, in words that are the same whoever is known here."""
    row = the_case(by, reference)
    change(row, verified_at=None, proof=Proof.NONE)
    step(row, Verb.DOUBTED, by, words.strip())
    reason = _(
        "We could not see that the request comes from the person it is about. We do not say "
        "whether we hold anything about that person. Ask again with other proof at any time."
    )
    way = write(row, LetterKind.REFUSAL, by, reason=reason)
    settle(row, by, Outcome.REFUSED, DenialWord.UNPROVEN)
    return way


@action(DESK, collects=WORKING)
def extend(*, by: Viewer, reference: str, reason: str) -> str:
    """Take the longer term that the law allows, once, with the reason, before the first ends."""
    row = the_case(by, reference)
    if row.longest_date is None:
        raise Refused(_("This law gives no longer term. Answer by the day it sets."), status=409)
    if row.is_extended or clock.today() > row.due_date:
        raise Refused(_("A term is extended once, and before it has passed."), status=409)
    if not reason.strip():
        raise Refused(_("Say why it takes longer. The person reads it."), status=422)
    change(row, due_date=row.longest_date, is_extended=True)
    way = write(row, LetterKind.EXTENSION, by, reason=reason.strip())
    step(row, Verb.EXTENDED, by, reason.strip())
    return way


@action(DESK, collects=WORKING)
def answer(
    *,
    by: Viewer,
    reference: str,
    outcome: Outcome,
    words: str,
    reason: str = "",
    denial: str = DenialWord.LAW,
) -> str:
    """Answer a request; returns the way the letter takes. What is refused has its reason.

    ``denial``: the ground of it, as the log of requests counts.
    """
    row = the_case(by, reference)
    check_other(by, row)
    if row.state == State.ANSWERED:
        raise Refused(_("This request was answered. Note what follows, or close it."), status=409)
    refused = outcome is Outcome.REFUSED
    if not refused and row.needs and row.verified_at is None:
        raise Refused(
            _("It is not shown that this person asks. Nothing is released, not even by a yes."),
            status=409,
        )
    if not refused and not words.strip():
        raise Refused(_("Write the answer first."), status=422)
    if outcome is not Outcome.DONE and (not reason.strip() or denial not in DenialWord.values):
        raise Refused(_("Say why not. The person reads it."), status=422)
    kind = LetterKind.REFUSAL if refused else LetterKind.ANSWER
    way = write(row, kind, by, words=words.strip(), reason=reason.strip())
    settle(row, by, outcome, "" if outcome is Outcome.DONE else denial)
    return way


def settle(row: Case, by: Viewer, outcome: Outcome, denial: str) -> None:
    """The answer is on record, with its ground where something was refused."""
    now = clock.now()
    change(row, state=State.ANSWERED, outcome=outcome, denial=denial, answered_at=now)
    step(row, Verb.ANSWERED, by)


@action(DESK, collects=WORKING)
def mark_posted(*, by: Viewer, reference: str, letter: int) -> None:
    """A letter on paper was put into the post."""
    row = the_case(by, reference)
    waiting = CaseLetter.objects.filter(pk=letter, case_id=row.pk, way="post", posted_at=None)
    if not waiting.update(posted_at=clock.now()):
        raise Refused(_("There is no such letter that waits."), status=404)


@action(DESK, collects=WORKING)
def close(*, by: Viewer, reference: str) -> None:
    """End a case that was answered. Its papers are erased, and nobody reaches the person by it."""
    row = the_case(by, reference)
    if row.state != State.ANSWERED or row.answered_at is None:
        raise Refused(_("A request is closed once its answer is on record."), status=409)
    if CaseLetter.objects.filter(case_id=row.pk, way="post", posted_at=None).exists():
        raise Refused(_("A letter still waits to be posted."), status=409)
    for one in Paper.objects.filter(case_id=row.pk):
        one.file.delete(save=False)
    Paper.objects.filter(case_id=row.pk).delete()
    end_ties(row.reference)
    change(row, state=State.CLOSED, closed_at=clock.now())
    step(row, Verb.CLOSED, by)


def end_ties(scope: str) -> None:
    """Nobody reaches anybody by this file any more."""
    with keeping("a file is closed"):
        Tie.objects.filter(kind=CASE.id, scope=scope).delete()
