"""The truth that the gate is held to: one row, one cell, one write at a time, without SQL.

It is written for a reader and shares no line with the compiler. Property tests compare both
on both databases. A table that is about nobody does not come here: all of it is seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from salerno.privacy.context import Viewer
from salerno.privacy.declare import Clause, Purpose, Reach, Rows
from salerno.privacy.law import Basis, Policy, TermKind
from salerno.privacy.purposes import ERASURE, RIGHTS
from salerno.privacy.registry import Table

type Row = Mapping[str, Any]


@dataclass(frozen=True)
class Bond:
    """One tie: ``viewer`` stands in the relation ``kind`` to ``owner``."""

    owner: int
    viewer: int
    kind: str
    reach: int
    scope: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Seat:
    """One place: ``owner`` belongs to ``scope``, at a level of the lattice, in a relation."""

    owner: int
    scope: str
    relation: str
    reach: int
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Facts:
    """Everything that decides, besides the declaration and the row itself."""

    policy: Policy
    now: datetime
    closed: frozenset[tuple[str, int]] = frozenset()  # (purpose, subject)
    granted: frozenset[tuple[str, int]] = frozenset()
    contested: frozenset[tuple[int, str]] = frozenset()  # (subject, clause)
    bonds: tuple[Bond, ...] = field(default=())
    seats: tuple[Seat, ...] = field(default=())
    seals: frozenset[int] = frozenset()  # the numbers of those that have not ended


@dataclass(frozen=True)
class Question:
    """Who looks at a table, for what."""

    table: Table
    purpose: Purpose
    viewer: Viewer
    facts: Facts

    def owner(self, row: Row) -> int:
        """Whom a row is about."""
        return int(row[self.table.owner])


def may_read(question: Question, column: str) -> bool:
    """Whether the purpose may name a column at all."""
    clause = question.table.columns[column].clause
    if not serves_table(question):
        return False
    return clause is None or _uses(question.purpose, clause)


def serves_table(question: Question) -> bool:
    """Whether the purpose has any business with the table."""
    return question.purpose.keys_only or bool(_clauses(question))


def row_exists(question: Question, row: Row) -> bool:
    """Whether a stored row exists for who asks."""
    purpose, viewer = question.purpose, question.viewer
    if not serves_table(question):
        return False
    if purpose.rows is Rows.EVERY:
        return purpose.kernel or _some_clause_lives(question, row)
    if purpose.rows is Rows.OWN:
        own = viewer.subject is not None and question.owner(row) == viewer.subject
        own = own and not _is_sealed(question, row)
        return own and (purpose.kernel or _some_clause_lives(question, row))
    return is_open(question, question.owner(row)) and _some_clause_is_seen(question, row)


def _is_sealed(question: Question, row: Row) -> bool:
    """Whether the law forbids, just now, that its owner is told of a row."""
    sealed = question.table.sealed
    return bool(sealed) and row[sealed] in question.facts.seals


def _some_clause_is_seen(question: Question, row: Row) -> bool:
    """A row of which no cell is seen does not exist."""
    if question.viewer.machine:
        return _some_clause_lives(question, row)
    clauses = _clauses(question)
    return not clauses or any(
        _in_reach(question, row, one) and _lives(question, row, one) for one in clauses
    )


def cell_visible(question: Question, row: Row, column: str) -> bool:
    """Whether one cell of a row that exists is seen. A hidden cell reads as nothing."""
    if not may_read(question, column):
        return False
    purpose, clause = question.purpose, _clause_of(question, column)
    if clause is None or (purpose.kernel and purpose.rows is not Rows.OPEN):
        return True
    return _lives(question, row, clause) and _cell_is_open(question, row, clause)


def _cell_is_open(question: Question, row: Row, clause: Clause) -> bool:
    """Nobody contests the cell, and the viewer stands in its audience.

    A restriction binds every use but the person's own, and legal claims.
    """
    purpose = question.purpose
    if purpose.rows is Rows.OWN:
        return True
    restricted = (question.owner(row), clause.id) in question.facts.contested
    if restricted and not purpose.meets_restricted:
        return False
    if purpose.rows is Rows.EVERY:
        return True
    return bool(question.viewer.machine) or _in_reach(question, row, clause)


def may_change(question: Question, row: Row) -> bool:
    """Whether a row may be changed or deleted: a wide audience may look, not write."""
    if not serves_table(question):
        return False
    purpose, viewer = question.purpose, question.viewer
    if purpose.rows is not Rows.OPEN or viewer.machine:
        return row_exists(question, row)
    owner = question.owner(row)
    if not is_open(question, owner) or not _some_clause_lives(question, row):
        return False
    return owner == viewer.subject or any(
        _is_related(question, row, one) for one in _clauses(question)
    )


def is_open(question: Question, subject: int) -> bool:
    """Whether a subject is met under the purpose."""
    facts, purpose = question.facts, question.purpose
    if (purpose.id, subject) in facts.closed:
        return False
    if purpose.kernel:
        return True
    basis = facts.policy.purpose(purpose.id).bases[""]
    listed = basis is Basis.CONSENT or (basis is Basis.CONTRACT and bool(purpose.service))
    return not listed or (purpose.id, subject) in facts.granted


def _uses(purpose: Purpose, clause: Clause) -> bool:
    if purpose.keys_only:
        return False
    if purpose is RIGHTS:
        return not clause.secret
    return purpose is ERASURE or purpose in clause.purposes


def _clauses(question: Question) -> list[Clause]:
    return [one for one in question.table.clauses if _uses(question.purpose, one)]


def _clause_of(question: Question, column: str) -> Clause | None:
    """The clause of a cell. How private a cell is, is as private as the cell."""
    for clause in _clauses(question):
        if question.table.audiences.get(clause.id) == column and _cap(question, clause) > Reach.ME:
            return clause
    return question.table.columns[column].clause


def _cap(question: Question, clause: Clause) -> int:
    return int(min(clause.reach, question.facts.policy.clause(clause.id).reach_max))


def _days(question: Question, clause: Clause) -> int:
    term = question.facts.policy.clause(clause.id).term
    return term.days if term.kind is TermKind.DAYS and question.table.since else 0


def _lives(question: Question, row: Row, clause: Clause) -> bool:
    """Whether a clause's cells are within their term."""
    days = _days(question, clause)
    if not days:
        return True
    return bool(row[question.table.since] > question.facts.now - timedelta(days=days))


def _some_clause_lives(question: Question, row: Row) -> bool:
    clauses = _clauses(question)
    return not clauses or any(_lives(question, row, one) for one in clauses)


def _in_reach(question: Question, row: Row, clause: Clause) -> bool:
    """Whether the viewer stands in the audience: the cap, and the person's choice under it."""
    viewer, owner = question.viewer, question.owner(row)
    column = question.table.audiences.get(clause.id)
    cap = _cap(question, clause)
    reach = min(cap, row[column]) if column and cap > Reach.ME else cap
    if reach >= Reach.PUBLIC or viewer.subject is None:
        return reach >= Reach.PUBLIC
    if reach >= Reach.MEMBERS or owner == viewer.subject:
        return True
    tied = any(one.reach <= reach for one in _live_bonds(question, owner))
    if tied and not question.table.scope:
        return True
    placed = any(one.reach <= reach for one in _seats_towards(question, row))
    return placed or _is_related(question, row, clause)


def _is_related(question: Question, row: Row, clause: Clause) -> bool:
    """By a named tie to the owner, or by the viewer's place where the row belongs."""
    names = {one.id for one in clause.relations}
    here = any(one.relation in names for one in _seats_towards(question, row))
    return here or _named_tie(question, question.owner(row), clause)


def _seats_towards(question: Question, row: Row) -> list[Seat]:
    """The viewer's live places in the row's scope, or in one where the owner has a live place."""
    seats = [one for one in question.facts.seats if _is_live(one, question.facts.now)]
    mine = [one for one in seats if one.owner == question.viewer.subject]
    if question.table.scope:
        return [one for one in mine if one.scope == row[question.table.scope]]
    theirs = {one.scope for one in seats if one.owner == question.owner(row)}
    return [one for one in mine if one.scope in theirs]


def _named_tie(question: Question, owner: int, clause: Clause) -> bool:
    """A relation outside of the lattice; that of a case counts while the case is worked on."""
    names = {one.id for one in clause.relations}
    return any(
        one.kind in names
        and (
            one.kind != "case" or (bool(question.viewer.case) and one.scope == question.viewer.case)
        )
        for one in _live_bonds(question, owner)
    )


def _live_bonds(question: Question, owner: int) -> list[Bond]:
    now = question.facts.now
    return [
        one
        for one in question.facts.bonds
        if one.owner == owner and one.viewer == question.viewer.subject and _is_live(one, now)
    ]


def _is_live(one: Bond | Seat, now: datetime) -> bool:
    return one.since <= now and (one.until is None or one.until > now)
