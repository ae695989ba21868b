"""Which lines are about whom: an index that catches up when asked, so that writers pay nothing.

It is a derived store: it holds subjects and places, can be thrown away, and is rebuilt from
the segments.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from salerno.privacy.auditlog import segments

_TABLES = """
CREATE TABLE IF NOT EXISTS read (segment TEXT PRIMARY KEY, upto INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS place (
  subject INTEGER, segment TEXT, start INTEGER, PRIMARY KEY (subject, segment, start)
) WITHOUT ROWID;
"""


@contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / "index.sqlite3", timeout=20)
    try:
        connection.executescript(f"PRAGMA secure_delete=ON; {_TABLES}")
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
    finally:
        connection.close()


def catch_up(folder: Path) -> None:
    """Read what was written since the last time."""
    with _opened(folder) as connection:
        _catch_up(connection, folder)


def _catch_up(connection: sqlite3.Connection, folder: Path) -> None:
    known = dict(connection.execute("SELECT segment, upto FROM read"))
    present = {path.name: path for path in segments.listed(folder)}
    for name in known.keys() - present.keys():
        connection.execute("DELETE FROM read WHERE segment = ?", (name,))
        connection.execute("DELETE FROM place WHERE segment = ?", (name,))
    for name, path in present.items():
        upto = known.get(name, 0)
        if path.stat().st_size > upto:
            _read(connection, path, upto)


def _read(connection: sqlite3.Connection, path: Path, upto: int) -> None:
    found = []
    for line in segments.lines(path, upto):
        found += [(subject, path.name, line.offset) for subject in line.subjects]
        upto = line.offset + line.length
    connection.executemany("INSERT OR IGNORE INTO place VALUES (?, ?, ?)", found)
    connection.execute("INSERT OR REPLACE INTO read VALUES (?, ?)", (path.name, upto))


def lines_of(folder: Path, subject: int) -> list[segments.Line]:
    """The lines about one person that still have their payload."""
    with _opened(folder) as connection:
        _catch_up(connection, folder)
        return [line for _, line in _found(connection, folder, subject) if line.payload]


def latest_of(
    folder: Path, subject: int, most: int, is_told: Callable[[segments.Line], bool]
) -> list[segments.Line]:
    """Of each worker's lines about one person the latest ``most`` that may be told.

    Whoever wants the latest of all sorts these: what is older is not read.
    """
    found: list[segments.Line] = []
    had: Counter[str] = Counter()
    with _opened(folder) as connection:
        _catch_up(connection, folder)
        for name, start in reversed(_places(connection, subject)):
            path = folder / name
            chain = segments.chain_of(path)
            line = segments.read_at(path, start) if had[chain] < most else None
            if line is not None and line.payload and is_told(line):
                found.append(line)
                had[chain] += 1
    return found


def _found(
    connection: sqlite3.Connection, folder: Path, subject: int
) -> list[tuple[Path, segments.Line]]:
    found = []
    for name, start in _places(connection, subject):
        line = segments.read_at(folder / name, start)
        if line is not None:
            found.append((folder / name, line))
    return found


def _places(connection: sqlite3.Connection, subject: int) -> list[tuple[str, int]]:
    """Where lines about one person stand: segment and byte, each worker's from its first on."""
    asked = "SELECT segment, start FROM place WHERE subject = ? ORDER BY segment, start"
    return connection.execute(asked, (subject,)).fetchall()


def forget(folder: Path, subject: int) -> int:
    """Blank the lines about one person, then forget where they stood."""
    gone = 0
    with _opened(folder) as connection:
        _catch_up(connection, folder)
        by_path: dict[Path, list[segments.Line]] = {}
        for path, line in _found(connection, folder, subject):
            by_path.setdefault(path, []).append(line)
        for path, some in by_path.items():
            gone += segments.blank(path, some)
        connection.execute("DELETE FROM place WHERE subject = ?", (subject,))
    return gone


def purge(folder: Path) -> None:
    """Throw the index away. The next question rebuilds it."""
    for name in ("index.sqlite3", "index.sqlite3-journal"):
        (folder / name).unlink(missing_ok=True)
