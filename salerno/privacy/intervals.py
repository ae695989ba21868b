"""When a yes stood: intervals with their receipts, closed by what ended them.

Taking a yes back does not undo what was done on it. Each interval says from when to when it was
valid, so that what was done on a day can be held against what stood on that day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from salerno.privacy.context import handover
from salerno.privacy.models import Choice
from salerno.privacy.purposes import RECORD


@dataclass(frozen=True)
class Interval:
    """A yes to one topic from ``since`` until ``until``; None while it stands."""

    topic: str
    purposes: tuple[str, ...]
    since: datetime
    receipt: str
    until: datetime | None = None
    ended_by: str = ""

    def covers(self, at: datetime) -> bool:
        """Whether the yes was valid at ``at``."""
        return self.since <= at and (self.until is None or at < self.until)


def intervals(subject: int) -> tuple[Interval, ...]:
    """Every yes of ``subject``, the latest first. A yes said again closes the one before it."""
    live: dict[str, Interval] = {}
    closed: list[Interval] = []
    with handover(RECORD, ground="when a yes stood"):
        rows = Choice.objects.filter(owner_id=subject).exclude(state=Choice.State.SHOWN)
        for row in rows.order_by("pk"):
            before = live.pop(row.topic, None)
            if before is not None:
                closed.append(replace(before, until=row.at, ended_by=row.receipt))
            if row.state == Choice.State.GIVEN:
                live[row.topic] = Interval(row.topic, tuple(row.purposes), row.at, row.receipt)
    found = [*closed, *live.values()]
    return tuple(sorted(found, key=lambda one: (one.since, one.receipt), reverse=True))


def agreed_at(subject: int, purpose: str, at: datetime) -> str:
    """The receipt of the yes to ``purpose`` that was valid at ``at``, or ""."""
    for one in intervals(subject):
        if purpose in one.purposes and one.covers(at):
            return one.receipt
    return ""
