"""Every cell of every table, read with the bare driver: what the gate hides is searched too."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from salerno.web.proof.canaries import Canary
from salerno.web.proof.house import House

CLUSTER = ("base", "pg_wal", "pg_xact", "pg_subtrans", "pg_stat_tmp", "pg_logical")
TABLES = """
    SELECT schemaname, tablename FROM pg_tables
    WHERE schemaname NOT IN ('information_schema') ORDER BY 1, 2
"""


def cells(house: House) -> Iterator[tuple[str, bytes]]:
    """Each table of the site's database, with the text of each of its rows."""
    return _postgresql(house.url) if house.url else _sqlite(house.data / "salerno.sqlite3")


def _sqlite(path: Path) -> Iterator[tuple[str, bytes]]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.text_factory = bytes
    try:
        asked = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (name,) in asked.fetchall():
            table = name.decode()
            quoted = table.replace('"', '""')
            for row in connection.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608
                yield f"table {table}", b"\0".join(map(_bytes, row))
    finally:
        connection.close()


def _postgresql(url: str) -> Iterator[tuple[str, bytes]]:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET salerno.purpose = '*'")  # the rows that row-level security hides
        asked = connection.execute("SELECT has_table_privilege('pg_statistic', 'SELECT')")
        sees_statistics = (asked.fetchone() or (False,))[0]
        for schema, table in connection.execute(TABLES).fetchall():
            if schema == "pg_catalog" and (table != "pg_statistic" or not sees_statistics):
                continue  # only a superuser can read what the planner sampled
            name = sql.Identifier(schema, table)
            read = sql.SQL("SELECT t::text FROM {} AS t").format(name)
            for (text,) in connection.execute(read):
                yield f"table {table}", str(text).encode()


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def declared(house: House) -> list[dict[str, Any]]:
    """Every column of the site with its law, as the site itself says."""
    found: list[dict[str, Any]] = json.loads(house.command("map", "--json"))["columns"]
    return found


ORGANISATIONS = frozenset({"careers_employer"})
"""Tables about nobody that a person may write to: what stands there is said of a company."""


def staying(house: House, canaries: list[Canary]) -> dict[str, str]:
    """The values that an erasure leaves without their person, by declaration: what, and where.

    So it is with a post, whose words stand under a pseudonym. A value that stands in any other
    declared column as well is not among them.
    """
    texts = {
        (one["table"], one["column"]): str(one["erasure"])
        for one in declared(house)
        if one.get("clause") and one["grade"] != "pseudonymous"
    }
    texts |= {
        (one["table"], one["column"]): "about an organisation"
        for one in declared(house)
        if one["table"] in ORGANISATIONS
    }
    goes: set[str] = set()
    stays: dict[str, str] = {}
    for (table, column), erasure in texts.items():
        for text in _column(house, table, column):
            for one in canaries:
                if one.is_text and one.value in text:
                    if erasure == "delete":
                        goes.add(one.planted_in)
                    else:
                        stays[one.planted_in] = f"{table}.{column}: {erasure}"
    return {name: why for name, why in stays.items() if name not in goes}


def _column(house: House, table: str, column: str) -> Iterator[bytes]:
    query = f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'  # noqa: S608
    if house.url:
        with psycopg.connect(house.url, autocommit=True) as server:
            server.execute("SET salerno.purpose = '*'")
            rows = server.execute(query.encode()).fetchall()
    else:
        connection = sqlite3.connect(f"file:{house.data / 'salerno.sqlite3'}?mode=ro", uri=True)
        rows = connection.execute(query).fetchall()
        connection.close()
    for (value,) in rows:
        yield _bytes(value)


def tables_about(house: House, subject: int) -> tuple[list[str], list[str]]:
    """The tables about people that hold a row of ``subject``, and those that hold none."""
    owners = {one["table"]: one["column"] for one in declared(house) if one["kind"] == "owner"}
    held: dict[bool, list[str]] = {True: [], False: []}
    for table, column in sorted(owners.items()):
        held[_has_row(house, table, column, subject)].append(table)
    return held[True], held[False]


def _has_row(house: House, table: str, column: str, subject: int) -> bool:
    query = f'SELECT 1 FROM "{table}" WHERE "{column}" = '  # noqa: S608  names of ours
    if house.url:
        with psycopg.connect(house.url, autocommit=True) as server:
            server.execute("SET salerno.purpose = '*'")
            return server.execute(f"{query} %s LIMIT 1", (subject,)).fetchone() is not None
    connection = sqlite3.connect(f"file:{house.data / 'salerno.sqlite3'}?mode=ro", uri=True)
    try:
        return connection.execute(f"{query} ? LIMIT 1", (subject,)).fetchone() is not None
    finally:
        connection.close()


def row_of_address(house: House, address: str) -> int:
    """The number of the subject that signs in with an address."""
    return _number(house, "SELECT subject_id FROM accounts_user WHERE email = {}", address)


def vaults(house: House) -> int:
    """How many closed accounts lie there, each sealed under its key."""
    return _number(house, "SELECT count(*) FROM privacy_vault WHERE sealed IS NOT {}", None)


def _number(house: House, query: str, value: str | None) -> int:
    if house.url:
        with psycopg.connect(house.url, autocommit=True) as server:
            server.execute("SET salerno.purpose = '*'")
            asked = query.format("NULL" if value is None else "%s").encode()
            found = server.execute(asked, () if value is None else (value,)).fetchone()
    else:
        connection = sqlite3.connect(f"file:{house.data / 'salerno.sqlite3'}?mode=ro", uri=True)
        asked_of = query.format("NULL" if value is None else "?")
        found = connection.execute(asked_of, () if value is None else (value,)).fetchone()
        connection.close()
    return int(found[0]) if found else 0


def cluster(house: House) -> list[Path]:
    """The folders of the PostgreSQL server's own files, where they can be read from here."""
    if not house.url:
        return []
    try:
        with psycopg.connect(house.url, autocommit=True) as server:
            shown = server.execute("SHOW data_directory").fetchone()
    except psycopg.Error:  # only some roles may ask
        return []
    root = Path(str(shown[0])) if shown else Path()
    try:
        return [root / one for one in CLUSTER if shown and (root / one).is_dir()]
    except OSError:
        return []
