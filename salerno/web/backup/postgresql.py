"""The database as files: COPY of every table as of one moment, read back into a schema of its own.

It needs no client programs. A restored database is made ready in a schema beside the one that
serves; one transaction changes them over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from psycopg import sql

from salerno.web.backup.manifest import BackupError
from salerno.web.backup.place import write
from salerno.web.backup.sqlite import Teller

FOLDER, ABOUT = "database", "tables.json"
READY, BEFORE = "salerno_restored", "salerno_before"
_EVERYTHING = "SELECT set_config('salerno.purpose', '*', false)"  # past row-level security
_TABLES = """
    SELECT c.table_name, array_agg(c.column_name::text ORDER BY c.ordinal_position)
    FROM information_schema.columns c
    JOIN pg_catalog.pg_tables t ON t.schemaname = c.table_schema AND t.tablename = c.table_name
    WHERE c.table_schema = current_schema() AND c.is_generated = 'NEVER'
    GROUP BY c.table_name ORDER BY c.table_name
"""
_SEQUENCES = """
    SELECT t.relname, a.attname, s.last_value
    FROM pg_sequences s
    JOIN pg_class c ON c.relname = s.sequencename
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = s.schemaname
    JOIN pg_depend d ON d.objid = c.oid AND d.deptype IN ('a', 'i')
    JOIN pg_class t ON t.oid = d.refobjid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE s.schemaname = current_schema() AND s.last_value IS NOT NULL
"""


def connect() -> psycopg.Connection[Any]:
    """A bare connection with the site's own settings."""
    made = settings.DATABASES["default"]
    names = {
        "dbname": "NAME",
        "user": "USER",
        "password": "PASSWORD",
        "host": "HOST",
        "port": "PORT",
    }
    given = {name: str(made[key]) for name, key in names.items() if made.get(key)}
    options: Any = made.get("OPTIONS") or {}
    more = str(options.get("options", ""))
    return psycopg.connect(**given, **({"options": more} if more else {}))  # type: ignore[arg-type]


def url_of(schema: str) -> str:
    """The address of the site's database, where ``schema`` is the one that is used."""
    made = settings.DATABASES["default"]
    who = quote(str(made.get("USER") or ""), safe="")
    if made.get("PASSWORD"):
        who += f":{quote(str(made['PASSWORD']), safe='')}"
    given = {
        "host": made.get("HOST"),
        "port": made.get("PORT"),
        "options": f"-csearch_path={schema}",
    }
    asked = "&".join(f"{key}={quote(str(value), safe='')}" for key, value in given.items() if value)
    return f"postgresql://{who}@/{made['NAME']}?{asked}"


@contextmanager
def _snapshot() -> Iterator[psycopg.Cursor[Any]]:
    with connect() as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        with connection.cursor() as cursor:
            cursor.execute(_EVERYTHING)
            yield cursor


def copy_out(folder: Path, tell: Teller) -> None:
    """Every table as of one moment, whoever writes meanwhile."""
    target = folder / FOLDER
    target.mkdir(exist_ok=True)
    with _snapshot() as cursor:
        tables = dict(cursor.execute(_TABLES).fetchall())
        for done, (name, columns) in enumerate(tables.items(), start=1):
            asked = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(
                sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(name)
            )
            with (target / f"{name}.copy").open("wb") as file, cursor.copy(asked) as copied:
                for part in copied:
                    file.write(part)
            tell(name, done, len(tables))
        found = cursor.execute(_SEQUENCES).fetchall()
    for stale in target.glob("*.copy"):
        if stale.stem not in tables:
            stale.unlink()
    sequences = [[table, column, int(last)] for table, column, last in found]
    write(target / ABOUT, json.dumps({"tables": tables, "sequences": sequences}).encode())


def make_room() -> None:
    """An empty schema to make the restored database ready in."""
    with connect() as connection:
        for name in (READY, BEFORE):
            gone = sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(name))
            connection.execute(gone)
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(READY)))


def copy_in(folder: Path, tell: Teller) -> None:
    """Read the tables of a backup into the schema in use, which has them and nothing in them.

    Raises BackupError for a table that the schema does not have.
    """
    said = json.loads((folder / FOLDER / ABOUT).read_bytes())
    with connect() as connection, connection.cursor() as cursor:
        cursor.execute(_EVERYTHING)
        known = dict(cursor.execute(_TABLES).fetchall())
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for done, (name, columns) in enumerate(said["tables"].items(), start=1):
            _check_table(cursor, name, columns, known)
            cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
            asked = sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns))
            )
            with (folder / FOLDER / f"{name}.copy").open("rb") as file, cursor.copy(asked) as to:
                while part := file.read(1024 * 1024):
                    to.write(part)
            tell(name, done, len(said["tables"]))
        for table, column, last in said["sequences"]:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(quote_ident(%s), %s), %s)",
                (table, column, last),
            )


def _check_table(cursor: Any, name: str, columns: list[str], known: dict[str, list[str]]) -> None:
    if name not in known and name.startswith(("closed_", "granted_")):
        made = sql.SQL("CREATE TABLE {} (subject BIGINT PRIMARY KEY)")
        cursor.execute(made.format(sql.Identifier(name)))
    elif not set(columns) <= set(known.get(name, ())):
        raise BackupError(f"The backup holds the table {name}, which this version does not have.")


def change_over() -> None:
    """Put the schema that was made ready in the place of the one that serves. Safe to run again."""
    with connect() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        serving = str((cursor.fetchone() or ("public",))[0])
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (READY,))
        if cursor.fetchone() is None:
            return
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(BEFORE)))
        for source, target in ((serving, BEFORE), (READY, serving)):
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", (source,))
            for (name,) in cursor.fetchall():
                move = sql.SQL("ALTER TABLE {} SET SCHEMA {}")
                cursor.execute(move.format(sql.Identifier(source, name), sql.Identifier(target)))
        cursor.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(READY)))


def clear_away() -> None:
    """Let go of what served before."""
    with connect() as connection:
        connection.execute(
            sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(BEFORE))
        )
