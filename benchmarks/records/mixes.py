"""The mixes: which operations come, in which order, on which records. Pure; the seeds are fixed."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from benchmarks.records.shape import PURPOSES, Town

READ, METADATA, METADATA_FOR = "read", "metadata by user", "metadata by purpose"
SHARE, SHARE_FOR, INSERT = "update by user", "update by purpose", "insert"
CORRECT, DELETE = "update", "delete"
LOG, VERIFY = "system log", "verify deletion"
READS = frozenset({READ, METADATA, METADATA_FOR})

SHARES = {
    "controller": {SHARE_FOR: 0.25, SHARE: 0.25, DELETE: 0.25, INSERT: 0.25},
    "customer": {READ: 0.2, METADATA: 0.2, CORRECT: 0.4, DELETE: 0.2},
    "processor": {READ: 0.8, METADATA_FOR: 0.1, METADATA: 0.1},
    "regulator": {METADATA: 0.46, LOG: 0.31, VERIFY: 0.23},
}
COMPARED = ("controller", "customer", "processor")
SKEW = 0.99  # of the zipf, as YCSB draws it
SCATTER = 7_368_787  # a prime: neighbours in rank are no neighbours in number


@dataclass(frozen=True)
class Operation:
    """One operation of one mix. ``key`` names a record, and by it a user and a purpose."""

    number: int
    mix: str
    kind: str
    key: int
    user: int

    @property
    def purpose(self) -> int:
        """The purpose of the record, which is its user's."""
        return self.key % PURPOSES


def operations(mix: str, town: Town, count: int, deleted: tuple[int, ...] = ()) -> list[Operation]:
    """``count`` operations. ``deleted``: keys of which a regulator verifies that they went."""
    chance = random.Random(f"{mix} {town.records}")
    kinds = list(SHARES[mix])
    drawn = chance.choices(kinds, list(SHARES[mix].values()), k=count)
    keys = (_zipf if mix in {"customer", "processor"} else _uniform)(town.records, chance)
    fresh = iter(range(town.records, town.records + count))
    found = []
    for number, kind in enumerate(drawn):
        key = next(keys)
        if kind == INSERT:
            key = next(fresh)
        elif kind == VERIFY and deleted:
            key = chance.choice(deleted)
        found.append(Operation(number, mix, kind, key, town.user_of(key)))
    return found


def _uniform(records: int, chance: random.Random) -> Iterator[int]:
    while True:
        yield chance.randrange(records)


def _zipf(records: int, chance: random.Random) -> Iterator[int]:
    weights = list(accumulate((rank + 1) ** -SKEW for rank in range(records)))
    draw: Callable[[], float] = chance.random
    while True:
        rank = bisect(weights, draw() * weights[-1])
        yield (rank * SCATTER + records // 3) % records
