"""What long lists cost: every page, over the rows of the demonstration and over many more.

Every row of every table is copied a thousand times, and at least until its table has 10,000, so
that a list of ten becomes one of ten thousand. Of each page that anybody reaches by links:
statements, CPU-ms with the database's, and bytes, before and after. The goal is no statement more.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from benchmarks.harness import Result, machine, note, report
from benchmarks.pages import prepared, server_url

PACKS = ("publisher", "school")
# What reads everything in parts of a fixed size: every person, or every entry of the ledger.
BY_PARTS = {"/desk/mailings/<int:campaign_id>", "/desk/officer/proof"}


def measured(pack: str, url: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Every page of a house of its own, page by page."""
    with tempfile.TemporaryDirectory(prefix="salerno-bench-") as folder:
        environment = prepared(folder, url, pack)
        note(f"filling and walking: {pack}")
        inside = [sys.executable, "-m", "benchmarks.site.lists"]
        done = subprocess.run(inside, env=environment, check=True, stdout=subprocess.PIPE)
    database = "postgresql" if url else "sqlite"
    for line in done.stdout.splitlines():
        yield database, json.loads(line)


def results(pack: str, found: Iterator[tuple[str, dict[str, object]]]) -> Iterator[Result]:
    """A page as statements after against statements before; what reads by parts has no goal."""
    for database, one in found:
        few, many = (dict(one[name]) for name in ("few", "many"))  # type: ignore[call-overload]
        is_whole = one["door"] not in BY_PARTS
        samples = {name: [few[name], many[name]] for name in ("ms", "bytes")}
        yield Result(
            f"{pack} {one['path']}", database, int(str(one["rows"])), many["statements"],
            "statements", few["statements"], goal=few["statements"] if is_whole else None,
            met=many["statements"] <= few["statements"] if is_whole else None, samples=samples,
        )  # fmt: skip


def table(found: list[Result]) -> None:
    """Page by page; then how many ask more, and the longest and the slowest page."""
    print(f"lists on {machine()}")
    print(f"{'page':<64}{'database':<12}{'statements':>14}{'CPU-ms':>18}{'kB':>14}")
    for one in found:
        ms, size = one.samples["ms"], one.samples["bytes"]
        missed = " MISSED" if one.met is False else ""
        print(f"{one.case[:63]:<64}{one.database:<12}{one.baseline:>6.0f} ->{one.value:>5.0f}"
              f"{ms[0]:>8.1f} ->{ms[1]:>7.1f}{size[0] / 1000:>6.0f} ->{size[1] / 1000:>5.0f}"
              f"{missed}")  # fmt: skip
    missed = sum(one.met is False for one in found)
    print(f"{len(found)} pages; {missed} ask more statements over many rows")


def main(words: list[str]) -> int:
    """Measure on every database there is."""
    parser = argparse.ArgumentParser(prog="salerno bench lists", description=__doc__)
    parser.add_argument("--pack", choices=PACKS, help="this one only")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="this one only")
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    given = parser.parse_args(words)
    found: list[Result] = []
    for pack in [given.pack] if given.pack else PACKS:
        if given.database != "postgresql":
            found += results(pack, measured(pack, ""))
        if given.database != "sqlite":
            with server_url() as url:
                found += results(pack, measured(pack, url)) if url else []
                if not url:
                    note("not run on PostgreSQL: none was found")
    if given.json:
        report("lists", found, as_json=True)
    else:
        table(found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
