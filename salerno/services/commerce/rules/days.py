"""Periods, grace, and when somebody is reminded."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from salerno.services.commerce.values.plain import Owing, Standing

REMINDERS = (3, 14, 30)  # days after the day it was due
RETRIES = (0, 1, 3, 5)  # days after the end of a period on which a card is tried


def add_months[Day: date](day: Day, months: int) -> Day:
    """The same day ``months`` later, or the last of that month where it has none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


@dataclass(frozen=True)
class Run:
    """The days of a subscription. ``paid_until``: the end of what is paid, or of the trial."""

    began_at: datetime
    paid_until: datetime
    grace_days: int = 0
    is_trial: bool = False
    cancelled_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def opens_until(self) -> datetime:
        """When it opens nothing any more, unless it is renewed."""
        if self.ended_at is not None:
            return min(self.ended_at, self.paid_until + self._grace)
        return self.paid_until + self._grace

    @property
    def _grace(self) -> timedelta:
        goes_on = self.cancelled_at is None and not self.is_trial
        return timedelta(days=self.grace_days if goes_on else 0)


def standing(run: Run, now: datetime) -> Standing:
    """Where it stands at ``now``."""
    if now >= run.opens_until:
        return Standing.LAPSED
    if run.is_trial:
        return Standing.TRIAL
    if run.cancelled_at is not None:
        return Standing.CANCELLED
    return Standing.LIVE if now < run.paid_until else Standing.GRACE


def renewed(run: Run, months: int, now: datetime) -> datetime:
    """The end of the next period: from the last one's end, or from now where it had lapsed."""
    start = run.paid_until if standing(run, now) is not Standing.LAPSED else now
    return add_months(max(start, now) if run.is_trial else start, months)


def is_to_renew(run: Run, tries: int, now: datetime) -> bool:
    """Whether the card is to be charged for the next period now."""
    if run.is_trial or run.cancelled_at is not None or run.ended_at is not None:
        return False
    if tries >= len(RETRIES):
        return False
    return now >= run.paid_until + timedelta(days=RETRIES[tries]) and now < run.opens_until


def owing(left: int, is_closed: bool, due: date, today: date) -> Owing:
    """Where an amount stands."""
    if is_closed:
        return Owing.CLOSED
    if left <= 0:
        return Owing.PAID
    return Owing.OVERDUE if today > due else Owing.DUE


def reminders_due(due: date, today: date) -> int:
    """How many reminders should have been sent by ``today``."""
    return sum(1 for days in REMINDERS if today >= due + timedelta(days=days))


def open_until(next_due: date | None, grace_days: int) -> date | None:
    """The last day on which a thing paid in parts is open; None once all is paid."""
    return None if next_due is None else next_due + timedelta(days=grace_days)
