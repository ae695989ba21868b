"""Reading everything of one person: one statement a table, derived from the registry alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from salerno.privacy.context import Viewer, current_or_none, entered
from salerno.privacy.purposes import RIGHTS
from salerno.privacy.registry import Table, registry


@dataclass(frozen=True)
class Rows:
    """What one table holds of one person, column by column, secrets left out."""

    table: Table
    rows: tuple[Mapping[str, Any], ...]


def everything(subject: int) -> Iterator[Rows]:
    """Every personal table with the person's rows, in the order of the registry.

    Runs under RIGHTS as the person: the gate itself lets no other row through.
    """
    return iter([_rows(table, subject) for table in registry().personal()])


def _rows(table: Table, subject: int) -> Rows:
    names = [one.attname for one in table.columns.values() if not is_secret(one.clause)]
    entry = current_or_none()
    if entry is not None and entry.purpose is RIGHTS and entry.viewer.subject == subject:
        return Rows(table, _read(table, names))
    with entered(RIGHTS, Viewer.person(subject), ground="everything held"):
        return Rows(table, _read(table, names))


def _read(table: Table, names: list[str]) -> tuple[Mapping[str, Any], ...]:
    return tuple(table.model._base_manager.order_by("pk").values(*names))


def is_secret(clause: Any) -> bool:
    """Whether a column's clause is secret. A plain column has none."""
    return clause is not None and bool(clause.secret)


def says_something(value: object) -> bool:
    """Whether a cell holds anything."""
    return value not in (None, "", [], {})
