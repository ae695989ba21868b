"""The gate against plain Django: the same query, the same driver, taking turns.

``key`` one row by its key, ``own`` the viewer's own rows, ``page`` twenty of a list, ``joined``
a page over a join, ``scan`` a grouped scan, ``count`` a bare count. Five of a hundred people are
closed for the purpose; behind ``-open`` nobody is. The viewer has ties, cells have audiences.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.harness import Result, note, postgres, report

SIZES = (1_000, 10_000, 100_000, 1_000_000)


def main(words: list[str]) -> int:
    """Run every size on every database there is."""
    parser = argparse.ArgumentParser(prog="salerno bench gate", description=__doc__)
    parser.add_argument("--people", type=int, help="this size only")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="this one only")
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    given = parser.parse_args(words)
    sizes = (given.people,) if given.people else SIZES
    results = [one for size in sizes for one in on_both("gate", size, given.database)]
    report("gate", results, as_json=given.json)
    return 0


def on_both(bench: str, size: int, only: str | None) -> Iterator[Result]:
    """Measure one size in a process of its own for each database."""
    if only != "postgresql":
        with tempfile.TemporaryDirectory(prefix="salerno-bench-") as folder:
            where = {"BENCH_DATABASE": "sqlite", "BENCH_FILE": str(Path(folder) / "b.sqlite3")}
            yield from inside(bench, size, where)
    if only != "sqlite":
        with postgres() as server:
            if server is None:
                note("PostgreSQL: not run, its programs were not found.")
            else:
                yield from inside(bench, size, {"BENCH_DATABASE": "postgresql", **server})


def inside(bench: str, size: int, where: dict[str, str]) -> list[Result]:
    """Measure in a process of its own, where the settings lead to one database."""
    note(f"{bench}: {size} people, {where['BENCH_DATABASE']}")
    environment = {**os.environ, **where, "DJANGO_SETTINGS_MODULE": "benchmarks.town.settings"}
    words = [sys.executable, "-m", "django", "measure", bench, str(size)]
    done = subprocess.run(words, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return [Result(**one) for one in json.loads(done.stdout.splitlines()[-1])]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
