"""Where in a statement the predicates stand. Pure: aliases and joins in, places out.

Subjects that an inner join makes equal share one closure predicate. A table that is joined
inner, or is the base, is covered in WHERE; an outer join only in its own ON, so that a row
that must not exist leaves its partner with nulls and does not take it away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models.expressions import Col
from django.db.models.lookups import Exact
from django.db.models.sql.where import AND, WhereNode

from salerno.privacy.registry import registry

OWN, ONE = "own", "one"
MOST_BRIEF = 200


@dataclass(frozen=True)
class Seat:
    """One table of a statement. ``equal``: pairs (own column, alias, column) that joins equate."""

    alias: str
    owner: str  # the owner column, "" where the table is about nobody
    outer: bool
    equal: tuple[tuple[str, str, str], ...] = ()


def shared_closures(seats: Iterable[Seat]) -> frozenset[str]:
    """The aliases whose closure predicate another, equal subject of WHERE already carries."""
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def root(node: tuple[str, str]) -> tuple[str, str]:
        while (up := parent.get(node, node)) != node:
            node = up
        return node

    inner = [one for one in seats if not one.outer]
    names = {one.alias for one in inner}
    for one in inner:
        for own, alias, column in one.equal:
            if alias in names:
                parent[root((one.alias, own))] = root((alias, column))
    first: dict[tuple[str, str], str] = {}
    owned = {one.alias: root((one.alias, one.owner)) for one in inner if one.owner}
    for alias, group in owned.items():
        first.setdefault(group, alias)
    return frozenset(alias for alias, group in owned.items() if first[group] != alias)


def pins(where: Any, viewer: int | None) -> dict[str, str]:
    """The aliases that WHERE itself holds to rows of the viewer's own, or to one key or owner."""
    found: dict[str, str] = {}
    if where.connector != AND or where.negated:
        return found
    for one in where.children:
        if isinstance(one, WhereNode):
            for alias, pin in pins(one, viewer).items():
                if found.get(alias) != OWN:
                    found[alias] = pin
        elif isinstance(one, Exact) and type(one.lhs) is Col and type(one.rhs) is int:
            pin = _pin(one.lhs.target, one.rhs == viewer)
            if pin and found.get(one.lhs.alias) != OWN:
                found[one.lhs.alias] = pin
    return found


def _pin(target: Any, of_viewer: bool) -> str:
    table = registry().tables.get(target.model._meta.db_table)
    if table is not None and table.owner == target.column:
        return OWN if of_viewer else ONE
    return ONE if target.unique else ""


def is_brief(query: Any) -> bool:
    """Whether the database may walk an index and stop: a limit, and no order that is sorted."""
    if query.high_mark is None or query.high_mark > MOST_BRIEF:
        return False
    if query.distinct or query.group_by is not None or query.extra_order_by or query.combinator:
        return False
    meta = query.get_meta()
    order = query.order_by or (meta.ordering if query.default_ordering else ())
    return not order or _is_indexed(meta, order[0])


def is_steady(query: Any) -> bool:
    """Whether every value of a SELECT stands beside a column: nothing computed, nothing grouped."""
    return not (
        query.annotations
        or query.extra
        or query.combinator
        or query.distinct
        or query.group_by is not None
        or query.select_for_update
    )


def _is_indexed(meta: Any, name: Any) -> bool:
    if not isinstance(name, str):
        return False
    name = name.removeprefix("-")
    try:
        field = meta.pk if name == "pk" else meta.get_field(name)
    except FieldDoesNotExist:
        return False
    if not field.concrete or (field.is_relation and field.name == name):
        return False
    listed = any(index.fields[:1] == [field.name] for index in meta.indexes)
    return bool(field.unique or field.db_index or listed)
