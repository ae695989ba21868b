"""Whether the data was prepared today, by this very code and for this very setting.

A note beside the database says so. It is written when everything is done and taken away before
anything begins, so whoever was killed in between prepares again; and it names the database that
it means, so a copy, a restored backup or another server's database is prepared again too.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import django
import psycopg

from salerno.web.backup import place

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES = Path(django.__file__).resolve().parents[1]
FOLDERS = ("SALERNO_PACK", "SALERNO_PACK_DIR", "SALERNO_VERSIONS_DIR")
INDIFFERENT = frozenset({"SALERNO_HOST", "SALERNO_PORT", "SALERNO_WORKERS", "SALERNO_DATA"})
APPLIED = "SELECT COUNT(*), MAX(id) FROM django_migrations"
WHICH = "SELECT 'django_migrations'::regclass::oid::bigint"

type Standing = list[int]
"""The table of the applied migrations, as the machine knows it, and what it holds."""


def words(data: Path, *, demonstration: bool) -> str | None:
    """What the preparation told the operator; None where there is something to prepare."""
    try:
        note = json.loads((data / place.PREPARED).read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(note, dict) or (demonstration and not note.get("demonstration")):
        return None
    stands = _standing(data)
    if stands is None or note.get("standing") != stands or note.get("code") != _code(data):
        return None
    told = note.get("words")
    return told if isinstance(told, str) else None


def forget(data: Path) -> None:
    """Nothing is prepared from now on."""
    (data / place.PREPARED).unlink(missing_ok=True)


def remember(data: Path, told: str, *, demonstration: bool) -> None:
    """Everything is prepared, and this is what the operator was told."""
    note = {
        "demonstration": demonstration, "standing": _standing(data), "code": _code(data),
        "words": told,
    }  # fmt: skip
    place.write(data / place.PREPARED, json.dumps(note).encode())


def _standing(data: Path) -> Standing | None:
    """Which database is there and what was applied to it; None where none answers."""
    try:
        if url := os.environ.get("SALERNO_DB_URL", ""):
            with psycopg.connect(url) as server:
                rows = [server.execute(WHICH).fetchone(), server.execute(APPLIED).fetchone()]
            return [int(value) for row in rows if row for value in row]
        path = data / "salerno.sqlite3"
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
            return [path.stat().st_ino, *map(int, file.execute(APPLIED).fetchone())]
    except (OSError, TypeError, sqlite3.Error, psycopg.Error):
        return None


def _code(data: Path) -> str:
    """A digest of what the preparation reads: code, libraries, pack, settings, today's date."""
    found = hashlib.sha256(f"{datetime.now(tz=UTC).date()} {sys.version} {LIBRARIES}".encode())
    found.update(str(LIBRARIES.stat().st_mtime_ns).encode())
    for name, value in sorted(os.environ.items()):
        if name == "DJANGO_SETTINGS_MODULE" or name.startswith("SALERNO_"):
            found.update(f"{name}={value}\n".encode() if name not in INDIFFERENT else b"")
    named = [Path(os.environ[one]) for one in FOLDERS if os.environ.get(one)]
    for folder in (ROOT, *(one for one in named if one.is_dir())):
        for line in sorted(_files(folder)):
            found.update(line.encode())
    for path in sorted([*data.glob("*.toml"), *_file("SALERNO_PROVIDERS")]):
        found.update(path.read_bytes())
    return found.hexdigest()


def _files(folder: Path) -> Iterator[str]:
    """Each file below, with its size and the time it was changed."""
    for top, below, names in folder.walk():
        below[:] = [one for one in below if one not in ("__pycache__", "tests")]
        for name in names:
            stood = (top / name).stat()
            yield f"{top}/{name} {stood.st_size} {stood.st_mtime_ns}\n"


def _file(name: str) -> list[Path]:
    path = Path(os.environ.get(name, ""))
    return [path] if path.is_file() else []
