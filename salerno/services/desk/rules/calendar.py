"""Counting days: calendar days, months, and working days with the holidays of a place.

Months are counted as Regulation (EEC, Euratom) No 1182/71 counts them: the day of the event is
not counted, a month ends on the day of the same number (or the last of the month), and a period
that would end on a Saturday, a Sunday or a public holiday ends with the next working day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

SATURDAY = 5
FIRST_YEAR, LAST_YEAR = 1990, 2199


@dataclass(frozen=True)
class Seat:
    """Whose public holidays count. ``region``: a state, as the ISO writes it; may be empty."""

    country: str
    region: str = ""


@lru_cache(maxsize=512)
def public_holidays(seat: Seat, year: int) -> frozenset[date]:
    """The public holidays of a place in one year; none where nobody has written them down."""
    known = holidays.list_supported_countries(include_aliases=False)
    if seat.country not in known or not FIRST_YEAR <= year <= LAST_YEAR:
        return frozenset()
    region = seat.region if seat.region in known[seat.country] else None
    return frozenset(holidays.country_holidays(seat.country, subdiv=region, years=year))


def is_working(day: date, seat: Seat) -> bool:
    """Whether offices are open on ``day``."""
    return day.weekday() < SATURDAY and day not in public_holidays(seat, day.year)


def next_working(day: date, seat: Seat) -> date:
    """``day``, or the first working day after it."""
    while not is_working(day, seat):
        day += timedelta(days=1)
    return day


def after_working_days(start: date, count: int, seat: Seat) -> date:
    """The working day on which ``count`` whole working days after ``start`` have passed."""
    day = start
    for _step in range(count):
        day = next_working(day + timedelta(days=1), seat)
    return day


def after_months(start: date, count: int, seat: Seat) -> date:
    """The last day of a period of months from ``start``, moved where it falls on a rest day."""
    years, month = divmod(start.month - 1 + count, 12)
    year = start.year + years
    last = monthrange(year, month + 1)[1]
    return next_working(date(year, month + 1, min(start.day, last)), seat)


def working_days(first: date, last: date, seat: Seat) -> Collection[date]:
    """The working days after ``first``, up to and with ``last``."""
    span = (last - first).days
    days = (first + timedelta(days=one) for one in range(1, span + 1))
    return tuple(one for one in days if is_working(one, seat))
