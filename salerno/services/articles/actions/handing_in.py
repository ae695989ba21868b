"""Handing something in, and what the editors decide about it."""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE, EDITOR, EDITORIAL
from salerno.privacy import audit, clock, places
from salerno.privacy.context import Viewer, handover, open_act
from salerno.privacy.declare import Reach
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.law import in_force
from salerno.privacy.models import Subject
from salerno.privacy.subjects import keeping
from salerno.services.accounts import queries as accounts
from salerno.services.articles.clauses import DECIDING, HANDING_IN, SUBMISSION
from salerno.services.articles.models import Submission, SubmissionFile
from salerno.services.articles.values.handed import EDITORS, WAITING, NewSubmission, State
from salerno.services.discuss.queries import signs
from salerno.services.discuss.values import SIGNS, NewFile
from salerno.services.post.actions import send
from salerno.services.post.values import NewLetter

SEAT = timedelta(hours=1)
MOST_A_DAY, MOST_FILES = 10, 6
HOUSE = Viewer.job("editors")


class Unsure(Refused):
    """A text may point to somebody: its author is asked first."""

    status = 422


@action(EDITORIAL, collects=HANDING_IN)
def hand_in(*, by: Viewer, new: NewSubmission, file: NewFile | None = None) -> int:
    """Hand something in for the editors alone; its id. Raises ``Unsure`` where it may name one.

    The same words sent twice are one, as long as nothing is decided.
    """
    me = by.known
    found = () if new.is_sure else signs(f"{new.title}\n{new.text}")
    if found:
        words = _("This may hold %(what)s. Take it out, or confirm that it points to nobody.")
        raise Unsure(words % {"what": ", ".join(str(SIGNS[one]) for one in found)})
    before = _same(me, new)
    if before is not None:
        _bring(before, file)
        return int(before.pk)
    lately = clock.now() - timedelta(days=1)
    if Submission.objects.filter(owner_id=me, handed_at__gt=lately).count() >= MOST_A_DAY:
        raise Refused(_("That is enough for a day. Hand in the rest tomorrow."), status=429)
    made = Submission.objects.create(
        owner_id=me, kind=new.kind, title=new.title, text=new.text, byline=new.byline
    )
    if file is not None:
        _store(made, file)
    return int(made.pk)


@action(EDITORIAL, collects=HANDING_IN)
def add_file(*, by: Viewer, submission_id: int, file: NewFile) -> None:
    """Put one more file beside an own submission, as long as nothing is decided."""
    made = _own(by, submission_id)
    if (
        SubmissionFile.objects.filter(owner_id=by.known, submission_id=made.pk).count()
        >= MOST_FILES
    ):
        words = _("At most %(most)d files stand beside a submission.")
        raise Refused(words % {"most": MOST_FILES}, status=422)
    _store(made, file)


@action(EDITORIAL)
def take_back(*, by: Viewer, submission_id: int) -> None:
    """Take an own submission back, files and all, as long as nothing is decided."""
    made = _own(by, submission_id)
    files = SubmissionFile.objects.filter(owner_id=by.known, submission_id=made.pk)
    for row in files:
        transaction.on_commit(partial(Path(row.file.path).unlink, missing_ok=True))
    files.delete()
    Submission.objects.filter(owner_id=by.known, pk=made.pk).delete()


@action(EDITORIAL)
def sit_down(*, by: Viewer) -> None:
    """Somebody whom the door let in as an editor takes a place among the editors, for an hour."""
    places.place(by.known, EDITORS, EDITOR, reach=Reach.PUBLIC, until=clock.now() + SEAT)


@action(EDITORIAL, collects=DECIDING)
def decide(*, by: Viewer, submission_id: int, state: State, words: str) -> None:
    """Take it up, accept or decline it. A decision has a letter, and the author reads it."""
    row = Submission.objects.filter(pk=submission_id).select_for_update().first()
    if row is None or row.state not in WAITING:
        raise Refused(_("This is not waiting for a decision."), status=409)
    if row.owner_id == by.known:
        raise Refused(_("This is your own. Somebody else decides it."))
    if state is State.READING:
        Submission.objects.filter(pk=row.pk).update(state=state)
        return
    if not words.strip():
        raise Refused(_("Write the letter that the author gets."), status=422)
    open_act().about = row.owner_id
    Submission.objects.filter(pk=row.pk).update(
        state=state, words=words.strip(), decided_at=clock.now()
    )
    if state is State.ACCEPTED:
        _show(row)
    _write(row, state, words.strip())


def record_look(submission_id: int, owner: int, by: int, role: str) -> None:
    """An editor read it: the author can see that."""
    reason = _("What you handed in, number %(n)d") % {"n": submission_id}
    audit.record_look(owner, by, role=role, reason=reason, clauses=(SUBMISSION,))


def _same(owner: int, new: NewSubmission) -> Submission | None:
    """What waits of the same author and says the same, letter by letter."""
    with keeping("something is handed in"):
        Subject.objects.select_for_update().get(pk=owner)  # two presses, one submission
    waiting = Submission.objects.filter(
        owner_id=owner, kind=new.kind, title=new.title, state__in=WAITING
    )
    said = (new.text, new.byline)
    return next((one for one in waiting if (one.text, one.byline) == said), None)


def _bring(made: Submission, file: NewFile | None) -> None:
    """The file of a form that is sent again, where none stands beside the first."""
    mine = SubmissionFile.objects.filter(owner_id=made.owner_id, submission_id=made.pk)
    if file is not None and not mine.exists():
        _store(made, file)


def _own(by: Viewer, submission_id: int) -> Submission:
    made = Submission.objects.filter(pk=submission_id, owner_id=by.known).first()
    if made is None:
        raise Refused(_("There is no such submission of yours."), status=404)
    if made.state not in WAITING:
        raise Refused(_("It is decided, and stays as it is."), status=409)
    return made


def _show(row: Submission) -> None:
    """Accepted: it is read by as many as the pack lets contributions be read by."""
    widest = int(min(SUBMISSION.reach, in_force().clause(SUBMISSION.id).reach_max))
    Submission.objects.filter(pk=row.pk).update(audience=widest)
    SubmissionFile.objects.filter(submission_id=row.pk).update(audience=widest)


def _store(made: Submission, given: NewFile) -> None:
    """Put a file beside it, as the last step: if that fails, no file is left either."""
    row = SubmissionFile(
        owner_id=made.owner_id, submission=made, key=secrets.token_hex(16), kind=given.kind,
        bytes=given.bytes,
    )  # fmt: skip
    row.file.save(f"file.{given.extension}", given.content, save=False)
    path = Path(row.file.path)
    try:
        row.save(force_insert=True)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _write(row: Submission, state: State, words: str) -> None:
    """The letter of the decision, where the author has a confirmed address."""
    author = Viewer.person(row.owner_id)
    with handover(ACCOUNT, ground="where a decision is sent", viewer=author):
        to = accounts.own_email()
    if not to:
        return
    operator = store.pack().policy.operator
    page = {"title": row.title, "state": str(state.label), "words": words, "operator": operator}
    text: str = render_to_string("articles/decision.txt", page)
    subject = _("The decision on what you handed in")
    sender = f"{operator.name} <{operator.email}>"
    with handover(CORRESPONDENCE, ground="letter: decision", viewer=HOUSE):
        send(
            by=HOUSE, letter=NewLetter(row.owner_id, "decision", to, sender, subject, text.strip())
        )
