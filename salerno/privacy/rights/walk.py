"""Reading everything of one person: one statement a table, derived from the registry alone."""

from __future__ import annotations

from collections.abc import Mapping
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


def everything(subject: int) -> tuple[Rows, ...]:
    """Every personal table with the person's rows, in the order of the registry.

    Runs under RIGHTS as the person: the gate itself lets no other row through.
    """
    entry = current_or_none()
    if entry is not None and entry.purpose is RIGHTS and entry.viewer.subject == subject:
        return _walk()
    with entered(RIGHTS, Viewer.person(subject), ground="everything held"):
        return _walk()


def _walk() -> tuple[Rows, ...]:
    return tuple(Rows(table, _read(table)) for table in registry().personal())


def _read(table: Table) -> tuple[Mapping[str, Any], ...]:
    names = [
        one.attname for one in table.columns.values() if one.clause is None or not one.clause.secret
    ]
    return tuple(table.model._base_manager.order_by("pk").values(*names))


def says_something(value: object) -> bool:
    """Whether a cell holds anything."""
    return value not in (None, "", [], {})
