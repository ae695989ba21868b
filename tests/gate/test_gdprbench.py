"""The records of the benchmark: every answer is the right one, and a wrong one is noticed."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from benchmarks.records.answers import Checked
from benchmarks.records.mixes import Operation, operations
from benchmarks.records.shape import Town

ROOT = Path(__file__).resolve().parents[2]
SMALL = Town(300)


def test_every_answer_is_right_and_recorded() -> None:
    words = [sys.executable, "-m", "benchmarks.gdprbench", "--records=300", "--operations=40",
             "--database=sqlite", "--volatile", "--json"]  # fmt: skip
    done = subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    said = {one["case"]: one for one in json.loads(done.stdout)["results"]}
    judged = ("answers, wrong", "answers, not as kept", "audit, not recorded")
    assert {one: said[one]["value"] for one in judged} == dict.fromkeys(judged, 0)
    assert said["hidden: expired"]["value"] > 0
    assert said["hidden: left out columns"]["value"] > 0


def given(rows: list[Any] | None = None, affected: int = 0) -> Any:
    """An answer of one store."""
    return SimpleNamespace(rows=rows or [], affected=affected)


def test_a_store_that_says_ok_and_inserts_nothing_is_noticed() -> None:
    checked = Checked(SMALL)
    new = Operation(0, "controller", "insert", 300, SMALL.user_of(300))
    checked.check(new, {"ours": given(affected=1), "plain": given(affected=1)})
    assert checked.wrong == []
    of_user = Operation(1, "controller", "update by user", 300, SMALL.user_of(300))
    seen = len(checked.expected["ours"].met(of_user))
    stored = len(checked.expected["plain"].met(of_user))
    checked.check(of_user, {"ours": given(affected=seen), "plain": given(affected=stored - 1)})
    assert [one.partition(":")[0] for one in checked.wrong] == ["plain"]


def test_a_store_that_ignores_a_condition_is_noticed() -> None:
    checked = Checked(SMALL)
    expired = Operation(0, "customer", "read", 10, SMALL.user_of(10))
    row = checked.expected["plain"].row(expired, 10)
    assert not checked.check(expired, {"ours": given(), "plain": given([row])})
    assert checked.wrong == []
    checked.check(expired, {"ours": given([row]), "plain": given([row])})
    assert [one.partition(":")[0] for one in checked.wrong] == ["ours"]


def test_the_operations_are_the_same_each_time() -> None:
    assert operations("customer", SMALL, 50) == operations("customer", SMALL, 50)
