"""What is due in each table, as rows to be worked on. Reads only; ``sweep`` carries it out.

A row goes when the last of its clauses has ended; before that the cells of an ended clause are
emptied. A row to which somebody's row must point stays as a shell that says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Field, OuterRef, Q

from salerno.privacy.declare import Clause
from salerno.privacy.holds import held
from salerno.privacy.models import Subject
from salerno.privacy.registry import Table, registry
from salerno.privacy.retention.live import busy
from salerno.privacy.retention.terms import Ending, endings, says_something
from salerno.privacy.rights.others import attname

NOBODY = Q(pk__in=())


class What(StrEnum):
    """What happens to rows that are due."""

    REATTRIBUTE = "re-attribute"
    DELETE = "delete row"
    SHELL = "empty row"  # others must point to it
    BLANK = "blank cells"


@dataclass(frozen=True)
class Piece:
    """Rows of one table that are due in one way, and the fields that this is about."""

    table: Table
    what: What
    clauses: tuple[Clause, ...]
    fields: tuple[Field[Any, Any], ...]
    endings: tuple[Ending, ...] = field(repr=False)
    asked: Q = field(repr=False)

    @property
    def rows(self) -> Any:
        """The rows, as they are stored just now."""
        return self.table.model._base_manager.filter(self.asked)


@dataclass(frozen=True)
class _Due:
    """Each clause of a table with the rows in which it has ended."""

    table: Table
    ended: tuple[tuple[Ending, Q | None], ...]

    def whole(self) -> Q | None:
        """The rows in which every clause has ended, and none is held."""
        found = Q()
        for one, asked in self.ended:
            if asked is None or one.moves:
                return None
            found &= asked & ~held(self.table, one.clause)
        return found


def pieces(table: Table, moment: datetime) -> list[Piece]:
    """What is due in ``table`` by ``moment``, in the order in which it is done."""
    due = _Due(table, tuple((one, one.ended(moment)) for one in endings(table)))
    idle = _idle(table)
    return [*_moves(due, idle), *_rows(due, idle), *_cells(due, idle)]


def _idle(table: Table) -> Q:
    used = busy(table)
    return Q() if used is None else ~used


def _moves(due: _Due, idle: Q) -> list[Piece]:
    """What others go on reading: its owner's account has ended, and nothing of the row is held."""
    moving = [(one, asked) for one, asked in due.ended if one.moves and asked is not None]
    if not moving:
        return []
    table = due.table
    asked = reduce(or_, (asked for _, asked in moving)) & idle
    if owner_is_key(table):
        asked &= ~pointed_at(table)
    for one in table.clauses:
        asked &= ~held(table, one)
    ends = tuple(one for one, _ in moving)
    return [Piece(table, What.REATTRIBUTE, tuple(one.clause for one in ends), (), ends, asked)]


def _rows(due: _Due, idle: Q) -> list[Piece]:
    """Rows of which every clause has ended: deleted, or emptied where others must point to them."""
    whole = due.whole()
    if whole is None:
        return []
    table, ends = due.table, tuple(one for one, _ in due.ended)
    asked, pointed = whole & idle, pointed_at(table)
    fields = tuple(each for one in ends for each in one.fields)
    gone = Piece(table, What.DELETE, table.clauses, fields, ends, asked & ~pointed)
    says = reduce(or_, (says_something(table, one) for one in fields), _is_somebodys(table))
    shell = Piece(table, What.SHELL, table.clauses, fields, ends, asked & pointed & says)
    return [gone] if pointed is NOBODY else [gone, shell]


def owner_is_key(table: Table) -> bool:
    """Whether a row's own key is its owner, so that it cannot change hands while pointed to."""
    return table.model._meta.pk.column == table.owner


def _is_somebodys(table: Table) -> Q:
    """The rows that a person still owns, where they can change hands."""
    if owner_is_key(table):
        return NOBODY
    people = Subject.objects.exclude(state=Subject.State.PSEUDONYM)
    return Q(Exists(people.filter(pk=OuterRef(attname(table)))))


def _cells(due: _Due, idle: Q) -> list[Piece]:
    """Cells of an ended clause, in rows that another clause still keeps."""
    table = due.table
    whole = due.whole()
    found = []
    for one, asked in due.ended:
        if asked is None or one.moves or len(due.ended) == 1:
            continue
        says = reduce(or_, (says_something(table, each) for each in one.fields), NOBODY)
        rows = asked & ~held(table, one.clause) & says & idle
        if whole is not None:
            rows &= ~whole
        found.append(Piece(table, What.BLANK, (one.clause,), one.fields, (one,), rows))
    return found


def pointed_at(table: Table) -> Q:
    """The rows to which a row about somebody must point; keys that may be empty let go."""
    found = [
        Q(Exists(other.model._base_manager.filter(**{field.attname: OuterRef(_target(field))})))
        for other, field in leading_to(table)
        if other.owner and not field.null
    ]
    return reduce(or_, found) if found else NOBODY


def leading_to(table: Table) -> list[tuple[Table, Any]]:
    """The keys of all tables that lead to ``table``, those that say whose a row is included."""
    return [
        (other, field)
        for other in registry().tables.values()
        for field in other.model._meta.local_concrete_fields
        if field.is_relation and field.related_model is table.model
    ]


def _target(field: Any) -> str:
    return str(field.target_field.attname)


def kept(table: Table, moment: datetime) -> tuple[int, int]:
    """How many rows with an ended clause stay for a hold, and how many for work that goes on."""
    on_hold, at_work = NOBODY, NOBODY
    used = busy(table)
    for one in endings(table):
        asked = one.ended(moment)
        if asked is not None:
            on_hold |= asked & held(table, one.clause)
            at_work |= asked & used if used is not None else NOBODY
    rows = table.model._base_manager
    return rows.filter(on_hold).count(), rows.filter(at_work).count()
