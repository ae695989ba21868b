"""Databases of the world: guarded, the same one plain, and a plain copy without constraints."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from salerno.privacy import law, testing
from salerno.privacy.context import Viewer, entered
from salerno.privacy.gate.locks import lay_locks
from salerno.privacy.models import Subject
from tests.gate.world import models

ROLE = "salerno_gate_tests"


@contextmanager
def world(folder: Path) -> Iterator[None]:
    """Install the tables of the world, in databases of their own."""
    with ExitStack() as stack:
        stack.enter_context(testing.installed(models, "world"))
        stack.enter_context(testing.databases(stack.enter_context(_places(folder))))
        with law.under(testing.made_policy()):
            call_command("migrate", "privacy", verbosity=0, skip_checks=True)
        with connection.schema_editor() as editor:
            for model in (*models.MODELS,):
                if not model._meta.auto_created:
                    editor.create_model(model)
        lay_locks(connection)
        make_copy()
        yield


@contextmanager
def _places(folder: Path) -> Iterator[dict[str, dict[str, Any]]]:
    if connection.vendor == "postgresql":
        with _postgres_places() as found:
            yield found
        return
    gate, copy = str(folder / "gate.sqlite3"), str(folder / "copy.sqlite3")
    plain = "django.db.backends.sqlite3"
    quick = {"init_command": "PRAGMA synchronous=OFF; PRAGMA journal_mode=WAL", "timeout": 20}
    yield {
        "default": {"ENGINE": "salerno.privacy.gate.sqlite", "NAME": gate, "OPTIONS": quick},
        "plain": {"ENGINE": plain, "NAME": gate, "OPTIONS": quick},
        "copy": {"ENGINE": plain, "NAME": copy, "OPTIONS": quick},
    }


@contextmanager
def _postgres_places() -> Iterator[dict[str, dict[str, Any]]]:
    """Databases of a role that is no superuser: such a one passes row-level security by."""
    given = connections.settings["default"]
    marks = f"{os.getpid()}_{os.environ.get('PYTEST_XDIST_WORKER', 'gw')}"
    names = [f"gate_{marks}", f"copy_{marks}"]
    known = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"]}
    words = " ".join(f"{key}={value}" for key, value in known.items() if value)
    with psycopg.connect(f"{words} dbname=postgres", autocommit=True) as server:
        is_super = server.execute(
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        role = ROLE if is_super and is_super[0] else given["USER"]
        if role == ROLE:
            server.execute("SELECT pg_advisory_lock(4711)")
            there = server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if there.fetchone() is None:
                server.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            server.execute("SELECT pg_advisory_unlock(4711)")
        for name in names:
            server.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
            server.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(name), sql.Identifier(role)
                )
            )
        gate, plain = "salerno.privacy.gate.postgresql", "django.db.backends.postgresql"
        opened = {"options": "-c salerno.purpose=*"}
        try:
            yield {
                "default": {"ENGINE": gate, "NAME": names[0], "USER": role, "OPTIONS": {}},
                "plain": {"ENGINE": plain, "NAME": names[0], "USER": role, "OPTIONS": opened},
                "copy": {"ENGINE": plain, "NAME": names[1], "USER": role, "OPTIONS": {}},
            }
        finally:
            for name in names:
                server.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
                )


def make_copy() -> None:
    """Tables of the same names and columns, where anything may be missing."""
    copy = connections["copy"]
    with copy.cursor() as cursor:
        for model in (*models.MODELS, Subject):
            columns = []
            for one in model._meta.local_concrete_fields:
                kind = one.rel_db_type(copy) if one.is_relation else one.db_type(copy)
                kind = str(kind).replace("bigint GENERATED", "bigint")
                kind = "integer" if "AUTOINCREMENT" in kind else kind
                key = " PRIMARY KEY" if one.primary_key else ""
                columns.append(f'"{one.column}" {kind}{key}')
            cursor.execute(f'CREATE TABLE "{model._meta.db_table}" ({", ".join(columns)})')


def stored(model: Any) -> list[dict[str, Any]]:
    """Every row that is stored, as plain Django reads it."""
    return [
        {one.column: getattr(row, one.attname) for one in model._meta.local_concrete_fields}
        for row in model._base_manager.using("plain").order_by("pk")
    ]


def past_these_keys() -> None:
    """New rows get keys that no prepared row has."""
    plain = connections["plain"]
    if plain.vendor == "postgresql":
        with plain.cursor() as cursor:
            for name in ("circle", "person", "post", "letter", "card_liked"):
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('world_{name}', 'id'), 1000)")


def a_job() -> Any:
    """A purpose under which anything may be prepared."""
    return entered(models.REPORT, Viewer.job("test"))
