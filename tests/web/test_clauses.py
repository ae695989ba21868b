"""The list of the policies' rows: what is proven, by what, and never more than that."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from salerno.web.clauseledger import record
from salerno.web.clauseledger.record import WHOLE, last_run
from salerno.web.clauseledger.rows import Row, rows
from salerno.web.clauseledger.standing import Status, standings

NAMES = {
    "15f98a8b175bdb8b", "2d686de93e2e7473", "3c66157844fa8ce7", "3ff2445ad88acad0",
    "4727010b0ff5d76e", "4c3d00a937d6f548", "4f4b1eef17d98613", "75f828791805ab68",
    "77043abef44f0f99", "8818439acbcf3df0", "8c27abc59c811c88", "8df9875a500104f5",
    "8e324781d50e9ee6", "9d7f35e2d9742e6d", "ff14ed763cecc727",
}  # fmt: skip
"""Digests of the names that no row may hold, so that this file holds none; one is a made-up one."""
PLACES = re.compile(r"\bL\d+\b|\bline \d", re.IGNORECASE)


def named(text: str) -> list[str]:
    """Every word, and every two that stand together, whose digest is that of a name."""
    words = re.findall(r"[a-z0-9]+\+?", re.sub(r"\s+\+", "+", text.lower()))
    some = [*words, *("".join(pair) for pair in pairwise(words))]
    found = [one for one in some if hashlib.sha256(one.encode()).hexdigest()[:16] in NAMES]
    return found + PLACES.findall(text)


ROW = Row("H-01", ("school",), "It carries a date.")


def a_test(*sides: str, packs: tuple[str, ...] = ("school",), failed: tuple[str, ...] = ()) -> Any:
    return {
        "clauses": [["H-01", side] for side in sides], "packs": list(packs), "failed": list(failed)
    }  # fmt: skip


def a_record(folder: Path, **changes: Any) -> Path:
    said = {"commit": None, "changed": False, "runs": sorted(WHOLE), "tests": {}} | changes
    target = folder / "clauses.json"
    target.write_text(json.dumps(said))
    return target


def test_every_row_stands_once_in_our_own_words() -> None:
    ids = [row.id for row in rows()]
    assert ids == [f"N-{n:02}" for n in range(1, 134)] + [f"H-{n:02}" for n in range(1, 97)]
    assert [row.packs for row in rows() if row.id[0] == "N"] == [("publisher",)] * 133
    assert [row.packs for row in rows() if row.id[0] == "H"] == [("school",)] * 96
    assert [row.id for row in rows() if not row.clause.endswith(".")] == []
    assert [row.id for row in rows() if named(f"{row.clause} {row.reason}")] == []


@pytest.mark.parametrize(
    "text", ["as the Example Letter says", "EXAMPLELETTER,", "example-letter.", "see L17", "Line 3"]
)
def test_the_search_for_names_finds_them(text: str) -> None:
    assert named(text)


def test_the_search_for_names_spares_the_rest() -> None:
    assert named("An example of a letter; the letter is an example. Level 3, L, line.") == []


@pytest.mark.parametrize(
    ("tests", "status", "reason"),
    [
        ({}, Status.OPEN, ""),
        ({"a": a_test("works")}, Status.PARTLY, ""),
        ({"a": a_test("refused")}, Status.PARTLY, ""),
        ({"a": a_test("works"), "b": a_test("refused")}, Status.PROVEN, ""),
        ({"a": a_test("works", "refused")}, Status.PROVEN, ""),
        (
            {"a": a_test("works"), "b": a_test("refused", packs=("publisher",))},
            Status.PARTLY,
            "b did not run under school",
        ),
        (
            {"a": a_test("works", "refused"), "b": a_test("works", failed=("sqlite/school",))},
            Status.PARTLY,
            "a test failed: b",
        ),
        (
            {"a": a_test("works", "refused", failed=("sqlite/school",))},
            Status.OPEN,
            "a test failed: a",
        ),
    ],
)
def test_proven_needs_both_sides_under_its_pack_and_no_failure(
    tests: Any, status: Status, reason: str
) -> None:
    (found,) = standings([ROW], tests)
    assert (found.status, found.reason) == (status, reason)


def test_only_a_full_run_on_this_very_commit_counts(tmp_path: Path) -> None:
    tests = {"a": a_test("works")}

    def why_not(**changes: Any) -> str:
        run = last_run(a_record(tmp_path, tests=tests, **changes), tmp_path)
        assert bool(run.tests) is not bool(run.why_not)
        return run.why_not

    assert why_not() == ""
    assert "another commit" in why_not(commit="0" * 40)
    assert "Files differed" in why_not(changed=True)
    some = sorted(WHOLE - {("postgresql", "school")})
    assert why_not(runs=some).endswith("Not run: school on postgresql.")
    assert "no full run" in last_run(tmp_path / "none.json", tmp_path).why_not


def test_the_commit_is_that_of_the_version_control(tmp_path: Path) -> None:
    assert record.commit(tmp_path) is None
    here = record.commit()
    assert here is None or re.fullmatch(r"[0-9a-f]{40}", here)


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The command over a record in which one row is proven and another one is half."""
    monkeypatch.setattr(record, "ROOT", tmp_path)
    tests = {
        "x::a": {"clauses": [["N-01", "works"], ["N-01", "refused"]], "packs": ["publisher"],
                 "failed": []},
        "x::b": {"clauses": [["H-16", "works"]], "packs": ["school"], "failed": []},
    }  # fmt: skip
    target = a_record(tmp_path, commit=record.commit(), tests=tests)

    def run(*words: str) -> str:
        out = StringIO()
        call_command("clauses", *words, f"--record={target}", stdout=out)
        return out.getvalue()

    return run


def test_the_command_says_it_to_people_and_to_machines(listed: Callable[..., str]) -> None:
    said = {one["id"]: one for one in json.loads(listed("--json"))}
    assert len(said) == len(rows())
    clause = said["N-01"].pop("clause")
    assert said["N-01"] == {
        "id": "N-01", "status": "proven", "works": ["x::a"], "refused": ["x::a"],
        "packs": ["publisher"],
    }  # fmt: skip
    assert (said["H-16"]["status"], said["H-16"]["reason"][:10]) == ("partly", "comes with")
    text = listed()
    assert clause in text
    assert text.rstrip().endswith("229 rows: 1 proven, 1 partly, 227 open.")


def test_what_is_open_and_what_is_proven_are_two_parts_of_the_list(
    listed: Callable[..., str],
) -> None:
    proven = [one["id"] for one in json.loads(listed("--json", "--proven"))]
    still_open = [one["id"] for one in json.loads(listed("--json", "--open"))]
    assert proven == ["N-01"]
    assert len(still_open) == len(rows()) - 1
    assert not set(proven) & set(still_open)
