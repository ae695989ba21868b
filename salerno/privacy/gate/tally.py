"""How much is said of a person, over many tables at once: one statement in the gate's own words.

For the kernel's purposes that meet a person's own rows: there no cell is masked, and a row's
conditions are all there is to say. Reading every row to count it was most of what an erasure cost.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from salerno.privacy.context import refuse
from salerno.privacy.declare import Clause, Rows
from salerno.privacy.errors import PurposeRefused
from salerno.privacy.gate import predicates
from salerno.privacy.gate.predicates import Place
from salerno.privacy.gate.statement import Statement
from salerno.privacy.gate.words import GuardedSql, Text
from salerno.privacy.registry import Table

_TEXTS = frozenset({"CharField", "TextField", "SlugField", "FileField"})
_EMPTY_JSON = "'null', '\"\"', '[]', '{}'"


def tally(tables: tuple[Table, ...], connection: Any) -> dict[tuple[str, str], int]:
    """By table and clause: in how many rows that may be met something stands. One statement.

    A secret counts in each row. Raises PurposeRefused under a purpose that masks cells.
    """
    if not tables:
        return {}
    statement = Statement(connection)
    sql, params = statement.filled(_text(tables, statement))
    with connection.cursor() as cursor:
        cursor.execute(GuardedSql.of(sql, statement.entry, steady=True), params)
        found = {name: counts for name, *counts in cursor.fetchall()}
    return {
        (table.name, clause.id): count
        for table in tables
        for clause, count in zip(table.clauses, found[table.name], strict=False)
        if count
    }


def _text(tables: tuple[Table, ...], statement: Statement) -> Text:
    """The words of it, remembered like those of every statement about these tables."""
    known, key = statement.situation.froms, ("tally", tables)
    if key not in known:
        width = max(len(one.clauses) for one in tables)
        arms = [_arm(one, statement, width) for one in tables]
        marks = tuple(mark for _, marks in arms for mark in marks)
        known[key] = [(" UNION ALL ".join(text for text, _ in arms), marks)]
    text: Text = known[key][0]
    return text


def _arm(table: Table, statement: Statement, width: int) -> Text:
    guard = statement.guard(table.name)
    if guard is None or not guard.purpose.kernel or guard.purpose.rows is not Rows.OWN:
        raise refuse(PurposeRefused(f"{table.label} is not counted under this purpose."))
    met = predicates.row(Place(guard, table.name, statement.situation))
    counts = [*_counts(table), *["0"] * (width - len(table.clauses))]
    sql = (
        f"SELECT '{table.name}', {', '.join(counts)} "  # noqa: S608  names of ours
        f'FROM "{table.name}" WHERE {" AND ".join(text for text, _ in met)}'
    )
    return sql, tuple(mark for _, marks in met for mark in marks)


@lru_cache(maxsize=512)
def _counts(table: Table) -> tuple[str, ...]:
    return tuple(_count(table, clause) for clause in table.clauses)


def _count(table: Table, clause: Clause) -> str:
    if clause.secret:
        return "COUNT(*)"
    names = {one.name for one in table.columns_of(clause)}
    fields = [one for one in table.model._meta.local_concrete_fields if one.column in names]
    return f"COUNT(*) FILTER (WHERE {' OR '.join(_says(table, one) for one in fields)})"


def _says(table: Table, field: Any) -> str:
    """The cell holds something: the same that ``rights.walk.says_something`` asks of a value."""
    column, kind = f'"{table.name}"."{field.column}"', field.get_internal_type()
    if kind == "JSONField":
        return f"CAST({column} AS TEXT) NOT IN ({_EMPTY_JSON})"
    return f"{column} <> ''" if kind in _TEXTS else f"{column} IS NOT NULL"
