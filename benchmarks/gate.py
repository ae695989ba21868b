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
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.harness import Result, compared, note, postgres, report

SIZES = (1_000, 10_000, 100_000, 1_000_000)
CASES = ("key", "own", "page", "joined", "scan", "count")
GOALS = {
    "sqlite": {"key": 1.2, "own": 1.15, "page": 1.2, "joined": 1.2, "scan": 2.5},
    "postgresql": {"key": 1.2, "own": 1.15, "page": 1.4, "joined": 1.4, "scan": 1.4},
}
OPEN_GOAL = 1.1


def main(words: list[str]) -> int:
    """Run every size on every database there is."""
    parser = argparse.ArgumentParser(prog="salerno bench gate", description=__doc__)
    parser.add_argument("--people", type=int, help="this size only")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="this one only")
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(words)
    if given.inside:
        print(json.dumps([vars(one) for one in measured(given.people)]))
        return 0
    sizes = (given.people,) if given.people else SIZES
    results = [one for size in sizes for one in _both("gate", size, given.database)]
    report("gate", results, as_json=given.json)
    return 0


def _both(bench: str, size: int, only: str | None) -> Iterator[Result]:
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
    """Run this file once more, where the settings lead to one database."""
    note(f"{bench}: {size} people, {where['BENCH_DATABASE']}")
    environment = {**os.environ, **where, "DJANGO_SETTINGS_MODULE": "benchmarks.town.settings"}
    words = [sys.executable, "-m", f"benchmarks.{bench}", "--inside", "--people", str(size)]
    done = subprocess.run(words, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return [Result(**one) for one in json.loads(done.stdout.splitlines()[-1])]


def measured(size: int) -> list[Result]:
    """Build the town and measure each case, some people closed and nobody."""
    import django

    django.setup()
    from django.db import connection

    from benchmarks.town import people

    people.build(size)
    found = []
    for share, suffix in ((20, ""), (0, "-open")):
        people.close_some(share)
        for case in CASES:
            goal = GOALS[connection.vendor].get(case)
            goal = OPEN_GOAL if suffix and case != "count" else goal
            tasks = _tasks(case, size)
            found.append(compared(f"{case}{suffix}", connection.vendor, size, tasks, goal))
    return found


def _tasks(case: str, size: int) -> dict[str, Callable[[], object]]:
    from benchmarks.town import models, people
    from salerno.privacy.context import Viewer, entered

    ask = _questions(size)[case]
    shown = entered(models.SHOW, Viewer.person(people.VIEWER))
    shown.__enter__()
    _kept.append(shown)
    return {"ours": lambda: ask("default"), "plain": lambda: ask("plain")}


_kept: list[Any] = []


def _questions(size: int) -> dict[str, Callable[[str], object]]:
    from django.db.models import Count, Sum

    from benchmarks.town.models import Post, Profile
    from benchmarks.town.people import VIEWER

    key = size // 2 // 6 * 6 + 5  # somebody whom everybody sees

    def page(alias: str) -> Any:
        return Post.objects.using(alias).filter(kind=3, pk__gt=size).order_by("pk")

    return {
        "key": lambda alias: Profile.objects.using(alias).get(pk=key),
        "own": lambda alias: list(Post.objects.using(alias).filter(owner_id=VIEWER)),
        "page": lambda alias: list(page(alias)[:20]),
        "joined": lambda alias: list(page(alias).select_related("profile")[:20]),
        "scan": lambda alias: list(
            Post.objects.using(alias).values("kind").annotate(n=Count("pk"), s=Sum("stars"))
        ),
        "count": lambda alias: Post.objects.using(alias).count(),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
