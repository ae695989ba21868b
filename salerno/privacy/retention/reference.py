"""The truth that the sweep is held to: rows in, rows out, without SQL.

It is written for a reader and shares no line with ``work`` and ``sweep``. Property tests compare
both on both databases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from salerno.privacy.declare import Clause, OnErase
from salerno.privacy.law import Policy, TermKind
from salerno.privacy.registry import Table

type Row = dict[str, Any]
type Rows = dict[str, list[Row]]

NOBODY = "nobody"  # the owner of a row that a pseudonym keeps


@dataclass(frozen=True)
class Person:
    """What decides about somebody: whether and when the account ended, and what is held."""

    ended_at: datetime | None = None
    is_pseudonym: bool = False
    held: frozenset[str] = frozenset()  # ids of clauses
    holds_everything: bool = False


@dataclass(frozen=True)
class Facts:
    """Everything that decides, besides declarations and rows.

    ``blank``: by table and column, what says nothing there. ``keys``: by table, its columns that
    lead to other tables: (column, table, whether it may be empty). ``own_key``: tables whose
    rows have their owner as their key; such a row does not change hands while it is pointed to.
    """

    policy: Policy
    now: datetime
    people: Mapping[int, Person]
    blank: Mapping[tuple[str, str], Any]
    keys: Mapping[str, Sequence[tuple[str, str, bool]]] = field(default_factory=dict)
    own_key: frozenset[str] = frozenset()


def swept(tables: Sequence[Table], rows: Rows, facts: Facts) -> Rows:
    """The rows that are stored after a sweep. ``tables``: who points to another before it."""
    left = {name: [dict(one) for one in some] for name, some in rows.items()}
    for table in tables:
        kept: list[Row] = []
        for row in left[table.name]:
            if _goes(table, row, facts) and not _is_pointed_at(table, row, left, facts):
                _let_go(table, row, left, facts)
            else:
                if table.name in facts.own_key and _moves(table, row, facts):
                    _let_go(table, row, left, facts)  # its key changes with its owner
                kept.append(_what_stays(table, row, facts))
        left[table.name] = kept
    return left


def _what_stays(table: Table, row: Row, facts: Facts) -> Row:
    if _moves(table, row, facts):
        gone = [one for one in table.clauses if one.erasure.kind is OnErase.DELETE]
        return _emptied(table, row, gone, facts) | {table.owner: NOBODY}
    if _goes(table, row, facts):
        shell = _emptied(table, row, table.clauses, facts)
        return shell if table.name in facts.own_key else shell | {table.owner: NOBODY}
    ended = [one for one in table.clauses if _may_go(table, row, one, facts)]
    return _emptied(table, row, ended, facts)


def _goes(table: Table, row: Row, facts: Facts) -> bool:
    """Every clause of the row has ended, none is held, and nobody goes on reading it."""
    return not _moves(table, row, facts) and all(
        _may_go(table, row, one, facts) for one in table.clauses
    )


def _may_go(table: Table, row: Row, clause: Clause, facts: Facts) -> bool:
    if _goes_on_without_a_name(clause, facts):
        return False
    return _has_ended(table, row, clause, facts) and not _is_held(table, row, clause, facts)


def _moves(table: Table, row: Row, facts: Facts) -> bool:
    """What others read: the account of its owner has ended, and nothing of the row is held."""
    if facts.people[row[table.owner]].is_pseudonym:
        return False
    ended = any(
        _goes_on_without_a_name(one, facts) and _has_ended(table, row, one, facts)
        for one in table.clauses
    )
    return ended and not any(_is_held(table, row, one, facts) for one in table.clauses)


def _goes_on_without_a_name(clause: Clause, facts: Facts) -> bool:
    kind = facts.policy.clause(clause.id).term.kind
    by_account = kind in (TermKind.ACCOUNT, TermKind.CLEARED)
    return by_account and clause.erasure.kind is OnErase.REATTRIBUTE


def _has_ended(table: Table, row: Row, clause: Clause, facts: Facts) -> bool:
    term = facts.policy.clause(clause.id).term
    span = timedelta(days=term.days)
    if term.kind is TermKind.INDEFINITE:
        return False
    if term.kind is TermKind.DAYS:
        return bool(table.since) and bool(row[table.since] + span <= facts.now)
    ended_at = facts.people[row[table.owner]].ended_at
    return ended_at is not None and ended_at + span <= facts.now


def _is_held(table: Table, row: Row, clause: Clause, facts: Facts) -> bool:
    if clause.secret:
        return False
    person = facts.people[row[table.owner]]
    return person.holds_everything or clause.id in person.held


def _is_pointed_at(table: Table, row: Row, left: Rows, facts: Facts) -> bool:
    """Somebody's row must lead to this one, and is still there."""
    return any(
        other[column] == row["id"]
        for name, keys in facts.keys.items()
        for column, target, may_be_empty in keys
        if target == table.name and not may_be_empty
        for other in left[name]
    )


def _let_go(table: Table, row: Row, left: Rows, facts: Facts) -> None:
    for name, keys in facts.keys.items():
        for column, target, may_be_empty in keys:
            for other in left[name]:
                if target == table.name and may_be_empty and other[column] == row["id"]:
                    other[column] = None


def _emptied(table: Table, row: Row, clauses: Sequence[Clause], facts: Facts) -> Row:
    empty = {
        one.name: facts.blank[table.name, one.name]
        for clause in clauses
        for one in table.columns_of(clause)
    }
    return {**row, **empty}
