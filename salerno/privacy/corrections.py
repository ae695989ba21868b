"""Asking for a correction that nobody makes alone: the record, its clock, and the decision.

The room's own form or the desk writes the new value; this says that it was asked, how it was
decided, and, where it was refused, what stands beside the record from then on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from salerno.privacy import clock, notices, proceedings, restriction
from salerno.privacy.context import Viewer, handover
from salerno.privacy.deadlines import answer_by
from salerno.privacy.errors import Refused
from salerno.privacy.models import CorrectionRequest, Restriction, Subject
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import registry
from salerno.privacy.subjects import keeping

Outcome = CorrectionRequest.Outcome


@dataclass(frozen=True)
class Asked:
    """One request for a correction. ``note`` stands beside the record."""

    number: int
    subject: int
    clause: str
    case: str
    words: str
    note: str
    outcome: str
    asked_at: datetime
    due_date: date
    decided_at: datetime | None

    @property
    def outcome_words(self) -> str:
        """How it was decided, in words."""
        return str(Outcome(self.outcome).label)

    @property
    def is_open(self) -> bool:
        """Whether it waits for its decision."""
        return self.decided_at is None

    def is_overdue(self, today: date) -> bool:
        """Whether its month has passed without a decision."""
        return self.is_open and self.due_date < today


@dataclass(frozen=True)
class NewRequest:
    """What is asked. ``contested``: nothing may use it while that is checked."""

    clause: str
    words: str
    contested: bool = False
    case: str = ""


def request(*, by: Viewer, subject: int, new: NewRequest) -> int:
    """Ask for a correction of one kind of data; the number of the request.

    Raises Refused for what is not held about people, for no words, and while one is open (409).
    """
    proceedings.person_or_staff(by, subject)
    words = proceedings.said(new.words, needed=_("Say what is wrong, and what would be right."))
    known = registry().clauses.get(new.clause)
    if known is None or known.secret:
        raise Refused(_("Choose what is to be corrected from the list."), status=422)
    with keeping("a correction is asked for"):
        proceedings.living(subject)
        Subject.objects.select_for_update().get(pk=subject)  # two presses, one request
        live = CorrectionRequest.objects.filter(owner_id=subject, clause=new.clause)
        if live.filter(decided_at=None).exists():
            raise Refused(_("You asked for this before, and we are looking at it."), status=409)
        now = clock.now()
        row = CorrectionRequest.objects.create(
            owner_id=subject,
            clause=new.clause,
            case=new.case or by.case,
            words=words,
            asked_at=now,
            due_date=answer_by(now.date()),
        )
        proceedings.write(by, subject, (proceedings.Kind.CORRECTION, row.pk), "asked", words)
        if new.contested and restriction.restrictable(known):
            _contest(by, row)
    return int(row.pk)


def _contest(by: Viewer, row: CorrectionRequest) -> None:
    """Restrict it while it is checked, where the person has not done so before."""
    live = Restriction.objects.filter(
        owner_id=row.owner_id, ground=restriction.Ground.ACCURACY, lifted_at=None
    )
    if not any(row.clause in one.clause_ids for one in live):
        restriction.contest(
            by=by, subject=row.owner_id, clause=row.clause, words=row.words, case=_mark(row)
        )


def _mark(row: CorrectionRequest) -> str:
    return f"correction {row.pk}"


@dataclass(frozen=True)
class Answer:
    """What staff answer. ``note`` stands beside the record; none given, the person's words do."""

    granted: bool
    reason: str
    note: str = ""


def decide(*, by: Viewer, number: int, answer: Answer) -> str:
    """Grant a request once the value is right, or refuse it with a reason; the receipt.

    Whoever holds the old value is told. A refusal leaves a note beside the record, and the check
    that kept it out of use is decided along with it.
    """
    with keeping("a correction is decided"):
        row = CorrectionRequest.objects.select_for_update().filter(pk=number).first()
        if row is None:
            raise Refused(_("There is no such request."), status=404)
        proceedings.staff(by, row.owner_id)
        if row.decided_at is not None:
            raise Refused(_("This was decided before."), status=409)
        reason = proceedings.said(
            answer.reason, needed=_("Say why, so that the person can answer.")
        )
        row.outcome = Outcome.GRANTED if answer.granted else Outcome.REFUSED
        row.note = "" if answer.granted else proceedings.said(answer.note) or row.words
        row.decided_at = clock.now()
        row.save(update_fields=("outcome", "note", "decided_at"))
        if answer.granted:
            notices.corrected(row.owner_id, [row.clause])
        _decide_check(by, row, reason)
        about = (proceedings.Kind.CORRECTION, row.pk)
        return proceedings.write(by, row.owner_id, about, str(row.outcome), reason)


def _decide_check(by: Viewer, row: CorrectionRequest, reason: str) -> None:
    Limits = restriction.Outcome  # noqa: N806
    outcome = Limits.CORRECTED if row.outcome == Outcome.GRANTED else Limits.ACCURATE
    for one in Restriction.objects.filter(owner_id=row.owner_id, lifted_at=None, outcome=""):
        if one.case == _mark(row):
            decision = restriction.Decision(outcome, reason)
            restriction.decide(by=by, number=one.pk, decision=decision)


def requests_of(subject: int) -> tuple[Asked, ...]:
    """What ``subject`` asked to have corrected, the latest first."""
    with handover(RECORD, ground="corrections asked for"):
        rows = CorrectionRequest.objects.filter(owner_id=subject).order_by("-pk")
        return tuple(_asked(one) for one in rows)


def asked(number: int) -> Asked:
    """One of them, for the desk. Raises Refused (404) for none."""
    with handover(RECORD, ground="corrections asked for"):
        row = CorrectionRequest.objects.filter(pk=number).first()
    if row is None:
        raise Refused(_("There is no such request."), status=404)
    return _asked(row)


def put_note(*, subject: int, number: int, words: str) -> None:
    """The person's statement stands beside the record from now on (34 CFR 99.21(b)(2))."""
    kept = proceedings.said(words, needed=_("Write the statement first."))
    with keeping("a statement stands beside a record"):
        rows = CorrectionRequest.objects.filter(pk=number, owner_id=subject)
        if not rows.filter(outcome=Outcome.REFUSED).update(note=kept):
            raise Refused(_("A statement stands beside a correction that was refused."), status=409)
        about = (proceedings.Kind.CORRECTION, number)
        proceedings.write(Viewer.person(subject), subject, about, "noted", kept)


def overdue(today: date) -> tuple[Asked, ...]:
    """Those whose day has passed without a decision."""
    return tuple(one for one in to_decide() if one.is_overdue(today))


def to_decide() -> tuple[Asked, ...]:
    """What waits for staff, the next due first."""
    with handover(RECORD, ground="corrections asked for"):
        rows = CorrectionRequest.objects.filter(decided_at=None, owner__state=Subject.State.ACTIVE)
        return tuple(_asked(one) for one in rows.order_by("due_date", "pk"))


def notes_of(subjects: Iterable[int]) -> dict[tuple[int, str], str]:
    """What stands beside a record: by person and clause, the note of the latest refusal.

    Whoever gives the record out gives this with it (34 CFR 99.21(c)).
    """
    with handover(RECORD, ground="notes beside records"):
        rows = CorrectionRequest.objects.filter(owner_id__in=list(subjects)).exclude(note="")
        return {(one.owner_id, one.clause): one.note for one in rows.order_by("pk")}


def _asked(row: CorrectionRequest) -> Asked:
    return Asked(
        row.pk, row.owner_id, row.clause, row.case, row.words, row.note, row.outcome,
        row.asked_at, row.due_date, row.decided_at,
    )  # fmt: skip
