"""The demonstration is made once in a run; each site of a story starts as a copy of it."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg

from salerno.web.supervise import PREPARE

EMPTY = "template1"


@dataclass(frozen=True)
class Made:
    """A filled house in which nobody lives: its folder, and on PostgreSQL its database."""

    data: Path
    pack: str
    kind: str
    name: str


@contextmanager
def database(kind: str, like: str = EMPTY) -> Iterator[dict[str, str]]:
    """The environment that leads to a database of ``kind``, empty or ``like`` another one."""
    name = f"story_{uuid4().hex[:8]}"
    if kind == "sqlite":
        yield _reached(kind, name)
        return
    _on_server(f"CREATE DATABASE {name} TEMPLATE {like}")
    try:
        yield _reached(kind, name)
    finally:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def made(folder: Path, pack: str, kind: str) -> Iterator[Made]:
    """A filled house for all workers of a run: the first makes it, the last takes it away.

    ``folder`` is the same for all of them.
    """
    with _alone(folder) as users:
        if not users:
            _make(folder, pack, kind)
        _note(folder, users + 1)
    try:
        yield Made(folder / "data", pack, kind, (folder / "name").read_text())
    finally:
        with _alone(folder) as users:
            _note(folder, users - 1)
            if users == 1:
                _unmake(folder, kind)


@contextmanager
def _alone(folder: Path) -> Iterator[int]:
    """Inside, no other worker looks at the house or changes it. How many use it?"""
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        users = folder / "users"
        yield int(users.read_text()) if users.exists() else 0


def _note(folder: Path, users: int) -> None:
    (folder / "users").write_text(str(users))


def _make(folder: Path, pack: str, kind: str) -> None:
    data, name = folder / "data", f"made_{uuid4().hex[:8]}"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    (folder / "name").write_text(name)
    if kind != "sqlite":
        _on_server(f"CREATE DATABASE {name}")
    environment = os.environ | _reached(kind, name)
    environment |= {"SALERNO_DATA": str(data), "SALERNO_PACK": pack}
    done = subprocess.run(
        [sys.executable, "-m", "salerno", PREPARE, "demo"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def _unmake(folder: Path, kind: str) -> None:
    shutil.rmtree(folder / "data")
    if kind != "sqlite":
        _on_server(f"DROP DATABASE {(folder / 'name').read_text()} WITH (FORCE)")


def _reached(kind: str, name: str) -> dict[str, str]:
    if kind == "sqlite":
        return {"SALERNO_DB": kind, "SALERNO_DB_URL": ""}
    head, _, tail = os.environ["SALERNO_DB_URL"].rpartition("/")
    return {"SALERNO_DB": kind, "SALERNO_DB_URL": f"{head}/{name}?{tail.partition('?')[2]}"}


def _on_server(statement: str) -> None:
    with psycopg.connect(os.environ["SALERNO_DB_URL"], autocommit=True) as server:
        server.execute(statement.encode())
