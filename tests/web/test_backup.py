"""Backup and restore: whole or not at all, and nobody comes back who was erased."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # a kill loses no page of it


@contextmanager
def site(pack: str = "school") -> Iterator[dict[str, str]]:
    """The environment of a site of its own, with an empty database."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        environment = os.environ | {
            "SALERNO_DATA": f"{folder}/data", "SALERNO_PACK": pack, "SALERNO_POLICY_DRAFT": "1",
            "PYTHONPATH": os.pathsep.join(sys.path),
            "DJANGO_SETTINGS_MODULE": "salerno.web.settings",
        }  # fmt: skip
        (Path(folder) / "data").mkdir()
        if connection.vendor != "postgresql":
            yield environment
            return
        name = f"backed_{os.getpid()}"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        head, _, query = os.environ["SALERNO_DB_URL"].partition("?")
        environment["SALERNO_DB_URL"] = f"{head.rpartition('/')[0]}/{name}?{query}"
        try:
            yield environment
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def program(environment: dict[str, str], *words: str, said: str = "") -> dict[str, Any]:
    """Run the harness; what it printed."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.web.backed", *words],
        env=environment, input=said, capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-4000:]
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


@pytest.mark.once  # its site has the pack that states the row, whatever pack the run is of
@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("N-123", "refused")
@pytest.mark.parametrize("pack", ["publisher"])
def test_a_restore_killed_anywhere_leaves_old_or_new_and_resurrects_nobody(pack: str) -> None:
    with site(pack) as environment:
        told = program(environment)
        found = program(environment, "look", said=json.dumps(told["asked"]))
    said = told["said"]
    assert said["seen"] == []
    assert said["in_backup"] is True
    assert min(said[name] for name in ("take", "ready", "last")) > 3, said
    assert found == {
        "ann": ["privacy_subject"],
        "cem": ["privacy_subject", "privacy_vault"],
        "bytes": 0,
        "research": False,
        "contested": True,
        "vaults": 1,
        "next": True,
        "back": True,
        "cem_after": True,
        "ledger": [],
        "audit": [],
    }
