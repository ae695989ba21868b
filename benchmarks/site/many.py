"""Long lists: each row of the demonstration copied often, below the gate, whatever table it is in.

Of every three copies one stands in a copy of the whole house (its parents are copied too), one
under the same parents and with the same person, and one under the same parents with another
person. So a list of ten becomes one of thousands, whatever it lists: somebody's, a parent's, or
everything there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import UniqueConstraint

from benchmarks.site.people import HOLDING, NUMBERS, TEXTS, UUIDS
from salerno.privacy.fields import SubjectKey, SubjectPrimaryKey
from salerno.privacy.registry import Table, registry

STRIDE = 100_000  # between the keys of two rows, once they are copied
LEAST, EACH, MOST = 10_000, 1_000, 60_000  # rows of a table; copies of a row; rows of a table
# What holds, closes or is chained changes the house itself; of these there is no list of rows.
ALONE = HOLDING | {
    "privacy_ledgerentry", "privacy_closure", "privacy_closedcell", "privacy_sweepreport",
    "privacy_restriction", "web_periodicrun", "web_versionineffect", "access_meter",
}  # fmt: skip
NAMED = {
    "item_id": "catalog_item", "post_id": "discuss_post", "employer_id": "careers_employer",
}  # fmt: skip
# Words that stand for one of few things: another value would be none of them.
FIXED = frozenset({
    "purpose", "reason", "clause", "kind", "topic", "role", "service", "relation", "source",
    "scope", "name", "channel", "about", "placement",
})  # fmt: skip
HOUSE, SAME, OTHERS = 0, 1, 2  # what a copy's number, divided by three, leaves
WHOLE_NUMBERS = ("IntegerField", "PositiveIntegerField", "PositiveSmallIntegerField",
                 "SmallIntegerField", "BigIntegerField", "PositiveBigIntegerField")  # fmt: skip
quote: Any = connection.ops.quote_name


def grow(times: int = 0, after: int = 0) -> int:
    """Copy the rows of every table, ``times`` or until it has many; how many rows there are.

    ``after``: how many copies there are already.
    """
    gate: Any = connection
    tables = [one for one in registry().tables.values() if one.name not in ALONE]
    with gate.gate_open(), connection.cursor() as cursor:
        for one in tables:
            _copy(cursor, one, times, after)
        for name in connection.introspection.table_names(cursor):
            if name.startswith(("closed_", "granted_")):
                cursor.execute(
                    f"INSERT INTO {name} (subject) SELECT s.id FROM privacy_subject s, {name} g "
                    f"WHERE s.id > {STRIDE} AND g.subject = s.id / {STRIDE} "
                    "ON CONFLICT DO NOTHING"
                )
        for _turn in range(3):  # what hangs on a row that was not copied goes, and what hangs on it
            for one in tables:
                _prune(cursor, one)
        return sum(_count(cursor, one) for one in tables)


def refreshed() -> None:
    """Let the database know how its tables lie now."""
    gate: Any = connection
    with gate.gate_open(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _count(cursor: Any, table: Table) -> int:
    cursor.execute(f"SELECT COUNT(*) FROM {quote(table.name)}")
    return int(cursor.fetchone()[0])


def _copy(cursor: Any, table: Table, times: int, after: int) -> None:
    rows = _count(cursor, table)
    if not rows:
        return
    times = times or min(max(LEAST // rows, min(EACH, MOST // rows), 3), LEAST)
    about: Any = table.model._meta
    fields, key = about.local_concrete_fields, about.pk
    is_text = key.get_internal_type() in {*TEXTS, "UUIDField"}
    only = "" if is_text else f"AND s.{quote(key.column)} < {STRIDE}"  # no copies of copies
    values = [_value(table, one) for one in fields]
    cursor.execute(
        f"INSERT INTO {quote(table.name)} ({', '.join(quote(one.column) for one in fields)}) "
        f"{NUMBERS} SELECT {', '.join(values)} FROM n, {quote(table.name)} AS s WHERE n.x > %s "
        f"{only} ON CONFLICT DO NOTHING",
        [times, after],
    )


def _prune(cursor: Any, table: Table) -> None:
    about: Any = table.model._meta
    for one in about.local_concrete_fields:
        if one.is_relation:
            column, target = quote(one.column), one.related_model._meta
            cursor.execute(
                f"DELETE FROM {quote(table.name)} WHERE {column} IS NOT NULL AND {column} NOT IN "
                f"(SELECT {quote(target.pk.column)} FROM {quote(target.db_table)})"
            )


def _value(table: Table, field: Any) -> str:
    """The copied value of one column, as SQL over ``s``, the row, and ``n.x``, the copy."""
    quoted = f"s.{quote(field.column)}"
    if field.primary_key and not isinstance(field, SubjectPrimaryKey):
        return _another(field, quoted) if field.get_internal_type() in TEXTS or (
            field.get_internal_type() == "UUIDField"
        ) else f"{quoted} * {STRIDE} + n.x"  # fmt: skip
    if _target(field):
        modes = _modes(table, field)
        kept = f"{quoted} * {STRIDE} + n.x"
        listed = ", ".join(map(str, sorted(modes)))
        return kept if len(modes) == 3 else (
            f"CASE WHEN n.x %% 3 IN ({listed}) THEN {kept} ELSE {quoted} END"
        )  # fmt: skip
    return _another(field, quoted) if _varies(table, field) else quoted


def _target(field: Any) -> str:
    """The table that a column leads to and that is copied, or nothing."""
    if field.is_relation:
        about = field.related_model._meta
        is_text = about.pk.get_internal_type() in {*TEXTS, "UUIDField"}
        name = str(about.db_table)
        return "" if is_text or name not in registry().tables or name in ALONE else name
    return NAMED.get(field.column, "")


def _modes(table: Table, field: Any) -> set[int]:
    """In which sort of copy a key leads to the copy of what it led to."""
    if field.unique or isinstance(field, SubjectPrimaryKey):
        return {HOUSE, SAME, OTHERS}
    found = {HOUSE}
    if field.column == table.owner or (
        (target := registry().tables.get(_target(field))) and target.owner
        and not isinstance(field, SubjectKey) and target.name != "privacy_subject"
    ):  # fmt: skip
        found.add(OTHERS)
    for one in _sets(table):
        relations = [name for name in one if _target(table.model._meta.get_field(name))]
        if field.name in relations and not _scalars(table, one):
            place = [name for name in relations if not _is_owner(table, name)].index
            if not _is_owner(table, field.name):
                found.add((SAME, OTHERS)[min(place(field.name), 1)])
    return found


def _is_owner(table: Table, name: str) -> bool:
    field: Any = table.model._meta.get_field(name)
    return bool(field.column == table.owner)


def _sets(table: Table) -> Iterator[tuple[str, ...]]:
    """Every set of columns that may stand once only."""
    for one in table.model._meta.constraints:
        if isinstance(one, UniqueConstraint) and one.fields:
            yield tuple(one.fields)
    yield from (tuple(one) for one in table.model._meta.unique_together)


def _scalars(table: Table, names: tuple[str, ...]) -> list[str]:
    """Of a set that may stand once only, what may be another in each copy."""
    fields = [table.model._meta.get_field(one) for one in names]
    return [
        one.name for one in fields
        if not _target(one) and not one.is_relation and one.name not in FIXED
        and not getattr(one, "choices", None)
    ]  # fmt: skip


def _varies(table: Table, field: Any) -> bool:
    if field.unique or field.column == "email":
        return True
    return any(field.name in _scalars(table, one)[-1:] for one in _sets(table))


def _another(field: Any, quoted: str) -> str:
    """A value of the same kind that no other copy has."""
    kind = field.get_internal_type()
    if kind in WHOLE_NUMBERS:
        return f"{quoted} + n.x * 3"
    later = {"sqlite": f"date({quoted}, n.x || ' days')", "postgresql": f"{quoted} + n.x"}
    found = {"UUIDField": UUIDS[connection.vendor], "DateField": later[connection.vendor]}
    if field.column == "email":
        return f"n.x || '.' || {quoted}"
    if kind in TEXTS:
        return f"substr({quoted}, 1, {(field.max_length or 100) - 6}) || '-' || n.x"
    return found.get(kind, quoted)
