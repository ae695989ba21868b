"""Rows as text, so that they can be put away and brought back, and what an erasure touches.

Everything is derived from the registry. A row is read whole, secrets included, under ERASURE.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BinaryField, Field, JSONField, Model, Q

from salerno.privacy.fields import SubjectKey
from salerno.privacy.registry import Table, registry
from salerno.privacy.rights.fate import fate
from salerno.privacy.rights.others import attname

type Cells = dict[str, Any]
"""A row by attribute: text as the column writes it, or None; of JSON the value itself."""

AT_ONCE = 500


def cells(row: Model) -> Cells:
    """A row as text."""
    return {one.attname: _said(one, row) for one in row._meta.local_concrete_fields}


def _said(one: Field[Any, Any], row: Model) -> Any:
    return None if getattr(row, one.attname) is None else one.value_to_string(row)


def value(one: Field[Any, Any], said: Any) -> Any:
    """The value of a cell. Raises ValueError where the column no longer takes such text."""
    if said is None or isinstance(one, JSONField):
        return said
    try:
        read = one.to_python(said)
    except ValidationError as error:
        raise ValueError(f"{one.name}: {error.messages[0]}") from error
    return bytes(read) if isinstance(one, BinaryField) else read


def row_of(table: Table, said: Cells) -> Model:
    """A row as the table stands now: columns that are gone are left out, new ones have defaults."""
    row = table.model()
    for one in table.model._meta.local_concrete_fields:
        if one.attname not in said:
            continue
        try:
            setattr(row, one.attname, value(one, said[one.attname]))
        except ValueError:  # the column is of another kind by now: its default stands
            continue
    return row


def touched(subject: int) -> dict[str, dict[str, Cells]]:
    """Every row that an erasure of ``subject`` would touch, by table and key.

    Their own; those of others in which they stand in a role; those that point to theirs.
    """
    found: dict[str, dict[str, Cells]] = {}
    for table in registry().tables.values():
        rows = {
            str(row.pk): cells(row)
            for asked in _about(table, subject)
            for row in table.model._base_manager.filter(asked)
        }
        if rows:
            found[table.name] = rows
    return found


def _about(table: Table, subject: int) -> Iterator[Q]:
    if table.owner:
        yield Q(**{attname(table): subject})
    for one in roles(table):
        yield Q(**{one.attname: subject})
    for field, partner in going(table):
        yield Q(**{f"{field.name}__{attname(partner)}": subject})


def roles(table: Table) -> list[SubjectKey]:
    """The columns in which somebody other than the owner stands."""
    fields = table.model._meta.local_concrete_fields
    return [one for one in fields if isinstance(one, SubjectKey) and one.role]


def going(table: Table) -> Iterator[tuple[Any, Table]]:
    """The keys of ``table`` that lead to rows which an erasure deletes, owners' own left out."""
    known = registry().tables
    fields: list[Any] = list(table.model._meta.local_concrete_fields)
    for one in fields:
        if one.is_relation and one.column != table.owner:
            partner = known.get(one.related_model._meta.db_table)
            if partner is not None and partner.owner and fate(partner).rows_go:
                yield one, partner


def present(table: Table, keys: Iterable[str]) -> dict[str, Cells]:
    """Those of the rows that are stored now, by key."""
    some, found = list(keys), {}
    for first in range(0, len(some), AT_ONCE):
        rows = table.model._base_manager.filter(pk__in=some[first : first + AT_ONCE])
        found.update({str(row.pk): cells(row) for row in rows})
    return found
