"""What a person's copy and erasure cost: milliseconds (p50, p95) and statements, among many."""
# Some imports need the settings first.
# ruff: noqa: PLC0415

from __future__ import annotations

import argparse
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.harness import Result, note, report
from benchmarks.pages import server_url, worker

GOAL = 100.0  # milliseconds


def on(people: int, url: str, times: int) -> list[Result]:
    """Make the people in a house of its own, then measure in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="salerno-bench-") as folder:
        environment = os.environ | {
            "SALERNO_DATA": folder, "SALERNO_DB_URL": url, "SALERNO_PACK": "publisher",
            "SALERNO_SECRET_KEY": secrets.token_hex(32),
            "DJANGO_SETTINGS_MODULE": "salerno.web.settings",
        }  # fmt: skip
        before = [sys.executable, "-m", "salerno", "prepare-data", "demo"]
        subprocess.run(before, env=environment, check=True, stdout=subprocess.DEVNULL)
        note(f"making {people} people")
        with worker("ours", environment, do="populate", people=people):
            pass
        inside = [sys.executable, "-m", "benchmarks.person", "--inside",
                  f"--people={people}", f"--times={times}"]  # fmt: skip
        done = subprocess.run(inside, env=environment, check=True, stdout=subprocess.PIPE)
        return [Result(**one) for one in json.loads(done.stdout.splitlines()[-1])]


def measured(people: int, times: int) -> Iterator[Result]:
    """Copies and erasures of different people, spread over all of them."""
    import django

    django.setup()
    from django.db import connection

    from benchmarks.site.people import FIRST
    from salerno.privacy import rights

    def erase(subject: int) -> object:
        return rights.erase(subject, ground="bench")

    cases: dict[str, Callable[[int], object]] = {"copy": rights.copy, "erase": erase}
    for case, task in cases.items():
        step = max(people // (times + 2), 1)
        chosen = [FIRST + 1 + (one * step) % people for one in range(times + 2)]
        task(chosen[0])  # warm
        asked = counted(connection, task, chosen[1])
        samples = [timed(task, one) for one in chosen[2:]]
        yield from _results(case, connection.vendor, people, samples, asked)


def _results(
    case: str, vendor: str, people: int, samples: list[float], asked: int
) -> Iterator[Result]:
    shown = {"ours": [round(one, 2) for one in samples]}
    p95 = statistics.quantiles(samples, n=20)[-1]
    median = round(statistics.median(samples), 2)
    yield Result(f"{case} p50", vendor, people, median, "ms")
    yield Result(f"{case} p95", vendor, people, round(p95, 2), "ms", goal=GOAL,
                 met=p95 <= GOAL, samples=shown)  # fmt: skip
    yield Result(f"{case}: SQL", vendor, people, asked, "statements")


def timed(task: Callable[[int], object], subject: int) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    task(subject)
    return (time.perf_counter() - start) * 1000


def counted(connection: Any, task: Callable[[int], object], subject: int) -> int:
    """How many statements one call asks."""
    found = 0

    def seen(execute: Any, *rest: Any) -> Any:
        nonlocal found
        found += 1
        return execute(*rest)

    with connection.execute_wrapper(seen):
        task(subject)
    return found


def main(words: list[str]) -> int:
    """Measure on every database there is."""
    parser = argparse.ArgumentParser(prog="salerno bench person", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=100, help="people copied, people erased")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="this one only")
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(words)
    if given.inside:
        print(json.dumps([vars(one) for one in measured(given.people, given.times)]))
        return 0
    results: list[Result] = []
    if given.database != "postgresql":
        results += on(given.people, "", given.times)
    if given.database != "sqlite":
        with server_url() as url:
            results += on(given.people, url, given.times) if url else []
            if not url:
                note("not run on PostgreSQL: none was found")
    report("person", results, as_json=given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
