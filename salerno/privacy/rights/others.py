"""Rows of others that point to a row which is to go. They are not touched, and never broken.

Where the key may be empty it is emptied, as its room declared; else the row that they point to
stays as a shell without an owner. Rows about nobody go with what they point to.
"""

from __future__ import annotations

from functools import partial, reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Exists, F, Field, OuterRef, Q, UniqueConstraint, Value
from django.db.models.functions import Cast, Concat
from django.db.models.sql import Query

from salerno.privacy.gate.worded import PSEUDONYM, SUBJECT, Parting, change
from salerno.privacy.registry import Registry, Table, registry
from salerno.privacy.rights.fate import empty, is_fixed

GONE = "gone-"  # how a text begins that says nothing where no two rows may be the same


type Pointers = dict[Any, list[tuple[Table, Any]]]  # model -> who leads to it, by which key

_known: list[tuple[Registry, Pointers]] = []


def pointers(table: Table) -> list[tuple[Table, Any]]:
    """The foreign keys of all tables that lead to ``table``, owners' own ones left out."""
    present = registry()
    if not _known or _known[0][0] is not present:
        _known[:] = [(present, _pointers(present))]
    return _known[0][1].get(table.model, [])


def _pointers(present: Registry) -> Pointers:
    """Asked for once: an erasure has many tables, and each would walk all of them."""
    found: Pointers = {}
    for other in present.tables.values():
        for field in other.model._meta.local_concrete_fields:
            if field.is_relation and field.column != other.owner:
                found.setdefault(field.related_model, []).append((other, field))
    return found


def let_go(table: Table, who: Parting) -> None:
    """Whoever points to a row in ``table`` that goes points nowhere; about nobody, it goes too."""
    for other, field in pointers(table):
        if field.null:
            who.write(("let go", field), partial(_emptied, table, other, field))
        elif not other.owner:
            led = other.model._base_manager.filter(_led(table, field, who.subject))
            led.filter(pk__in=list(led.values_list("pk", flat=True))).delete()


def keep_shells(table: Table, who: Parting) -> None:
    """Rows in ``table`` to which others must point lose all they say, and their owner.

    A shell may point to another row of the person, so this goes on until none is left.
    """
    held = [(other, field) for other, field in pointers(table) if other.owner and not field.null]
    key = ("shells", table) if is_fixed(laid(table)) else None
    while held and who.write(key, partial(_shells, table, held)):
        pass


def _led(table: Table, field: Any, subject: int) -> Q:
    return Q(**{f"{field.name}__{attname(table)}": subject})


def _emptied(table: Table, other: Table, field: Any) -> Query:
    return change(strangers(other).filter(_led(table, field, SUBJECT)), {field.attname: None})


def _shells(table: Table, held: list[tuple[Table, Any]]) -> Query:
    pointed = reduce(or_, (Q(_points(other, field)) for other, field in held))
    rows = table.model._base_manager.filter(pointed, **{attname(table): SUBJECT})
    values = {one.attname: blank(table, one) for one in laid(table)}
    return change(rows, {**values, attname(table): PSEUDONYM})


def _points(other: Table, field: Any) -> Exists:
    to = OuterRef(field.target_field.attname)
    return Exists(strangers(other).filter(**{field.attname: to}))


def attname(table: Table) -> str:
    """The attribute that holds the owner."""
    return table.columns[table.owner].attname


def strangers(table: Table) -> Any:
    """The rows that are not SUBJECT's."""
    rows = table.model._base_manager.all()
    return rows.exclude(**{attname(table): SUBJECT}) if table.owner else rows


def laid(table: Table) -> list[Field[Any, Any]]:
    """The fields on which a clause is laid; keys apart, which say nothing by themselves."""
    return [
        one
        for one in table.model._meta.local_concrete_fields
        if table.columns[str(one.column)].clause is not None and not one.is_relation
    ]


def blank(table: Table, field: Field[Any, Any]) -> Any:
    """What says nothing in ``field``; where no two rows may be the same, the row's own number."""
    if is_text_once(table, field):
        return Concat(Value(GONE), Cast(F("pk"), CharField()))
    return empty(field)


def is_text_once(table: Table, field: Field[Any, Any]) -> bool:
    """Whether a field takes text, and no two rows may hold the same."""
    text = field.get_internal_type() in {"CharField", "TextField", "EmailField", "SlugField"}
    return text and not field.null and _is_unique(table, field)


def _is_unique(table: Table, field: Field[Any, Any]) -> bool:
    meta = table.model._meta
    named = [one.fields for one in meta.constraints if isinstance(one, UniqueConstraint)]
    return field.unique or any(field.name in one for one in [*named, *meta.unique_together])
