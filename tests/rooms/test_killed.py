"""A process killed while it serves a room leaves the old state or the new one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.rooms.verbs import VERBS

PACK = os.environ.get("SALERNO_PACK", "publisher")


@pytest.fixture
def url() -> Iterator[str]:
    """The address of an empty database; "" for a file."""
    if connection.vendor == "sqlite":
        yield ""
        return
    name = f"rooms_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    head, _, query = os.environ["SALERNO_DB_URL"].partition("?")
    yield f"{head.rpartition('/')[0]}/{name}?{query}"
    with connection.cursor() as cursor:
        for one in (name, f"{name}_kept"):
            cursor.execute(f"DROP DATABASE IF EXISTS {one} WITH (FORCE)")


@pytest.mark.django_db(transaction=True)
def test_a_verb_killed_anywhere_is_done_whole_or_not_at_all(tmp_path: Path, url: str) -> None:
    environment = os.environ | {
        "SALERNO_DATA": str(tmp_path), "SALERNO_DB_URL": url, "SALERNO_PACK": PACK,
        "SALERNO_HOSTS": "testserver", "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    environment.setdefault("SALERNO_KILL_EVERY", "14" if url else "5")
    run = subprocess.run(
        [sys.executable, "-m", "tests.rooms.killed"],
        env=environment, capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-4000:]
    said = json.loads(run.stdout.splitlines()[-1])
    assert list(said) == [one.name for one in VERBS[PACK]]
    for name, seen in said.items():
        assert seen["torn"] == [], name
        assert (seen["old"] > 0, seen["new"] > 0) == (True, True), (name, seen)
