"""What a restriction does, at once: cells and purposes close, and what waits does not go out.

The gate reads both in every query. What was put into the outbox before is taken out of it, and
asked about again when it would leave.
"""

from __future__ import annotations

from collections.abc import Iterable

from salerno.privacy import holds, journal, notices, outbox
from salerno.privacy.declare import Purpose, Rows
from salerno.privacy.models import ClosedCell, Restriction
from salerno.privacy.registry import registry
from salerno.privacy.restriction.values import Ground, Outcome
from salerno.privacy.subjects import close, keeping, reopen


def mark(number: int) -> str:
    """The reason under which a restriction closes things: one of several may stand."""
    return f"limit {number}"


def purposes_of(row: Restriction) -> list[Purpose]:
    """The purposes that a restriction names."""
    known = registry().purposes
    return [known[one] for one in row.purpose_ids if one in known]


def begin(row: Restriction) -> None:
    """Close what ``row`` names, empty the outbox of it, and tell who received it."""
    with keeping(f"restricted: {row.ground}"):
        stopped = [one for one in purposes_of(row) if _stops(row, one)]
        for one in stopped:
            close(row.owner_id, one, mark(row.pk))
        _close_cells(row, [*row.clause_ids, *_cells_of(row)])
        ground = f"restricted: {row.ground}"
        outbox.stop(row.owner_id, ground=ground, purposes=stopped)
        outbox.stop_restricted(row.owner_id, ground=ground)
        notices.limited(row.owner_id, row.clause_ids, row.purpose_ids, notices.RESTRICTED)
        journal.append(
            row.owner_id, journal.Kind.RESTRICTED, ground=row.ground, clauses=row.clause_ids,
            purposes=row.purpose_ids,
        )  # fmt: skip


def _stops(row: Restriction, purpose: Purpose) -> bool:
    """Whether ``row`` ends ``purpose`` now.

    A use that meets every row keeps others safe; it goes on while an objection is weighed, for
    the rights of others (GDPR 18(2)), and ends when the objection is upheld.
    """
    return purpose.rows is Rows.OPEN or row.outcome == Outcome.UPHELD


def _cells_of(row: Restriction) -> Iterable[str]:
    """For uses that meet every row, once they end: the clauses that nothing else may read."""
    ended = {
        one for one in purposes_of(row) if one.rows is Rows.EVERY and row.outcome == Outcome.UPHELD
    }
    for clause in registry().clauses.values():
        used = {one for one in clause.purposes if one.heeds_restriction}
        if ended & used and used <= ended:
            yield clause.id


def _close_cells(row: Restriction, names: Iterable[str]) -> None:
    cells = [
        ClosedCell(owner_id=row.owner_id, clause=one, reason=mark(row.pk))
        for one in dict.fromkeys(names)
    ]
    ClosedCell.objects.bulk_create(cells, ignore_conflicts=True)


def end(row: Restriction) -> None:
    """Open what ``row`` alone had closed, release its hold, and tell who was told."""
    with keeping(f"no longer restricted: {row.ground}"):
        for one in purposes_of(row):
            reopen(row.owner_id, one, mark(row.pk))
        ClosedCell.objects.filter(owner_id=row.owner_id, reason=mark(row.pk)).delete()
        if row.hold is not None:
            holds.lift(hold=row.hold, reason=str(Outcome(row.outcome).label))
        notices.limited(row.owner_id, row.clause_ids, row.purpose_ids, notices.LIFTED)


def agreed(subject: int, purpose: Purpose) -> list[Restriction]:
    """The objections to offers that a later yes to this very use ends. Inside ``keeping``."""
    live = Restriction.objects.filter(owner_id=subject, ground=Ground.MARKETING, lifted_at=None)
    return [one for one in live if purpose.id in one.purpose_ids]
