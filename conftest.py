"""What every test shares: the record of which rows of the ledger the tests prove.

A test says `@pytest.mark.clause("N-06", "works")` or `"refused"`. When SALERNO_RECORD names a
file, the outcomes are merged into it, so that runs of one commit over databases and packs add up.
"""

import fcntl
import json
import os
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.db import connections
from hypothesis.configuration import set_hypothesis_home_dir

SIDES = ("works", "refused")
MOST_ROWS = 2
DAY = 24 * 60 * 60
OWN_POLICY = {("tests", one) for one in ("gate", "leaks", "laws", "privacy", "policy")}
ROOT = Path(__file__).resolve().parent

set_hypothesis_home_dir(ROOT / ".salerno" / "hypothesis")
# One commit, one verdict: the cases are drawn the same each time, unless new ones are asked for.
AGAIN = not os.environ.get("SALERNO_CHANCE")
hypothesis.settings.register_profile("house", deadline=None, derandomize=AGAIN)
hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Keep SQLite's test database in memory in each worker; the plugin knows only Django's own."""
    for connection in connections.all():
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = None


def pytest_addoption(parser: pytest.Parser) -> None:
    """A second pack need not repeat what no pack changes."""
    words = "of the kernel's and the policy's tests only those that run under a pack"
    parser.addoption("--of-a-pack", action="store_true", help=words)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Check what each test is bound to and let its reports carry it."""
    if config.getoption("of_a_pack"):
        again = [one for one in items if is_without_pack(one)]
        config.hook.pytest_deselected(items=again)
        items[:] = [one for one in items if one not in again]
    for item in items:
        bound = [bound_to(item, mark) for mark in item.iter_markers("clause")]
        if len({row for row, _ in bound}) > MOST_ROWS:
            raise pytest.UsageError(f"{item.nodeid} is bound to more than {MOST_ROWS} rows")
        if bound:
            item.user_properties += [("clauses", bound), ("pack", pack_of(item))]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let no test begin in the last moment of a day: many reckon with the day they began on."""
    left = DAY - time.time() % DAY
    if left < (60 if item.get_closest_marker("story") else 3):
        time.sleep(left + 0.1)


def is_without_pack(item: pytest.Item) -> bool:
    """Whether a test brings its own policy, or is told to run once; it ran under the first pack.

    What proves a row runs again: a row is proven under the pack that states it.
    """
    own = item.path.relative_to(ROOT).parts[:2] in OWN_POLICY
    changes = "pack" in getattr(item, "fixturenames", ()) or item.get_closest_marker("clause")
    return (own and not changes) or item.get_closest_marker("once") is not None


def bound_to(item: pytest.Item, mark: pytest.Mark) -> list[str]:
    """Read one mark as the row and its side."""
    values = {**dict(zip(("id", "side"), mark.args, strict=False)), **mark.kwargs}
    row, side = str(values.get("id")), str(values.get("side"))
    if not re.fullmatch(r"[NH]-\d{2,3}", row) or side not in SIDES or len(values) != len(SIDES):
        raise pytest.UsageError(f"{item.nodeid}: not a clause(id, side): {mark.args}")
    return [row, side]


def pack_of(item: pytest.Item) -> str:
    """Name the pack a test runs under: its own parameter, else the process's."""
    callspec = getattr(item, "callspec", None)
    pack = callspec.params.get("pack") if callspec else None
    return pack if isinstance(pack, str) else os.environ.get("SALERNO_PACK", "publisher")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Gather the outcomes where all workers report to, and add them to the record."""
    if not (target := os.environ.get("SALERNO_RECORD")):
        return
    outcomes: list[dict[str, Any]] = []
    for outcome in ("passed", "failed", "error"):
        for report in terminalreporter.stats.get(outcome, []):
            said = dict(getattr(report, "user_properties", ()))
            if "clauses" in said:
                name = report.nodeid.partition("[")[0]
                outcomes.append({"test": name, "passed": outcome == "passed", **said})
    add_to_record(Path(target), outcomes)


def add_to_record(target: Path, outcomes: list[dict[str, Any]]) -> None:
    """Merge under a lock, start anew for another commit, and replace the file in one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        state = current_state()
        old = json.loads(target.read_text()) if target.exists() else {}
        record = old if old.get("commit") == state["commit"] else {}
        database = os.environ.get("SALERNO_DB", "sqlite")
        runs = {tuple(run) for run in record.get("runs", [])}
        runs |= {(database, outcome["pack"]) for outcome in outcomes}
        tests = merged(record.get("tests", {}), outcomes, database)
        state |= {"runs": sorted(runs), "tests": tests, "clauses": proven(tests)}
        fresh = target.with_suffix(".new")
        fresh.write_text(json.dumps(state, indent=1, sort_keys=True))
        fresh.replace(target)


def current_state() -> dict[str, Any]:
    """Name the commit, and whether files differ from it."""
    if not (ROOT / ".git").exists():
        return {"commit": None, "changed": False}
    commit = git("rev-parse", "HEAD").stdout.strip() or None
    return {"commit": commit, "changed": git("diff", "--quiet", "HEAD").returncode != 0}


def git(*words: str) -> subprocess.CompletedProcess[str]:
    """Ask the version control."""
    return subprocess.run(["git", *words], check=False, cwd=ROOT, capture_output=True, text=True)


def merged(tests: dict[str, Any], outcomes: list[dict[str, Any]], database: str) -> dict[str, Any]:
    """Let one failure, of any parameter and on any database or pack, outweigh every pass."""
    for outcome in outcomes:
        test = tests.setdefault(outcome["test"], {"clauses": [], "packs": [], "failed": []})
        test["clauses"] = sorted({tuple(pair) for pair in test["clauses"] + outcome["clauses"]})
        run = f"{database}/{outcome['pack']}"
        test["packs"] = sorted({*test["packs"], outcome["pack"]})
        if not outcome["passed"]:
            test["failed"] = sorted({*test["failed"], run})
    return tests


def proven(tests: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    """List per row the tests that passed wherever they ran."""
    rows: dict[str, dict[str, list[str]]] = {}
    for name, test in sorted(tests.items()):
        for row, side in test["clauses"]:
            sides = rows.setdefault(row, {each: [] for each in SIDES})
            if not test["failed"]:
                sides[side].append(name)
    return rows
