"""Holds: what is not deleted for now, on a ground from a closed list, until a review.

While a hold stands its clauses are kept by sweep and erasure alike, and no purpose but the
person's own rights and legal claims meets them. What an authority has preserved stays in use
while its person is here, or an order of which nobody may be told would tell of itself. What is
secret (a password, a key) serves no claim and is never held.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from salerno.privacy import clock, ledger, seals
from salerno.privacy.clauses import HOLDS
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Clause, Rows
from salerno.privacy.errors import Refused
from salerno.privacy.models import ClosedCell, Hold, Restriction, Subject
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import Table, registry
from salerno.privacy.subjects import close, keeping, reopen, uses

MOST_WORDS = 400
BY_AUTHORITY = frozenset({Hold.Ground.PRESERVATION.value})
Ground = Hold.Ground


@dataclass(frozen=True)
class NewHold:
    """What a hold says. ``clauses``: ids; none is everything but secrets."""

    ground: str
    reason: str
    review_date: date | None
    clauses: tuple[str, ...] = ()
    seal: int | None = None  # the person may not be told, so nothing of it shows either


@dataclass(frozen=True)
class Held:
    """One hold, as those read it who look after it."""

    number: int
    subject: int
    ground: str
    reason: str
    clauses: tuple[str, ...]
    review_date: date
    placed_at: datetime
    lifted_at: datetime | None
    seal: int | None = None

    @property
    def ground_words(self) -> str:
        """The ground, as the list words it."""
        return str(Ground(self.ground).label)

    def is_overdue(self, today: date) -> bool:
        """Whether its review has passed, and nobody looked."""
        return self.lifted_at is None and self.review_date < today


def place(*, by: int, subject: int, new: NewHold) -> int:
    """Hold something of ``subject``; ``by`` is whose act it is. Return the hold's number.

    Raises Refused for a hold without ground, words or review, or of somebody who is not here.
    """
    review_date = _checked(new)
    with keeping("a hold is placed"):
        live = Subject.objects.filter(pk=subject).exclude(state=Subject.State.PSEUDONYM)
        if not live.exists() or not Subject.objects.filter(pk=by).exists():
            raise Refused(_("There is nobody of this number."), status=404)
        made = Hold.objects.create(
            owner_id=subject,
            placed_by_id=by,
            clause_ids=sorted(set(new.clauses)),
            ground=new.ground,
            reason=new.reason.strip(),
            review_date=review_date,
            seal_id=new.seal,
        )
        if made.ground not in BY_AUTHORITY:
            restrict(_held(made))
        ledger.append("hold", {"hold": made.pk, "ground": made.ground, "at": made.placed_at})
    return int(made.pk)


def _checked(new: NewHold) -> date:
    """The day of the review, where the hold has all that a hold needs."""
    words, day = "", new.review_date
    known = registry().clauses
    if new.ground not in Ground.values:
        words = _("A hold needs one of these grounds: %s.") % ", ".join(Ground.values)
    elif not new.reason.strip() or len(new.reason) > MOST_WORDS:
        words = _("Say in up to %d characters why this is held.") % MOST_WORDS
    elif any(one not in known or known[one].secret for one in new.clauses):
        words = _("A hold names clauses that there are, and no secret ones.")
    if words:
        raise Refused(words, status=422)
    if day is None or day <= clock.today():
        raise Refused(_("A hold needs the day of its review, and that day lies ahead."), status=422)
    return day


def lift(*, hold: int, reason: str) -> None:
    """End a hold. What it kept past its term goes with the next sweep. Raises Refused."""
    if not reason.strip():
        raise Refused(_("Say why the hold ends."), status=422)
    with keeping(f"a hold is lifted: {reason}"):
        found = Hold.objects.filter(pk=hold, lifted_at=None).first()
        if found is None:
            raise Refused(_("There is no such hold, or it was lifted before."), status=404)
        if Restriction.objects.filter(hold=hold, lifted_at=None).exists():
            raise Refused(
                _("The person restricted this, and is told before it ends. Lift the restriction."),
                status=409,
            )
        Hold.objects.filter(pk=hold).update(lifted_at=clock.now())
        _release(_held(found))
        ledger.append("hold lifted", {"hold": hold, "at": clock.now()})


def review(*, hold: int, review_date: date) -> None:
    """Keep a hold, and look at it again on a later day. Raises Refused."""
    if review_date <= clock.today():
        raise Refused(_("A hold needs the day of its review, and that day lies ahead."), status=422)
    with keeping("a hold is reviewed and goes on"):
        live = Hold.objects.filter(pk=hold, lifted_at=None)
        if not live.update(review_date=review_date):
            raise Refused(_("There is no such hold, or it was lifted before."), status=404)
        ledger.append("hold reviewed", {"hold": hold, "until": review_date})


def restrict(one: Held) -> None:
    """Close what is held for every use but the person's own and legal claims."""
    with keeping(f"held: {one.ground}"):
        if not one.clauses:
            for purpose in uses():
                close(one.subject, purpose, _mark(one.number))
        ClosedCell.objects.bulk_create(
            [
                ClosedCell(owner_id=one.subject, clause=name, reason=_mark(one.number))
                for name in _closed_cells(one)
            ],
            ignore_conflicts=True,
        )


def _release(one: Held) -> None:
    if not one.clauses:
        for purpose in uses():
            reopen(one.subject, purpose, _mark(one.number))
    ClosedCell.objects.filter(owner_id=one.subject, reason=_mark(one.number)).delete()


def _mark(number: int) -> str:
    return f"hold {number}"


def _closed_cells(one: Held) -> list[str]:
    """The clauses of a hold; of one on everything, those that a use of every row would meet."""
    if one.clauses:
        return list(one.clauses)
    everywhere = {each for each in uses() if each.rows is Rows.EVERY}
    return [
        clause.id for clause in registry().clauses.values() if everywhere & set(clause.purposes)
    ]


def standing(subjects: Collection[int] | None = None) -> tuple[Held, ...]:
    """The holds that stand, the next review first; of ``subjects`` only, where some are named."""
    with entered(RECORD, Viewer.job("holds")):
        rows = Hold.objects.filter(lifted_at=None).order_by("review_date", "pk")
        if subjects is not None:
            rows = rows.filter(owner_id__in=subjects)
        return tuple(_held(one) for one in rows)


def _held(row: Hold) -> Held:
    return Held(
        row.pk, row.owner_id, row.ground, row.reason, tuple(row.clause_ids), row.review_date,
        row.placed_at, row.lifted_at, row.seal_id,
    )  # fmt: skip


def held(table: Table, clause: Clause) -> Q:
    """The rows of ``table`` whose cells of ``clause`` are held."""
    if clause.secret:
        return Q(pk__in=())
    owner = OuterRef(table.columns[table.owner].attname)
    named = Q(names__contains=f'"{clause.id}"') | Q(names="[]")
    if clause is HOLDS:  # the hold itself stays while it stands
        named = Q(lifted_at=None)
    live: QuerySet[Hold] = Hold.objects.filter(owner_id=owner, lifted_at=None)
    return Q(Exists(live.annotate(names=Cast("clause_ids", TextField())).filter(named)))


def told(subject: int) -> tuple[Held, ...]:
    """The holds of which ``subject`` may be told."""
    found = standing((subject,))
    silent = seals.standing(one.seal for one in found)
    return tuple(one for one in found if one.seal not in silent)


def held_clauses(subject: int, *, as_told: bool = False) -> frozenset[str]:
    """The ids of the clauses that holds keep of ``subject``, the hold's own included.

    ``as_told``: of those holds only of which the person may be told.
    """
    found = told(subject) if as_told else standing((subject,))
    if not found:
        return frozenset()
    ids: set[str] = {HOLDS.id}
    for one in found:
        ids.update(one.clauses or (each.id for each in _all_but_secrets()))
    return frozenset(ids)


def _all_but_secrets() -> Iterable[Clause]:
    return (one for one in registry().clauses.values() if not one.secret)


def lift_all(subject: int, *, reason: str) -> int:
    """Lift every hold of ``subject`` that no authority demanded; how many there were."""
    found = [one for one in standing((subject,)) if one.ground not in BY_AUTHORITY]
    with transaction.atomic(), entered(RECORD, Viewer.job("holds"), ground=reason):
        kept = Restriction.objects.filter(owner_id=subject, lifted_at=None)
        with keeping(reason):  # what is erased is restricted no longer
            kept.filter(hold__in=[one.number for one in found]).update(lifted_at=clock.now())
        for one in found:
            lift(hold=one.number, reason=reason)
    return len(found)


def shut(subject: int) -> None:
    """After an erasure: what a hold keeps of ``subject`` is met by no use at all."""
    for one in standing((subject,)):
        with keeping("held after an erasure"):
            for purpose in uses():
                close(subject, purpose, "erased")
        restrict(one)


def pass_on(subject: int, pseudonym: int) -> None:
    """Holds that were lifted are kept as proof only, under a pseudonym."""
    lifted = Hold.objects.filter(owner_id=subject).exclude(lifted_at=None)
    lifted.update(owner_id=pseudonym)


def overdue(today: date) -> tuple[Held, ...]:
    """The holds whose review has passed."""
    return tuple(one for one in standing() if one.is_overdue(today))
