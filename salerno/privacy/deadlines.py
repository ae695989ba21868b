"""The month in which the law wants an answer. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

SATURDAY = 5


def answer_by(asked: date) -> date:
    """The last day of the month of GDPR 12(3), counted by Regulation 1182/71.

    The same day of the next month, or that month's last; a weekend moves it to Monday. Public
    holidays are the desk's to add: they only ever move it further.
    """
    year, month = asked.year + asked.month // 12, asked.month % 12 + 1
    day = date(year, month, min(asked.day, monthrange(year, month)[1]))
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day
