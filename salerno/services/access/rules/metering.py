"""So many are free in a rolling period. What was opened stays free until its own period ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from salerno.services.access.values import Read

MOST = 60  # things that one counter names
_PAIR = re.compile(r"([1-9][0-9]{0,17})-([0-9]{1,10})\Z")


@dataclass(frozen=True)
class Judged:
    """Whether it is free, whether this is its first time, and how many are left afterwards."""

    is_free: bool
    is_first: bool
    left: int


def kept(reads: Iterable[Read], now: datetime, days: int) -> tuple[Read, ...]:
    """The readings that still count at ``now``, each thing once, by its first; oldest first."""
    since = now - timedelta(days=days)
    first: dict[int, Read] = {}
    for one in sorted(reads, key=lambda each: each.at):
        if since < one.at <= now:
            first.setdefault(one.item_id, one)
    return tuple(first.values())


def judged(item_id: int, reads: Sequence[Read], of: int) -> Judged:
    """``reads``: those that still count. ``of``: how many are free in a period."""
    left = max(0, of - len(reads))
    if any(one.item_id == item_id for one in reads):
        return Judged(True, False, left)
    return Judged(True, True, left - 1) if left else Judged(False, False, 0)


def counter_text(reads: Sequence[Read]) -> str:
    """Readings as a counter holds them: numbers of things and seconds, nothing of anybody."""
    pairs = (f"{one.item_id}-{int(one.at.timestamp())}" for one in reads[-MOST:])
    return ".".join(pairs)


def read_counter(text: str) -> tuple[Read, ...]:
    """What a counter holds; nothing of one that is malformed."""
    found = [_PAIR.match(one) for one in text.split(".")[:MOST]] if text else []
    if not all(found):
        return ()
    return tuple(
        Read(int(one[1]), datetime.fromtimestamp(int(one[2]), UTC)) for one in found if one
    )
