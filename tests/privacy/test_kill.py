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


def what_the_killed_leave(folder: str) -> dict[str, Any]:
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
            [sys.executable, "-m", "tests.privacy.killed"],
            env=environment, capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip
    finally:
        if name:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    assert run.returncode == 0, run.stderr[-4000:]
    said: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return said
