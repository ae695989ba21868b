"""What the next sweep would do, how the last ones went, and what is red."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils.translation import gettext as _

from salerno.privacy import clock, holds, law
from salerno.privacy.clauses import HOLDS
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.declare import OnErase
from salerno.privacy.law import Term
from salerno.privacy.models import SweepReport
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE
from salerno.privacy.registry import registry
from salerno.privacy.retention.sweep import clock_words, released
from salerno.privacy.retention.terms import swept_tables
from salerno.privacy.retention.values import Line, Report, as_report
from salerno.privacy.retention.work import Piece, pieces

LATE = timedelta(hours=36)  # a night was missed


def preview(moment: datetime | None = None) -> tuple[Line, ...]:
    """What is due by ``moment``, by table and clause. Changes nothing."""
    at = moment or clock.now()
    with (
        entered(ERASURE, Viewer.job("retention"), ground="what is past its term"),
        acting(Act("privacy.retention.preview", KEEPING)),
    ):
        lines = [Line("privacy_hold", HOLDS.id, "finish an erasure", len(released()))]
        lines += [_line(one) for table in swept_tables() for one in pieces(table, at)]
    return tuple(one for one in lines if one.rows)


def _line(piece: Piece) -> Line:
    rows = piece.rows
    count = rows.count()
    since = None
    if count:
        found = [
            first + one.span
            for one in piece.endings
            if (first := rows.annotate(clock=one.clock()).aggregate(at=Min("clock"))["at"])
        ]
        since = max(found, default=None)
    names = ", ".join(one.id for one in piece.clauses)
    return Line(piece.table.name, names, str(piece.what), count, since)


def latest(kind: str = SweepReport.Kind.SWEEP, most: int = 1) -> tuple[Report, ...]:
    """The latest reports of a kind that came to their end."""
    rows = SweepReport.objects.filter(kind=kind).exclude(finished_at=None).order_by("-pk")
    return tuple(as_report(one) for one in rows[:most])


def red() -> tuple[str, ...]:
    """What somebody must look at, in sentences; none where all is well.

    A house that never swept is not late: its first worker sweeps at once.
    """
    found = [clock_words(), *_late(), *_found(), *_reviews()]
    return tuple(one for one in found if one)


def _late() -> list[str]:
    last = latest()
    if not last or clock.now() - last[0].started_at <= LATE:
        return []
    return [
        _("The last sweep was on %s: what is past its term waits. Run “salerno retention sweep”.")
        % f"{last[0].started_at:%Y-%m-%d %H:%M}"
    ]


def _found() -> list[str]:
    last = latest(SweepReport.Kind.PROOF)
    if not last or not last[0].rows:
        return []
    names = ", ".join(sorted({one.table for one in last[0].lines}))
    return [
        _("%(rows)d rows past their term are stored, in %(names)s.")
        % {"rows": last[0].rows, "names": names}
    ]


def _reviews() -> list[str]:
    late = holds.overdue(clock.today())
    if not late:
        return []
    return [_("Holds past their review: %s.") % ", ".join(str(one.number) for one in late)]


@dataclass(frozen=True)
class Obligation:
    """A duty that keeps something of somebody who left: which, what exactly, how long."""

    clause: str
    title: str
    duty: str
    fields: tuple[str, ...]
    purposes: tuple[str, ...]
    term: Term


def obligations() -> tuple[Obligation, ...]:
    """Every duty there is, read from the clauses that erasure keeps."""
    policy = law.in_force()
    return tuple(
        Obligation(
            clause.id,
            str(clause.title),
            clause.erasure.reason,
            tuple(
                f"{table.name}.{column.name}"
                for table in registry().personal()
                for column in table.columns_of(clause)
            ),
            tuple(one.id for one in clause.purposes),
            policy.clause(clause.id).term,
        )
        for clause in registry().clauses.values()
        if clause.erasure.kind is OnErase.KEEP
    )
