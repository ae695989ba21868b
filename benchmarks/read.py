"""What reading costs: an article as a visitor, signed in, and counted; and looking up a network.

CPU-ms with the database's, against a plain Django page of equal content, taking turns, as in
``pages``; the statements of each; and the microseconds in which an address is found among a
million licensed ranges.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from ipaddress import IPv4Address

from benchmarks.harness import Result, note, report
from benchmarks.pages import MOST_STATEMENTS, Process, compared, houses, server_url, worker
from salerno.services.access.rules import Ranges

OPEN, COUNTED = "/articles/daylight-on-the-ward", "/articles/shelved-1"
CASES = {
    "visitor": (OPEN, True), "signed in": (OPEN, False),
    "visitor, counted": (COUNTED, True), "signed in, counted": (COUNTED, False),
}  # fmt: skip
MOST_CPU, MOST_MICROSECONDS = 8.0, 20.0
ROUNDS, TIMES = 5, 40


def main(words: list[str]) -> int:
    """Measure on every database there is."""
    parser = argparse.ArgumentParser(prog="salerno bench read", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--ranges", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--times", type=int, default=TIMES, help="requests a round")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="this one only")
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    given = parser.parse_args(words)
    results = [looked_up(given.ranges)] if given.ranges else []
    if given.database != "postgresql":
        results += read("", given)
    if given.database != "sqlite":
        with server_url() as url:
            if url:
                results += read(url, given)
            else:
                note("not run on PostgreSQL: none was found")
    report("read", results, as_json=given.json)
    return 0


def read(url: str, given: argparse.Namespace) -> Iterator[Result]:
    """Every case on one database."""
    database = "postgresql" if url else "sqlite"
    with houses(given.people, url, "publisher") as where:
        note(f"making {given.articles} articles")
        for one in where.values():
            with worker("ours", one, do="populate", people=0, articles=given.articles):
                pass
        number = given.people // 2
        with worker("ours", where["ours"], do="", number=number) as ours:
            ours.ask(do="catch", paths=[OPEN, COUNTED])
            with worker("plain", where["plain"], do="", number=number) as plain:
                both = {"ours": ours, "plain": plain}
                for case, (path, is_visitor) in CASES.items():
                    note(f"{case} on {database}")
                    found = turns(both, path, given, is_visitor)
                    yield from judged(compared(case, database, given.people, found))
            for case, (path, is_visitor) in CASES.items():
                asked = ours.ask(do="count", path=path, is_visitor=is_visitor)["statements"]
                yield Result(
                    f"{case}: SQL", database, given.people, asked, "statements",
                    goal=MOST_STATEMENTS, met=asked <= MOST_STATEMENTS,
                )  # fmt: skip


def turns(
    both: dict[str, Process], path: str, given: argparse.Namespace, is_visitor: bool
) -> dict[str, list[dict[str, float]]]:
    """Both take turns, the other one first in every second round."""
    for one in both.values():
        one.ask(do="measure", path=path, times=10, is_visitor=is_visitor)
    found: dict[str, list[dict[str, float]]] = {name: [] for name in both}
    for turn in range(given.rounds):
        for name in both if turn % 2 else reversed(both):
            said = both[name].ask(do="measure", path=path, times=given.times, is_visitor=is_visitor)
            found[name].append(said)
    return found


def judged(result: Result) -> Iterator[Result]:
    """A case against plain Django, and against the most that it may cost."""
    yield result
    yield Result(
        f"{result.case}: CPU", result.database, result.size, result.value, "CPU-ms",
        goal=MOST_CPU, met=result.value <= MOST_CPU,
    )  # fmt: skip


def looked_up(count: int) -> Result:
    """The 99th percentile of a lookup among ``count`` ranges, hits and misses."""
    note(f"making {count} ranges")
    chance = random.Random(1)
    space = 2**32 // count
    ranges = Ranges(((4, one * space, one * space + space // 2), one) for one in range(count))
    asked = [str(IPv4Address(chance.randrange(2**32))) for _one in range(20_000)]
    times = []
    for address in asked:
        begun = time.perf_counter_ns()
        ranges.of(address)
        times.append(time.perf_counter_ns() - begun)
    worst = sorted(times)[int(len(times) * 0.99)] / 1000
    return Result(
        "network, p99", "memory", count, round(worst, 2), "us", goal=MOST_MICROSECONDS,
        met=worst < MOST_MICROSECONDS,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
