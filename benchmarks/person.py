"""What a person's copy and erasure cost: milliseconds (p50, p95) and statements, among many.

Each person has a row in every personal table that takes one: their number stands in the answer.
"""
# Some imports need the settings first.
# ruff: noqa: PLC0415

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.harness import Result, note, report
from benchmarks.pages import prepared, server_url, worker

GOAL = 100.0  # milliseconds
DERIVED = 60.0  # seconds, until every file and derived store has let go
LEAST = 40  # personal tables with a row of each person


def on(people: int, url: str, times: int) -> list[Result]:
    """Make the people in a house of its own, then measure in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="salerno-bench-") as folder:
        environment = prepared(folder, url, "publisher")
        note(f"making {people} people")
        start = time.monotonic()
        with worker("ours", environment, do="populate", people=people, full=True):
            pass
        note(f"made in {time.monotonic() - start:.0f} s")
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
    from salerno.privacy.registry import registry
    from salerno.privacy.rights import walk

    def erase(subject: int) -> object:
        return rights.erase(subject, ground="bench")

    cases: dict[str, Callable[[int], object]] = {"copy": rights.copy, "erase": erase}
    personal = list(registry().personal())
    with derived_timed() as derived:
        for case, task in cases.items():
            step = max(people // (times + 2), 1)
            chosen = [FIRST + 1 + (one * step) % people for one in range(times + 2)]
            held = len(walk.holding(personal, chosen[2]))
            for one in chosen:
                lay_files(one)
            task(chosen[0])  # warm
            asked = counted(connection, task, chosen[1])
            del derived[:]
            pairs = [timed(task, one) for one in chosen[2:]]
            yield from _results(case, connection.vendor, people, pairs, asked)
    yield Result("personal tables", connection.vendor, people, held, f"of {len(personal)}",
                 goal=LEAST, met=held >= LEAST)  # fmt: skip
    left = {len(walk.holding(personal, one) - {"privacy_subject"}) for one in chosen}
    yield Result("tables that still hold them", connection.vendor, people, max(left), "tables",
                 goal=0, met=left == {0})  # fmt: skip
    yield Result("derived stores, slowest", connection.vendor, people, round(max(derived), 4),
                 "s", goal=DERIVED, met=max(derived) <= DERIVED)  # fmt: skip


@contextmanager
def derived_timed() -> Iterator[list[float]]:
    """Seconds that each erasure spends after its commit on files and derived stores."""
    module: Any = importlib.import_module("salerno.privacy.rights.erase")
    found: list[float] = []
    carry_out = module.carry_out

    def watched(*words: Any) -> int:
        start = time.perf_counter()
        done = carry_out(*words)
        found.append(time.perf_counter() - start)
        return done

    module.carry_out = watched
    try:
        yield found
    finally:
        module.carry_out = carry_out


def lay_files(subject: int) -> None:
    """The files that the rows of ``subject`` name, so that there is something to take away."""
    from django.core.files.base import ContentFile
    from django.db import connection
    from django.db.models import FileField

    from salerno.privacy.registry import registry

    gate: Any = connection
    with gate.gate_open(), connection.cursor() as cursor:
        for table in registry().personal():
            for field in table.model._meta.local_concrete_fields:
                if isinstance(field, FileField):
                    asked = (
                        f'SELECT "{field.column}" FROM "{table.name}" WHERE "{table.owner}" = %s'
                    )
                    cursor.execute(asked, [subject])
                    for (name,) in cursor.fetchall():
                        if name and not field.storage.exists(name):
                            field.storage.save(name, ContentFile(b"x" * 1000))


def _results(
    case: str, vendor: str, people: int, pairs: list[tuple[float, float]], asked: int
) -> Iterator[Result]:
    samples = [wall for wall, _cpu in pairs]
    shown = {"ours": [round(one, 2) for one in samples], "cpu": [round(two, 2) for _, two in pairs]}
    p95 = statistics.quantiles(samples, n=20)[-1]
    median = round(statistics.median(samples), 2)
    own = round(statistics.quantiles([cpu for _wall, cpu in pairs], n=20)[-1], 2)
    yield Result(f"{case} p95, own CPU", vendor, people, own, "ms")
    yield Result(f"{case} p50", vendor, people, median, "ms")
    yield Result(f"{case} p95", vendor, people, round(p95, 2), "ms", goal=GOAL,
                 met=p95 <= GOAL, samples=shown)  # fmt: skip
    yield Result(f"{case}: SQL", vendor, people, asked, "statements")


def timed(task: Callable[[int], object], subject: int) -> tuple[float, float]:
    """Milliseconds of one call, by the clock and of this process."""
    start, cpu = time.perf_counter(), time.process_time()
    task(subject)
    took = time.perf_counter() - start, time.process_time() - cpu
    return took[0] * 1000, took[1] * 1000


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
