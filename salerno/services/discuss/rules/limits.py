"""How often somebody may post, how long a post may be changed, and the order of the queue."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from math import log2

HOUR = timedelta(hours=1)
POSTS_AN_HOUR = 20
REPORTS_AN_HOUR = 20
EDITING = timedelta(hours=24)
PAGE = 50
SUSPENSION_DAYS = (1, 7, 30, 90, 180)


def wait(times: Collection[datetime], now: datetime, most: int = POSTS_AN_HOUR) -> timedelta:
    """How long until one more may be sent; nothing where it may be sent now."""
    recent = sorted(one for one in times if one > now - HOUR)
    return recent[-most] + HOUR - now if len(recent) >= most else timedelta()


def minutes(span: timedelta) -> int:
    """A span in whole minutes, rounded up."""
    return -(-int(span.total_seconds()) // 60)


def can_edit(posted_at: datetime, now: datetime) -> bool:
    """Whether a post can still be changed by its author."""
    return now - posted_at < EDITING


def score(reporters: int, opened_at: datetime, now: datetime, *, grave: bool = False) -> float:
    """The place in the queue: how many report it, then how long it waits. Higher goes first.

    What may name a patient counts as three people more. A day of waiting counts as one.
    """
    days = max(0.0, (now - opened_at) / timedelta(days=1))
    return round(reporters + (3 if grave else 0) + log2(1 + days), 3)


def pages(count: int, each: int = PAGE) -> int:
    """How many pages a list has; an empty one has one."""
    return max(1, -(-count // each))


def page_number(asked: object, last: int) -> int:
    """The page that was asked for, within what there is."""
    text = str(asked or "")
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        return 1
    return min(max(1, int(text)), last)
