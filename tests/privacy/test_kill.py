"""A process that is killed in a write leaves the old state or the new one, and a whole record."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

VERBS = {"choose", "send", "deliver", "register", "take_copy", "leave"}


@pytest.mark.django_db(transaction=True)
def test_a_write_killed_at_any_statement_leaves_the_old_state_or_the_new() -> None:
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # a kill loses no page of it
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        said = what_the_killed_leave(folder)
    assert said["problems"] == []
    assert set(said["trials"]) == VERBS
    for verb, seen in said["trials"].items():
        assert seen["points"] > 3, verb
        if verb != "take_copy":
            assert (seen["old"] > 0, seen["new"] > 0) == (True, True), verb


def what_the_killed_leave(folder: str, harness: str = "killed") -> dict[str, Any]:
    """Run the harness on a database of its own."""
    environment = os.environ | {"SALERNO_DATA": folder}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    name = ""
    if connection.vendor == "postgresql":
        name = f"killed_{os.getpid()}"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        url = os.environ["SALERNO_DB_URL"]
        head, _, query = url.partition("?")
        environment["SALERNO_DB_URL"] = f"{head.rpartition('/')[0]}/{name}?{query}"
    try:
        run = subprocess.run(
            [sys.executable, "-m", f"tests.privacy.{harness}"],
            env=environment, capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip
    finally:
        if name:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    assert run.returncode == 0, run.stderr[-4000:]
    said: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return said


@pytest.mark.django_db(transaction=True)
def test_a_sweep_that_is_killed_goes_on_where_it_was() -> None:
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        said = what_the_killed_leave(folder, "killed_sweep")
    seen = said["seen"]
    assert (said["problems"], said["proof"]) == ([], 0)
    assert len(seen) > 3, "it lived before it was killed often enough"
    assert {one["left"] + one["counted"] for one in seen} == {60}, "what went was counted, once"
    assert {one["young"] for one in seen} == {10}
    assert [one["left"] for one in seen] == sorted((one["left"] for one in seen), reverse=True)
    assert len({one["left"] for one in seen}) > 2
    assert (seen[-1]["left"], seen[-1]["reports"]) == (0, 1), "one report, from first to last"
