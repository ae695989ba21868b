"""Reading everything of one person, derived from the registry alone.

One statement finds the tables that hold something of the person; each of those is read by one
more. So the number grows with what is held, not with the tables or the people there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection as django_connection
from django.db.models import QuerySet

from salerno.privacy.context import Viewer, current_or_none, entered
from salerno.privacy.gate.tally import tally
from salerno.privacy.gate.words import GuardedSql
from salerno.privacy.purposes import RIGHTS
from salerno.privacy.registry import Table, registry


@dataclass(frozen=True)
class Rows:
    """What one table holds of one person, column by column, secrets left out."""

    table: Table
    rows: tuple[Mapping[str, Any], ...]


def everything(subject: int) -> tuple[Rows, ...]:
    """Every personal table with the person's rows, in the order of the registry.

    Runs under RIGHTS as the person: the gate itself lets no other row through.
    """
    with as_person(subject):
        return _walk(subject)


def said(subject: int) -> dict[tuple[str, str], int]:
    """By table and clause: in how many of the person's rows something stands. One statement."""
    with as_person(subject):
        return tally(tuple(registry().personal()), connection)


@contextmanager
def as_person(subject: int) -> Iterator[None]:
    """RIGHTS entered as ``subject``, unless it is already."""
    entry = current_or_none()
    if entry is not None and entry.purpose is RIGHTS and entry.viewer.subject == subject:
        yield
        return
    with entered(RIGHTS, Viewer.person(subject), ground="everything held"):
        yield


connection: Any = django_connection
"""The default connection, which is one of the gate's own."""


def _walk(subject: int) -> tuple[Rows, ...]:
    tables = tuple(registry().personal())
    held = holding(tables, subject)
    return tuple(Rows(one, _read(one) if one.name in held else ()) for one in tables)


def holding(tables: Iterable[Table], subject: int) -> frozenset[str]:
    """The names of those ``tables`` that hold a row of ``subject``. One statement, no value."""
    return frozenset(
        table for table, _ in naming(((one.name, one.owner) for one in tables), subject)
    )


def naming(columns: Iterable[tuple[str, str]], subject: int) -> frozenset[tuple[str, str]]:
    """Those of ``columns`` (table, column) that name ``subject``. One statement, no value."""
    asked = [
        f"SELECT '{table}', '{column}' WHERE EXISTS "  # noqa: S608  names of ours
        f'(SELECT 1 FROM "{table}" WHERE "{column}" = %s)'
        for table, column in columns
    ]
    if not asked:
        return frozenset()
    with connection.gate_open(), connection.cursor() as cursor:
        text = GuardedSql.of(" UNION ALL ".join(asked), None, steady=True)
        cursor.execute(text, [subject] * len(asked))
        return frozenset((table, column) for table, column in cursor.fetchall())


def _read(table: Table) -> tuple[Mapping[str, Any], ...]:
    return tuple(_question(table).all())


@lru_cache(maxsize=512)
def _question(table: Table) -> QuerySet[Any, dict[str, Any]]:
    """What is asked of a table, made once; the gate sees each time what of it may be told."""
    names = [
        one.attname for one in table.columns.values() if one.clause is None or not one.clause.secret
    ]
    return table.model._base_manager.order_by("pk").values(*names)


def says_something(value: object) -> bool:
    """Whether a cell holds anything."""
    return value not in (None, "", [], {})
