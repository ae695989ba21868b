"""Every cell of every table, read with the bare driver: what the gate hides is searched too."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from salerno.web.proof.canaries import Canary
from salerno.web.proof.house import House

type Ask = Callable[..., list[tuple[Any, ...]]]

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


ORGANISATIONS = frozenset({"careers_employer"})
"""Tables about nobody that a person may write to: what stands there is said of a company."""


def staying(house: House, canaries: list[Canary]) -> dict[str, str]:
    """The values that an erasure leaves without their person, by declaration: what, and where.

    So it is with a post, whose words stand under a pseudonym. A value that stands in any other
    declared column as well is not among them.
    """
    texts = {
        (one["table"], one["column"]): str(one["erasure"])
        for one in house.columns
        if one.get("clause") and one["grade"] != "pseudonymous"
    }
    texts |= {
        (one["table"], one["column"]): "about an organisation"
        for one in house.columns
        if one["table"] in ORGANISATIONS
    }
    goes: set[str] = set()
    stays: dict[str, str] = {}
    with _asking(house) as ask:
        for (table, column), erasure in texts.items():
            for text in _column(ask, table, column):
                for one in canaries:
                    if one.is_text and one.value in text:
                        if erasure == "delete":
                            goes.add(one.planted_in)
                        else:
                            stays[one.planted_in] = f"{table}.{column}: {erasure}"
    return {name: why for name, why in stays.items() if name not in goes}


def _column(ask: Ask, table: str, column: str) -> Iterator[bytes]:
    query = f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'  # noqa: S608
    for (value,) in ask(query):
        yield _bytes(value)


def tables_about(house: House, subject: int) -> tuple[list[str], list[str]]:
    """The tables about people that hold a row of ``subject``, and those that hold none."""
    owners = {one["table"]: one["column"] for one in house.columns if one["kind"] == "owner"}
    held: dict[bool, list[str]] = {True: [], False: []}
    with _asking(house) as ask:
        for table, column in sorted(owners.items()):
            query = f'SELECT 1 FROM "{table}" WHERE "{column}" = {{}} LIMIT 1'  # noqa: S608
            held[bool(ask(query, subject))].append(table)
    return held[True], held[False]


def row_of_address(house: House, address: str) -> int:
    """The number of the subject that signs in with an address."""
    return _number(house, "SELECT subject_id FROM accounts_user WHERE email = {}", address)


def vaults(house: House) -> int:
    """How many closed accounts lie there, each sealed under its key."""
    return _number(house, "SELECT count(*) FROM privacy_vault WHERE sealed IS NOT NULL")


def _number(house: House, query: str, *values: str) -> int:
    with _asking(house) as ask:
        found = ask(query, *values)
    return int(found[0][0]) if found else 0


@contextmanager
def _asking(house: House) -> Iterator[Ask]:
    """Ask the bare database; in a question, {} stands for each value."""
    if house.url:
        with psycopg.connect(house.url, autocommit=True) as server:
            server.execute("SET salerno.purpose = '*'")
            yield lambda query, *values: server.execute(
                query.replace("{}", "%s").encode(), values
            ).fetchall()
        return
    path = house.data / "salerno.sqlite3"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
        yield lambda query, *values: file.execute(query.replace("{}", "?"), values).fetchall()


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
