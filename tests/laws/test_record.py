"""Laws of the record: a row is proven by tests that passed wherever they ran, and nothing else."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools import step, summary
from tools.sources import ROOT
from tools.step import Step

PASSING = """
import os, pytest
@pytest.mark.clause("N-06", "works")
@pytest.mark.parametrize("pack", ["publisher", "school"])
def test_both(pack): pass
@pytest.mark.clause(id="N-06", side="refused")
def test_only_sqlite(): assert os.environ["SALERNO_DB"] == "sqlite"
@pytest.mark.clause("H-17", "works")
def test_skipped(): pytest.skip("not here")
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A project of its own under version control, with our conftest."""
    shutil.copy(ROOT / "conftest.py", tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = clause\n")
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "start"]):
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *words], check=True, cwd=tmp_path)
    return tmp_path


def run(place: Path, text: str, database: str = "sqlite", *words: str) -> tuple[int, str]:
    """Run one test file there; answer the exit status and what was said."""
    (place / "test_it.py").write_text(text)
    known = {"SALERNO_RECORD": str(place / "record.json"), "SALERNO_DB": database}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:django", *words],
        check=False,
        cwd=place,
        env={**os.environ, **known, "SALERNO_PACK": "publisher"},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def record(place: Path) -> dict[str, Any]:
    """Read what was recorded."""
    found: dict[str, Any] = json.loads((place / "record.json").read_text())
    return found


def test_what_passed_is_recorded_by_many_workers(place: Path) -> None:
    assert run(place, PASSING, "sqlite", "-n2")[0] == 0
    assert record(place)["clauses"] == {
        "N-06": {"works": ["test_it.py::test_both"], "refused": ["test_it.py::test_only_sqlite"]}
    }
    assert record(place)["runs"] == [["sqlite", "publisher"], ["sqlite", "school"]]


def test_a_failure_on_one_database_outweighs_the_other(place: Path) -> None:
    run(place, PASSING)
    assert run(place, PASSING, "postgresql")[0] == 1
    assert record(place)["clauses"]["N-06"] == {"works": ["test_it.py::test_both"], "refused": []}


def test_another_commit_starts_anew(place: Path) -> None:
    run(place, PASSING, "postgresql")
    words = ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--allow-empty"]
    subprocess.run(["git", *words, "-qm", "next"], check=True, cwd=place)
    run(place, PASSING)
    assert record(place)["clauses"]["N-06"]["refused"] == ["test_it.py::test_only_sqlite"]


@pytest.mark.parametrize(
    "marks",
    [
        '("N-06", "works"), ("N-07", "works"), ("H-01", "refused")',
        '("N-06", "worked"),',
        '("X-06", "works"),',
        '("N-06",),',
    ],
)
def test_a_wrong_binding_stops_the_run(place: Path, marks: str) -> None:
    text = f"import pytest\ndef test_it(): pass\nfor mark in [{marks}]:\n"
    code, said = run(place, text + "    test_it = pytest.mark.clause(*mark)(test_it)\n")
    assert code == pytest.ExitCode.USAGE_ERROR
    assert "test_it.py::test_it" in said


def test_what_was_left_out_is_named(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(step, "LOGS", place)
    ran, absent = Step("ran", []), Step("absent", [], refused="no server was found")
    run(place, PASSING, "sqlite", f"--junitxml={ran.report}")
    assert summary.summary([ran, absent]) == 0
    assert capsys.readouterr().out.endswith(
        "Not run: 2\n  absent: no server was found\n  ran: test_skipped: not here\n\n"
        "3 passed, 0 failed\n"
    )
