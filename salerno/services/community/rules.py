"""How far somebody is trusted, and how much of each thing they may do in a day. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

DAY = timedelta(days=1)
INVITATION_DAYS = 21
KNOWN_DAYS, KNOWN_POSTS = 3, 2
TRUSTED_DAYS, TRUSTED_POSTS = 60, 20
MOST_REMOVED = 3


class Trust(IntEnum):
    """How long and how well somebody has taken part."""

    NEW = 0
    KNOWN = 1
    TRUSTED = 2


class Deed(IntEnum):
    """What is counted by the day."""

    INVITE = 0
    ASK = 1
    OPEN = 2


A_DAY = {
    Trust.NEW: {Deed.INVITE: 3, Deed.ASK: 5, Deed.OPEN: 1},
    Trust.KNOWN: {Deed.INVITE: 10, Deed.ASK: 20, Deed.OPEN: 3},
    Trust.TRUSTED: {Deed.INVITE: 30, Deed.ASK: 50, Deed.OPEN: 10},
}


@dataclass(frozen=True)
class Record:
    """What somebody has posted: when first, how many stand, how many were removed by staff."""

    first_at: datetime | None = None
    standing: int = 0
    removed: int = 0


def trust(record: Record, now: datetime) -> Trust:
    """The level that a record earns. What was removed by staff weighs five posts each."""
    if record.first_at is None or record.removed >= MOST_REMOVED:
        return Trust.NEW
    age, worth = now - record.first_at, record.standing - 5 * record.removed
    if age >= timedelta(days=TRUSTED_DAYS) and worth >= TRUSTED_POSTS:
        return Trust.TRUSTED
    if age >= timedelta(days=KNOWN_DAYS) and worth >= KNOWN_POSTS:
        return Trust.KNOWN
    return Trust.NEW


def left_today(level: Trust, deed: Deed, times: Collection[datetime], now: datetime) -> int:
    """How often a deed may still be done, given when it was done before."""
    return max(0, A_DAY[level][deed] - sum(one > now - DAY for one in times))


def has_run_out(invited_at: datetime, now: datetime) -> bool:
    """Whether an invitation opens nothing any more."""
    return now - invited_at >= timedelta(days=INVITATION_DAYS)


def scope_of(discussion: int) -> str:
    """The scope of a closed discussion: who has a place there reads and posts."""
    return f"hall:{discussion}"


def may_reuse(setting: str, *, named: bool, points_to_somebody: bool) -> str:
    """Why a contribution cannot be used again under the pack, or "" where it can.

    ``setting``: any_media, de_identified_only or none. ``named``: with the author's name.
    """
    if setting == "any_media":
        return ""
    if setting != "de_identified_only":
        return "never"
    if named:
        return "named"
    return "points" if points_to_somebody else ""
