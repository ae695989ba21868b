"""Who of a whole audience is open to a purpose: nanoseconds a person."""

from __future__ import annotations

import argparse
import json
import statistics
import sys

from benchmarks.gate import _both
from benchmarks.harness import Result, alternate, report

GOALS = {"sqlite": 60.0, "postgresql": 200.0}


def main(words: list[str]) -> int:
    """Measure on every database there is."""
    parser = argparse.ArgumentParser(prog="salerno bench audience", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="this one only")
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(words)
    if given.inside:
        print(json.dumps([vars(one) for one in measured(given.people)]))
        return 0
    results = list(_both("audience", given.people, given.database))
    report("audience", results, as_json=given.json)
    return 0


def measured(size: int) -> list[Result]:
    """Count who is open, five of a hundred people being closed."""
    import django

    django.setup()
    from django.db import connection

    from benchmarks.town import models, people
    from salerno.privacy.context import Viewer, entered
    from salerno.privacy.gate.audience import audience_size

    people.build(size)
    people.close_some(20)
    with entered(models.COUNT, Viewer.job("bench")):
        samples = alternate({"ours": audience_size}, runs=7, seconds=0.0)["ours"]
        assert audience_size() == size - size // 20
    value = statistics.median(samples) / size * 1e9
    goal = GOALS[connection.vendor]
    shown = {"ours": [round(one / size * 1e9, 2) for one in samples]}
    return [
        Result(
            "audience", connection.vendor, size, round(value, 1), "ns", goal=goal,
            met=value <= goal, samples=shown,
        )
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
