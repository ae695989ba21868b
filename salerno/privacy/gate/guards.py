"""What one purpose may do with one table, under one policy. Computed once and remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from salerno.privacy import law
from salerno.privacy.declare import Clause, Purpose, Reach, Rows
from salerno.privacy.gate.inputs import Situation
from salerno.privacy.law import Basis, Policy, TermKind
from salerno.privacy.purposes import ERASURE, RIGHTS
from salerno.privacy.registry import Registry, Table, registry


@dataclass(frozen=True)
class Cell:
    """Who sees the cells of one clause, and until when.

    ``reach``: the cap of the lattice; ``audience``: the column of the person's own choice, or
    "" where the cap itself is the audience; ``days``: the term, or 0 where time ends nothing.
    """

    clause_id: str
    reach: int
    audience: str
    relations: tuple[str, ...]
    days: int

    @property
    def shape(self) -> tuple[int, str, tuple[str, ...], int]:
        """Two cells of one shape are seen by the same people for the same time."""
        return (self.reach, self.audience, self.relations, self.days)


@dataclass(frozen=True, eq=False)
class Guard:
    """The compiled answer for (table, purpose). ``serves`` is False where nothing is allowed."""

    table: Table
    purpose: Purpose
    serves: bool
    readable: frozenset[str]
    cells: Mapping[str, Cell]  # column -> cell, for clause columns that the purpose may read
    grants: bool = False  # opt-in: the purpose meets granted subjects only
    whole: dict[Any, list[Any]] = field(default_factory=dict, repr=False)  # see ``columns``

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The columns that the purpose may not name."""
        return frozenset(self.table.columns) - self.readable

    @cached_property
    def shapes(self) -> tuple[Cell, ...]:
        """One cell of each different shape: a row exists when one of them is seen."""
        return tuple({one.shape: one for one in self.cells.values()}.values())

    @cached_property
    def masks_people(self) -> bool:
        """Whether cells of one row can be seen by different people."""
        return self.purpose.rows is Rows.OPEN and len(self.shapes) > 1

    @cached_property
    def masks_time(self) -> bool:
        """Whether cells of one row end at different times."""
        return len({one.days for one in self.shapes}) > 1

    @cached_property
    def row_days(self) -> int:
        """The longest term of the row's clauses in days, or 0 where one of them has no end."""
        days = [one.days for one in self.shapes]
        return max(days) if days and all(days) else 0


@dataclass
class Book:
    """Every guard of one purpose under one policy, filled as tables are met."""

    purpose: Purpose
    policy: Policy
    registry: Registry
    guards: dict[str, Guard | None] = field(default_factory=dict)
    situations: dict[Any, Situation] = field(default_factory=dict)

    def guard(self, table_name: str) -> Guard | None:
        """The guard of a table, or None where the table is about nobody."""
        try:
            return self.guards[table_name]
        except KeyError:
            table = self.registry.tables.get(table_name)
            guard = None
            if table is not None and table.owner:
                guard = _guard(table, self.purpose, self.policy)
            self.guards[table_name] = guard
            return guard


_books: dict[tuple[int, str, str], Book] = {}


def book(purpose: Purpose) -> Book:
    """The guards of ``purpose`` under the policy in force."""
    policy = law.in_force()
    known = registry()
    key = (id(known), purpose.id, policy.digest)
    found = _books.get(key)
    if found is None:
        if len(_books) > 500:
            _books.clear()
        found = _books[key] = Book(purpose, policy, known)
    return found


def serves(clause: Clause, purpose: Purpose) -> bool:
    """Whether ``purpose`` may use ``clause``: the declaration's own answer."""
    if purpose is RIGHTS or purpose.any_clause:
        return not clause.secret
    return purpose is ERASURE or purpose in clause.purposes


def may_write(clause: Clause, purpose: Purpose) -> bool:
    """Whether ``purpose`` may write ``clause``. A secret is written where it serves."""
    return serves(clause, purpose)


def _guard(table: Table, purpose: Purpose, policy: Policy) -> Guard:
    readable: set[str] = set()
    cells: dict[str, Cell] = {}
    for column in table.columns.values():
        if column.clause is None:
            readable.add(column.name)
        elif not purpose.keys_only and serves(column.clause, purpose):
            readable.add(column.name)
            cells[column.name] = one = _cell(table, column.clause, policy)
            if one.audience:
                cells[one.audience] = one  # how private it is, is as private
    allowed = purpose.keys_only or bool(cells)
    return Guard(
        table,
        purpose,
        allowed,
        frozenset(readable) if allowed else frozenset(),
        cells,
        purpose.rows is Rows.OPEN and is_opt_in(purpose, policy),
    )


def is_opt_in(purpose: Purpose, policy: Policy) -> bool:
    """Whether the purpose meets only those who are on its list of grants.

    So it is for consent as the base text's own ground, and for a contract about a service
    that not everybody uses.
    """
    if purpose.kernel:
        return False
    basis = policy.purpose(purpose.id).bases[""]
    return basis is Basis.CONSENT or (basis is Basis.CONTRACT and bool(purpose.service))


def _cell(table: Table, clause: Clause, policy: Policy) -> Cell:
    ruled = policy.clause(clause.id)
    cap = min(clause.reach, ruled.reach_max)
    audience = table.audiences.get(clause.id, "")
    days = ruled.term.days if ruled.term.kind is TermKind.DAYS and table.since else 0
    return Cell(
        clause.id,
        int(cap),
        audience if cap > Reach.ME else "",
        tuple(one.id for one in clause.relations),
        days,
    )
