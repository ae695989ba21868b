"""Measure GDPRbench on the database that the settings name. Started by ``benchmarks.gdprbench``."""

from __future__ import annotations

import gc
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import batched
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from benchmarks.harness import Result, note
from benchmarks.records import build, shape
from benchmarks.records.answers import Checked
from benchmarks.records.mixes import COMPARED, Operation, operations
from benchmarks.records.stores import Answer, Ours, Plain
from salerno.privacy import audit, clock

GOAL, SPACE_GOAL = 1.25, 2.0
BATCHES = 40


class Command(BaseCommand):
    """The command."""

    help = "Measure the records here"
    requires_system_checks: ClassVar[list[str]] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """How many records, and how many operations a mix."""
        parser.add_argument("records", type=int)
        parser.add_argument("operations", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the results as one line, and what is counted as another."""
        bench = Bench(shape.Town(options["records"]), options["operations"])
        with clock.clock_at(shape.NOW):
            found = list(bench.run())
        self.stdout.write(json.dumps(bench.checked.counts))
        self.stdout.write(json.dumps([vars(one) for one in found]))


@dataclass
class Times:
    """What the batches of one mix took, in seconds a store; and each kind, where alike."""

    batches: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    alike: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    kinds: dict[str, dict[str, list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )


class Bench:
    """Both stores, and what they answered."""

    def __init__(self, town: shape.Town, count: int) -> None:
        self.town, self.count = town, count
        self.checked = Checked(town)
        self.vendor = connection.vendor
        self.stores = {"ours": Ours(town), "plain": Plain(town)}

    def run(self) -> Iterator[Result]:
        """Every mix, then what stands beside them."""
        note("making the records")
        build.build(self.town)
        self._warm()
        before = audit.verify().lines
        ratios, alike = [], []
        for mix in COMPARED:
            note(mix)
            times = self.mix(mix)
            yield (one := self.compared(mix, times.batches))
            ratios.append(one.ratio or 0.0)
            yield (one := self.compared(f"{mix}, alike", times.alike))
            alike.append(one.ratio or 0.0)
            yield from (self.compared(f"{mix}: {kind}", both) for kind, both in times.kinds.items())
        yield self.mean("mixes, mean", ratios, GOAL)
        yield self.mean("alike, mean", alike, GOAL)
        yield from self.space()
        yield from self.regulator()
        yield from self.answers(before)

    def mix(self, mix: str) -> Times:
        """The operations of one mix in batches; the stores take turns."""
        times = Times()
        asked = operations(mix, self.town, self.count)
        for turn, batch in enumerate(batched(asked, max(self.count // BATCHES, 1))):
            took: dict[str, list[float]] = {}
            given: dict[str, list[Answer]] = {}
            for name in self.stores if turn % 2 else reversed(self.stores):
                gc.collect()
                begun = time.perf_counter()
                given[name], took[name] = self.batch(name, batch)
                times.batches[name].append((time.perf_counter() - begun) / len(batch))
            self.note(times, batch, took, given)
        return times

    def batch(self, name: str, batch: tuple[Operation, ...]) -> tuple[list[Answer], list[float]]:
        """What one store answers, and what each operation took, the audit's writing shared."""
        store, given, took = self.stores[name], [], []
        last = time.perf_counter()
        for one in batch:
            given.append(store.do(one))
            now = time.perf_counter()
            took.append(now - last)
            last = now
        store.settle()
        share = (time.perf_counter() - last) / len(batch)
        return given, [one + share for one in took]

    def note(
        self,
        times: Times,
        batch: tuple[Operation, ...],
        took: dict[str, list[float]],
        given: dict[str, list[Answer]],
    ) -> None:
        """Check the answers, and sort the times by what was asked and answered."""
        alike: dict[str, float] = dict.fromkeys(took, 0.0)
        number = 0
        for at, one in enumerate(batch):
            same = self.checked.check(one, {name: given[name][at] for name in ("ours", "plain")})
            number += same
            for name, each in took.items():
                alike[name] += each[at] if same else 0.0
                if same:
                    times.kinds[one.kind][name].append(each[at])
        for name, total in alike.items():
            times.alike[name].append(total / max(number, 1))

    def _warm(self) -> None:
        """A few questions that are not counted, so that both have compiled and cached theirs."""
        for name, store in self.stores.items():
            for one in operations("processor", self.town, min(self.count, 500)):
                store.do(one)
            note(f"{name} is warm")

    def compared(self, case: str, samples: dict[str, list[float]]) -> Result:
        """Microseconds an operation, by the median; the ratio by the median of the rounds'."""
        ours, plain = samples["ours"], samples["plain"]
        pairs = [a / b for a, b in zip(ours, plain, strict=True) if b]
        shown = {
            name: [round(one * 1e6, 1) for one in each] if len(each) <= BATCHES + 1 else []
            for name, each in samples.items()
        }
        return Result(
            case, self.vendor, self.town.records, _micro(ours), "us", _micro(plain),
            round(statistics.median(pairs), 3) if pairs else None, samples=shown,
        )  # fmt: skip

    def mean(self, case: str, ratios: list[float], goal: float) -> Result:
        """The geometric mean of the mixes."""
        mean = round(statistics.geometric_mean(ratios), 3)
        return Result(
            case, self.vendor, self.town.records, mean, "times", None, mean, goal, mean <= goal
        )

    def space(self) -> Iterator[Result]:
        """Bytes of the store, its proofs and its audit, against those of the plain one."""
        found = build.sizes()
        ratio = round(found["ours"] / found["plain"], 3)
        yield Result(
            "space", self.vendor, self.town.records, round(found["ours"] / 1e6, 1), "MB",
            round(found["plain"] / 1e6, 1), ratio, SPACE_GOAL, ratio <= SPACE_GOAL,
        )  # fmt: skip

    def regulator(self) -> Iterator[Result]:
        """The regulator's questions: a store without a log cannot answer them."""
        note("regulator")
        deleted = tuple(sorted(self.checked.expected["ours"].gone))
        kinds: dict[str, list[float]] = defaultdict(list)
        for one in operations("regulator", self.town, self.count, deleted):
            begun = time.perf_counter()
            given = self.stores["ours"].do(one)
            kinds[one.kind].append(time.perf_counter() - begun)
            self.checked.check_log(one, given)
        every = [one for each in kinds.values() for one in each]
        yield Result("regulator", self.vendor, self.town.records, _mean_micro(every), "us, mean")
        for kind, each in kinds.items():
            yield Result(f"regulator: {kind}", self.vendor, self.town.records, _micro(each), "us")

    def answers(self, before: int) -> Iterator[Result]:
        """Whether every answer is the one that it must be, and every operation in the audit."""
        checked = self.checked
        for one in checked.wrong[:5]:
            note(f"wrong: {one}")
        yield Result(
            "answers, wrong", self.vendor, self.town.records, len(checked.wrong),
            f"of {checked.operations}",
            goal=0, met=not checked.wrong,
        )  # fmt: skip
        for why, times in checked.hidden_by().items():
            yield Result(f"hidden: {why}", self.vendor, self.town.records, times, "times")
        verdict = audit.verify()
        missing = checked.operations - (verdict.lines - before)
        yield Result(
            "audit, not recorded", self.vendor, self.town.records,
            max(missing, 0) + len(verdict.problems), f"of {verdict.lines - before} lines",
            goal=0, met=missing <= 0 and not verdict.problems,
        )  # fmt: skip


def _micro(samples: list[float]) -> float:
    return round(statistics.median(samples) * 1e6, 1) if samples else 0.0


def _mean_micro(samples: list[float]) -> float:
    return round(statistics.mean(samples) * 1e6, 1)
