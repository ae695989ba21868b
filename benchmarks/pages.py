"""What a page costs: CPU-ms with the database's, against a plain Django page of equal content.

Two processes take turns: ours, and plain Django with its own sessions, sign-in and backends,
which reads the same rows and renders the same template with the same values. The values that our
views compute (words, figures, order) are given to the plain page ready made.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from benchmarks.harness import Result, note, postgres, report

PAGES = {
    "publisher": {
        "home": "/", "policy": "/privacy", "profile": "/you/profile", "your information": "/you",
        "article": "/articles/daylight-on-the-ward",
    },
    "school": {
        "unit": "/courses/reading-a-test/units/2",
        "discussion": "/courses/reading-a-test/discussion",
    },
}  # fmt: skip
MOST_CPU = {"article": 8.0, "unit": 10.0, "discussion": 10.0}  # ms, the database's with them
GROWS = {"your information"}  # one statement for each table that holds something of the reader
POSTS = 46
GOAL, MOST_STATEMENTS, MOST_MEMORY = 1.6, 8, 150
ROUNDS, TIMES = 7, 60
SAME = 0.03  # how far the sizes of two equal pages may lie apart


@dataclass
class Process:
    """A worker that answers pages when it is told to."""

    running: subprocess.Popen[str]

    def ask(self, **words: Any) -> dict[str, Any]:
        """Have one thing done."""
        assert self.running.stdin is not None
        assert self.running.stdout is not None
        self.running.stdin.write(json.dumps(words) + "\n")
        self.running.stdin.flush()
        line = self.running.stdout.readline()
        if not line:
            raise SystemExit("A worker ended: its words stand above.")
        found: dict[str, Any] = json.loads(line)
        return found


@contextmanager
def worker(kind: str, environment: dict[str, str], **first: Any) -> Iterator[Process]:
    """A process that measures ``kind``, ours or plain."""
    command = [sys.executable, "-m", "benchmarks.site.worker", kind]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True) as running:
        process = Process(running)
        process.ask(**first)
        yield process
        assert running.stdin is not None
        running.stdin.close()


def prepared(folder: str, url: str, pack: str) -> dict[str, str]:
    """A house with the demonstration in ``folder``; the environment that leads to it."""
    environment = os.environ | {
        "SALERNO_DATA": folder, "SALERNO_DB_URL": url, "SALERNO_PACK": pack,
        "SALERNO_SECRET_KEY": secrets.token_hex(32),
        "DJANGO_SETTINGS_MODULE": "salerno.web.settings",
    }  # fmt: skip
    before = [sys.executable, "-m", "salerno", "prepare-data", "demo"]
    subprocess.run(before, env=environment, check=True, stdout=subprocess.DEVNULL)
    return environment


@contextmanager
def houses(people: int, url: str, pack: str) -> Iterator[dict[str, dict[str, str]]]:
    """Two equal houses with their people; the environment that leads to each."""
    with tempfile.TemporaryDirectory(prefix="salerno-bench-") as folder:
        ours = os.environ | {
            "SALERNO_DATA": f"{folder}/ours", "SALERNO_DB_URL": url, "SALERNO_PACK": pack,
            "SALERNO_SECRET_KEY": secrets.token_hex(32), "SALERNO_CAUGHT": f"{folder}/caught",
            "DJANGO_SETTINGS_MODULE": "salerno.web.settings",
        }  # fmt: skip
        before = [sys.executable, "-m", "salerno", "prepare-data", "demo"]
        subprocess.run(before, env=ours, check=True, stdout=subprocess.DEVNULL, stderr=sys.stderr)
        note(f"making {people} people")
        posts = POSTS if pack == "school" else 0
        with worker("ours", ours, do="populate", people=people, posts=posts):
            pass
        shutil.copytree(f"{folder}/ours", f"{folder}/plain")
        plain = ours | {"SALERNO_DATA": f"{folder}/plain", "SALERNO_DB_URL": copied(url)}
        yield {"ours": ours, "plain": plain}


def copied(url: str) -> str:
    """A copy of a PostgreSQL database, without the second lock."""
    if not url:
        return ""
    head, _, query = url.partition("?")
    name = head.rpartition("/")[2]
    chief = {"host": os.environ.get("PGHOST", ""), "port": os.environ.get("PGPORT", "5432")}
    with psycopg.connect(**chief, user="chief", dbname="postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE plain OWNER salerno TEMPLATE {name}".encode())
    plain = f"{head.rpartition('/')[0]}/plain?{query}"
    with psycopg.connect(plain, autocommit=True) as server:
        for (table,) in server.execute("SELECT tablename FROM pg_tables WHERE rowsecurity"):
            server.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY'.encode())
        server.execute("ANALYZE")
    return plain


def measured(people: int, url: str, pack: str, rounds: int, times: int) -> Iterator[Result]:
    """Every page of a pack on one database: cost against plain, then statements."""
    database, number = "postgresql" if url else "sqlite", people // 2
    pages = PAGES[pack]
    with (
        houses(people, url, pack) as where,
        worker("ours", where["ours"], do="", number=number) as ours,
    ):
        ours.ask(do="catch", paths=list(pages.values()))
        with worker("plain", where["plain"], do="", number=number) as plain:
            for case, path in pages.items():
                note(f"{case} on {database}")
                found = turns({"ours": ours, "plain": plain}, path, rounds, times)
                result = compared(case, database, people, found)
                yield result
                if most := MOST_CPU.get(case):
                    cost = result.value
                    yield Result(f"{case}: CPU", database, people, cost, "CPU-ms", goal=most,
                                 met=cost <= most)  # fmt: skip
        for case, path in pages.items():
            asked = ours.ask(do="count", path=path)["statements"]
            most = None if case in GROWS else MOST_STATEMENTS
            yield Result(
                f"{case}: SQL", database, people, asked, "statements",
                goal=most, met=None if most is None else asked <= most,
            )  # fmt: skip


def turns(
    both: dict[str, Process], path: str, rounds: int, times: int
) -> dict[str, list[dict[str, float]]]:
    """Both take turns, the other one first in every second round."""
    for one in both.values():
        one.ask(do="measure", path=path, times=10)  # warm
    found: dict[str, list[dict[str, float]]] = {name: [] for name in both}
    for turn in range(rounds):
        for name in both if turn % 2 else reversed(both):
            found[name].append(both[name].ask(do="measure", path=path, times=times))
    return found


def compared(
    case: str, database: str, people: int, found: dict[str, list[dict[str, float]]]
) -> Result:
    """One page: the median of the rounds' ratios."""
    sizes = {name: each[0]["bytes"] for name, each in found.items()}
    if abs(sizes["ours"] - sizes["plain"]) > SAME * sizes["ours"]:
        raise SystemExit(f"{case}: the two pages are not equal: {sizes} bytes.")
    samples = {name: [round(one["ms"], 3) for one in each] for name, each in found.items()}
    pairs = zip(samples["ours"], samples["plain"], strict=True)
    ratio = statistics.median(a / b for a, b in pairs)
    value, baseline = (statistics.median(samples[one]) for one in ("ours", "plain"))
    return Result(
        case, database, people, value, "CPU-ms", baseline, round(ratio, 3), GOAL, ratio <= GOAL,
        samples,
    )  # fmt: skip


def main(words: list[str]) -> int:
    """Measure on every database there is."""
    parser = argparse.ArgumentParser(prog="salerno bench pages", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--times", type=int, default=TIMES, help="requests a round")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="this one only")
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    given = parser.parse_args(words)
    results: list[Result] = []
    if given.database != "postgresql":
        for pack in PAGES:
            results += measured(given.people, "", pack, given.rounds, given.times)
        results += memory(given.people)
    for pack in PAGES if given.database != "sqlite" else ():
        with server_url() as url:
            if url:
                results += measured(given.people, url, pack, given.rounds, given.times)
            else:
                note("not run on PostgreSQL: none was found")
    report("pages", results, as_json=given.json)
    return 0


@contextmanager
def server_url() -> Iterator[str]:
    """A throw-away PostgreSQL with an empty database, or "" where there is none."""
    with postgres() as known:
        if known is None:
            yield ""
            return
        os.environ.update(known)
        host, port = known["PGHOST"], known["PGPORT"]
        yield f"postgresql://{known['PGUSER']}@/{known['PGDATABASE']}?host={host}&port={port}"


def memory(people: int) -> Iterator[Result]:
    """What one worker of the web server holds after it served each page often."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salerno.web.settings")
    command = [sys.executable, "-m", "benchmarks.site.memory", str(people)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    megabytes = json.loads(done.stdout.splitlines()[-1])["megabytes"]
    yield Result(
        "one worker", "sqlite", people, megabytes, "MB", goal=MOST_MEMORY,
        met=megabytes < MOST_MEMORY,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
