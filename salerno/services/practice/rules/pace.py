"""The pace to an exam date: what is left, and what that asks of each day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil

ANSWERS_A_QUESTION = 1.6  # a new question comes back now and then before it is learned
LATELY = 14  # days


@dataclass(frozen=True)
class Pace:
    """``needed`` and ``had``: answers a day. ``days``: to the exam; the day itself is free."""

    days: int
    left: int
    needed: int
    had: float
    is_over: bool

    @property
    def is_enough(self) -> bool:
        """Whether going on as lately reaches the exam."""
        return self.had >= self.needed


def pace(exam_date: date, today: date, *, unlearned: int, due: int, lately: int) -> Pace:
    """``due``: recharges that fall before the exam; ``lately``: answers of the last 14 days."""
    days = (exam_date - today).days
    left = ceil(unlearned * ANSWERS_A_QUESTION) + due
    needed = ceil(left / days) if days > 0 else left
    return Pace(max(0, days), left, needed, lately / LATELY, is_over=days <= 0)
