"""What each operation must answer, worked out without a database. Pure.

A store that answers OK and does nothing, or that ignores a condition, shows here: every row and
every count of both stores is compared with what the mixes make of the records.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from benchmarks.records import mixes, shape
from benchmarks.records.mixes import Operation

HIDDEN = {"processor": ("acl", "shared_with", "source", "category")}  # serve another purpose
KERNEL = ("audience", "kept_from")
BESIDES = ("data", *KERNEL)  # what metadata is without


class Expected:
    """The records as one store must hold them. ``heeds``: terms, objections and audiences."""

    def __init__(self, town: shape.Town, *, heeds: bool) -> None:
        self.town, self.heeds = town, heeds
        self.gone: set[int] = set()
        self.added: dict[int, list[int]] = defaultdict(list)
        self.changed: dict[int, dict[str, Any]] = defaultdict(dict)

    def why_hidden(self, one: Operation, key: int) -> str:
        """Why a record that is there does not exist for an operation; "" where it does."""
        if not self.heeds:
            return ""
        if self.town.is_expired(key):
            return "expired"
        is_closed = one.mix == "processor" and self.town.objected(key)
        return "objected" if is_closed else ""

    def stored(self, one: Operation) -> list[int]:
        """The records that an operation is about, hidden ones included."""
        if one.kind in {mixes.READ, mixes.CORRECT, mixes.DELETE, mixes.VERIFY}:
            keys: Iterable[int] = (one.key,)
        else:
            keys = (*range(one.user, self.town.records, self.town.users), *self.added[one.user])
        narrow = one.kind in {mixes.METADATA_FOR, mixes.SHARE_FOR}
        return [
            key
            for key in keys
            if key not in self.gone and (not narrow or key % shape.PURPOSES == one.purpose)
        ]

    def met(self, one: Operation) -> list[int]:
        """Those of them that exist for it."""
        return [key for key in self.stored(one) if not self.why_hidden(one, key)]

    def row(self, one: Operation, key: int) -> dict[str, Any]:
        """A record as an operation reads it."""
        said: dict[str, Any] = self.town.fields(key) | self.changed.get(key, {})
        if self.heeds:
            said |= self.town.kernel_fields(key)
            for name in HIDDEN.get(one.mix, ()):
                del said[name]
            if self.is_redacted(one, key):
                said["data"] = said["audience"] = None
        if one.kind != mixes.READ:
            for name in BESIDES:
                said.pop(name, None)
        return said

    def is_redacted(self, one: Operation, key: int) -> bool:
        """Whether the owner's choice keeps what a record says from who asks."""
        chosen = shape.AUDIENCES[key % shape.TENS]
        return self.heeds and one.mix == "processor" and chosen < shape.SEEN_BY_MEMBERS

    def affected(self, one: Operation, keys: list[int]) -> int:
        """Carry a write out, and say how many rows it writes."""
        if one.kind == mixes.INSERT:
            self.added[one.user].append(one.key)
            return 1
        for key in keys:
            if one.kind == mixes.DELETE:
                self.gone.add(key)
            elif one.kind == mixes.CORRECT:
                self.changed[key]["data"] = shape.corrected(one.number)
            else:
                self.changed[key]["shared_with"] = shape.firm(one.number)
        return len(keys)


class Checked:
    """Compares what the stores gave with what they must give, and counts why they differ."""

    def __init__(self, town: shape.Town) -> None:
        self.expected = {"ours": Expected(town, heeds=True), "plain": Expected(town, heeds=False)}
        self.wrong: list[str] = []
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)  # mix and kind -> what
        self.hidden = False
        self.asked: Counter[int] = Counter()  # user -> what each asked for as a customer
        self.operations = 0

    def check(self, one: Operation, given: dict[str, Any]) -> bool:
        """Whether both stores gave the same; notes what is wrong or hidden."""
        self.operations += 1
        self.asked[one.user] += one.mix == "customer"
        counted = self.counts[f"{one.mix}: {one.kind}"]
        counted["operations"] += 1
        self._count_hidden(one, counted)
        for name, answer in given.items():
            rows, affected = self._must(name, one)
            found = {row["key"]: row for row in answer.rows}
            if found != rows or len(answer.rows) != len(rows) or answer.affected != affected:
                self.wrong.append(f"{name}: {one}")
            counted[f"{name} rows"] += len(answer.rows)
            counted[f"{name} affected"] += answer.affected
        return not self.hidden

    def _must(self, name: str, one: Operation) -> tuple[dict[int, dict[str, Any]], int]:
        known = self.expected[name]
        if one.kind == mixes.VERIFY:
            return {}, len(known.met(one))
        if one.kind in mixes.READS:
            return {key: known.row(one, key) for key in known.met(one)}, 0
        keys = [] if one.kind == mixes.INSERT else known.met(one)
        return {}, known.affected(one, keys)

    def _count_hidden(self, one: Operation, counted: Counter[str]) -> None:
        """Which rows the kernel hides, and which cells: what the two stores may differ by."""
        ours = self.expected["ours"]
        keys = [] if one.kind == mixes.INSERT else ours.stored(one)
        reasons = Counter(ours.why_hidden(one, key) or "seen" for key in keys)
        seen = reasons.pop("seen", 0)
        self.hidden = bool(reasons)
        for why, times in reasons.items():
            counted[why] += times
        if one.kind == mixes.READ and seen and ours.is_redacted(one, one.key):
            counted["redacted cells"] += 1
        if one.kind in mixes.READS:
            counted["left out columns"] += seen * len(HIDDEN.get(one.mix, ()))

    def check_log(self, one: Operation, answer: Any) -> None:
        """The same for a regulator's question, which only the kernel's store is asked.

        The log holds each time the user came as a customer, and what was written down besides.
        """
        if one.kind != mixes.LOG:
            self.check(one, {"ours": answer})
            return
        self.operations += 1
        counted = self.counts[f"{one.mix}: {one.kind}"]
        counted["operations"] += 1
        if answer.affected < self.asked[one.user]:
            self.wrong.append(f"ours: {one}")

    def hidden_by(self) -> Counter[str]:
        """How many rows and cells the kernel hid, by the reason."""
        reasons = ("expired", "objected", "redacted cells", "left out columns")
        return Counter({why: sum(one[why] for one in self.counts.values()) for why in reasons})
