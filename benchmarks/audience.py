"""Who of a whole audience is open to a purpose: nanoseconds a person."""

from __future__ import annotations

import argparse
import sys

from benchmarks.gate import on_both
from benchmarks.harness import report


def main(words: list[str]) -> int:
    """Measure on every database there is."""
    parser = argparse.ArgumentParser(prog="salerno bench audience", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="this one only")
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    given = parser.parse_args(words)
    results = list(on_both("audience", given.people, given.database))
    report("audience", results, as_json=given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
