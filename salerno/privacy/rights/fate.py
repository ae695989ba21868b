"""What erasure does to a table, decided from its clauses. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import DateField, Field

from salerno.privacy.declare import OnErase
from salerno.privacy.registry import Table


@dataclass(frozen=True)
class Fate:
    """``rows_go``: the rows are deleted. Else they go to a pseudonym and ``blank`` is emptied."""

    table: Table
    rows_go: bool
    blank: tuple[Any, ...] = ()


@lru_cache(maxsize=512)
def fate(table: Table) -> Fate:
    """A table whose clauses all delete loses its rows; one clause that stays keeps them."""
    stays = [one for one in table.clauses if one.erasure.kind is not OnErase.DELETE]
    if not stays:
        return Fate(table, rows_go=True)
    emptied = [
        table.model._meta.get_field(_field_name(table, column.name))
        for clause in table.clauses
        if clause.erasure.kind is OnErase.DELETE
        for column in table.columns_of(clause)
    ]
    return Fate(table, rows_go=False, blank=tuple(emptied))


def kept_by(held_back: Collection[str], tables: Iterable[Table]) -> list[Table]:
    """Those of ``tables`` whose rows a hold keeps, and those to which such rows must point."""
    left = list(tables)
    found = [one for one in left if any(each.id in held_back for each in one.clauses)]
    for table in found:  # grows while it is read
        needed = [
            field.related_model
            for field in table.model._meta.local_concrete_fields
            if field.is_relation and not field.null
        ]
        found += [one for one in left if one.model in needed and one not in found]
    return found


def not_held(table: Table, held_back: Collection[str]) -> list[Field[Any, Any]]:
    """The fields that erasure empties in a row that a hold keeps."""
    names = {
        column.name
        for clause in table.clauses
        if clause.erasure.kind is OnErase.DELETE and clause.id not in held_back
        for column in table.columns_of(clause)
    }
    fields = table.model._meta.local_concrete_fields
    return [one for one in fields if one.column in names and can_be_blank(one)]


def can_be_blank(field: Field[Any, Any]) -> bool:
    """Whether a cell can say nothing without its row going: a key, or a time, may have to stand."""
    if field.is_relation or field.primary_key:
        return bool(field.null)
    return bool(field.null) or not isinstance(field, DateField)


def _field_name(table: Table, column: str) -> str:
    return next(one.name for one in table.model._meta.local_concrete_fields if one.column == column)


def empty(field: Field[Any, Any]) -> Any:
    """The value of ``field`` that says nothing."""
    if field.null:
        return None
    if field.has_default():
        return field.get_default()
    kind = field.get_internal_type()
    if kind in {"CharField", "TextField", "EmailField", "FileField", "ImageField", "URLField"}:
        return ""
    return {} if kind == "JSONField" else 0


def children_first(tables: Iterable[Table]) -> list[Table]:
    """Tables in the order in which rows can go: who points to another goes before it."""
    left = list(tables)
    ordered: list[Table] = []
    while left:
        pointed = {
            field.related_model
            for one in left
            for field in one.model._meta.local_concrete_fields
            if field.is_relation and field.related_model is not one.model
        }
        free = [one for one in left if one.model not in pointed] or left
        ordered += free
        left = [one for one in left if one not in free]
    return ordered


def is_fixed(fields: Iterable[Field[Any, Any]]) -> bool:
    """Whether what says nothing in ``fields`` is the same each time: no number drawn, no moment."""
    return all(
        one.null or not callable(one.default) or one.default in {dict, list} for one in fields
    )
