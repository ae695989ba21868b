"""GDPRbench, corrected: the store under the kernel against the same store without it.

A million records with a purpose, a term, an objection and an owner; ten thousand operations of
each mix, which come one after the other through the same ORM. Under the kernel each enters its
purpose, is recorded in the chained audit, meets no record past its own term, nor of a user who
objected, nor the columns and cells that are not for who asks. Every answer of both stores is
checked against one that is worked out without a database; ``alike`` counts only the operations
from which nothing is hidden. The clock stands sixty seconds after the records were loaded.
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

RECORDS, OPERATIONS = 1_000_000, 10_000
ANSWERS = Path(__file__).parent / "records" / "answers.json"


def main(words: list[str]) -> int:
    """Measure on every database there is."""
    parser = argparse.ArgumentParser(prog="salerno bench gdprbench", description=__doc__)
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--operations", type=int, default=OPERATIONS, help="of each mix")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="this one only")
    parser.add_argument(
        "--volatile", action="store_true", help="no store waits for the disk; the audit does"
    )
    parser.add_argument("--keep-answers", action="store_true", help="write down what was counted")
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    given = parser.parse_args(words)
    results: list[Result] = []
    if given.database != "postgresql":
        results += measured({"BENCH_DATABASE": "sqlite"}, given)
    if given.database != "sqlite":
        with postgres(durable=not given.volatile) as server:
            if server is None:
                note("PostgreSQL: not run, its programs were not found.")
            else:
                results += measured({"BENCH_DATABASE": "postgresql", **server}, given)
    report("gdprbench", results, as_json=given.json)
    return 0


def measured(where: dict[str, str], given: argparse.Namespace) -> Iterator[Result]:
    """Measure in a process of its own, where the settings lead to one database."""
    database = where["BENCH_DATABASE"]
    note(f"gdprbench: {given.records} records, {database}")
    with tempfile.TemporaryDirectory(prefix="salerno-bench-") as folder:
        environment = {
            **os.environ, **where, "BENCH_FOLDER": folder,
            "BENCH_DURABLE": "0" if given.volatile else "1",
            "DJANGO_SETTINGS_MODULE": "benchmarks.records.settings",
        }  # fmt: skip
        words = [sys.executable, "-m", "django", "measure_records",
                 str(given.records), str(given.operations)]  # fmt: skip
        done = subprocess.run(words, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    counts, results = (json.loads(one) for one in done.stdout.splitlines()[-2:])
    yield from (Result(**one) for one in results)
    yield from kept(counts, database, given)


def kept(
    counts: dict[str, dict[str, int]], database: str, given: argparse.Namespace
) -> Iterator[Result]:
    """Compare rows returned and affected with the file of answers, which is of both databases."""
    known = json.loads(ANSWERS.read_text())
    name = f"{given.records} records, {given.operations} operations"
    if given.keep_answers:
        known[name] = counts
        ANSWERS.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
    if name not in known:
        note(f"no answers are on file for {name}")
        return
    other = sum(known[name].get(one) != found for one, found in counts.items())
    yield Result(
        "answers, not as kept", database, given.records, other, f"of {len(counts)} kinds",
        goal=0, met=not other,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
