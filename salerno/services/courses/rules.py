"""What can be decided without the database: scores, lateness, releases, ages, byte ranges.

Scores, in the open:

- *one of these* and *a number*: all points or none; a number is right within its tolerance.
- *every one that is right*: right ones chosen, less wrong ones chosen, over the right ones
  there are; never below nothing. So choosing everything earns nothing more than guessing.
- *in the right order*: of all pairs, those in order less those out of order, over all pairs;
  never below nothing. So an order at random earns nothing on average.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from itertools import combinations

CENT = Decimal("0.01")
MOST_DIGITS = 24
ADULT = 18
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z")


def rounded(points: Decimal) -> Decimal:
    """Points to the hundredth, halves upward."""
    return points.quantize(CENT, ROUND_HALF_UP)


def score_single(given: Collection[int], right: Collection[int], points: Decimal) -> Decimal:
    """All points for the one right choice."""
    return rounded(points) if len(given) == 1 and set(given) == set(right) else Decimal()


def score_multiple(given: Collection[int], right: Collection[int], points: Decimal) -> Decimal:
    """Right choices less wrong ones, over all right ones; never below nothing."""
    chosen, wanted = set(given), set(right)
    if not wanted:
        return Decimal() if chosen else rounded(points)
    balance = len(chosen & wanted) - len(chosen - wanted)
    return rounded(points * max(0, balance) / len(wanted))


def score_number(
    given: Decimal | None, value: Decimal, tolerance: Decimal, points: Decimal
) -> Decimal:
    """All points within the tolerance, its edges included."""
    is_right = given is not None and abs(given - value) <= tolerance
    return rounded(points) if is_right else Decimal()


def score_order(given: Sequence[int], right: Sequence[int], points: Decimal) -> Decimal:
    """Pairs in order less pairs out of order, over all pairs; never below nothing.

    An answer that does not name each thing once earns nothing.
    """
    if len(given) != len(right) or set(given) != set(right):
        return Decimal()
    if len(right) < 2:
        return rounded(points)
    place = {one: at for at, one in enumerate(right)}
    pairs = list(combinations([place[one] for one in given], 2))
    balance = sum(1 if first < second else -1 for first, second in pairs)
    return rounded(points * max(0, balance) / len(pairs))


def number(text: str) -> Decimal | None:
    """A number as people write it: ``0.4``, ``0,4`` or ``-3``; None where it is none."""
    plain = text.strip().replace(" ", "").replace("\u2212", "-").replace(",", ".")
    if not plain or len(plain) > MOST_DIGITS:
        return None
    try:
        found = Decimal(plain)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) <= MOST_DIGITS else None


def by_unit(
    questions: Iterable[tuple[int, int, Decimal]], earned: Mapping[int, Decimal]
) -> tuple[tuple[int, int], ...]:
    """Of each unit that questions (id, unit, points) come from: the percent that was earned."""
    most: dict[int, Decimal] = {}
    got: dict[int, Decimal] = {}
    for question, unit, points in questions:
        most[unit] = most.get(unit, Decimal()) + points
        got[unit] = got.get(unit, Decimal()) + earned.get(question, Decimal())
    return tuple((one, int(got[one] * 100 / most[one])) for one in sorted(most) if most[one])


def after_lateness(score: Decimal, is_late: bool, percent: int) -> Decimal:
    """What is left of a score that came late."""
    return rounded(score * (100 - percent) / 100) if is_late else rounded(score)


def is_late(at: datetime, due_at: datetime | None) -> bool:
    """Whether something came after it was due."""
    return due_at is not None and at > due_at


def is_running(at: datetime, opens_at: datetime, ends_at: datetime | None) -> bool:
    """Whether a course is under way."""
    return opens_at <= at and (ends_at is None or at < ends_at)


def opens_at(course_opens_at: datetime, days: int) -> datetime:
    """When a unit opens."""
    return course_opens_at + timedelta(days=days)


def is_old_enough(min_age: int, *, is_minor: bool, asked_age: int) -> bool:
    """Whether somebody may take a course for people of ``min_age``.

    No date of birth is kept: known is only that everybody is ``asked_age`` at least, and who is
    under 18. For those a guardian answers, who is told the age; never at a course for adults.
    """
    return min_age < ADULT if is_minor else min_age <= max(asked_age, ADULT)


@dataclass(frozen=True)
class Span:
    """Bytes of a file, the last one included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many bytes."""
        return self.last - self.first + 1


def byte_range(header: str, size: int) -> Span | None:
    """The bytes that a ``Range`` header asks for, or None where the whole file is the answer.

    Raises ValueError where nothing of the file is asked for (416).
    """
    match = _RANGE.match(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        span = Span(max(0, size - int(last)), size - 1)
    else:
        span = Span(int(first), min(int(last), size - 1) if last else size - 1)
        if last and int(last) < int(first):
            return None
    if span.first >= size or span.length <= 0:
        raise ValueError(header)
    return span
