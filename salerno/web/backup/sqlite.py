"""The database as one file: copied by SQLite's own backup, replaced by a rename."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from salerno.web.backup.manifest import BackupError

NAME = "salerno.sqlite3"
PAGES = 2_000  # copied between two reports
ALONGSIDE = (f"{NAME}-wal", f"{NAME}-shm", f"{NAME}-journal")

type Teller = Callable[[str, int, int], None]
"""Told how far the work is: what, how much of it, of how much."""


def copy_out(source: Path, folder: Path, tell: Teller) -> None:
    """A copy as of one moment: the reader's own transaction holds it, whoever writes meanwhile."""
    target = folder / NAME
    target.unlink(missing_ok=True)

    def told(_status: int, left: int, total: int) -> None:
        tell(NAME, total - left, total)

    with closing(_reader(source)) as reader, closing(sqlite3.connect(target)) as copy:
        reader.execute("BEGIN")
        reader.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        reader.backup(copy, pages=PAGES, progress=told)
        copy.execute("PRAGMA journal_mode=DELETE")
        found = copy.execute("PRAGMA quick_check").fetchone()[0]
    if found != "ok":
        raise BackupError(f"The database is damaged, and was not backed up: {found}.")


def _reader(source: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=20)
