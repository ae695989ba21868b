"""How the term of each clause ends in each table, read from the policy in force.

Nothing here is written by a room: the clause says what erasure does, the pack how long.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, Field, OuterRef, Q, Subquery

from salerno.privacy import law
from salerno.privacy.declare import Clause, OnErase
from salerno.privacy.law import Term, TermKind
from salerno.privacy.models import Subject
from salerno.privacy.registry import Table, registry
from salerno.privacy.rights.fate import can_be_blank, children_first, empty
from salerno.privacy.rights.others import GONE, attname, is_text_once

WITH_ACCOUNT = frozenset({TermKind.ACCOUNT, TermKind.CLEARED})


@dataclass(frozen=True)
class Ending:
    """One clause in one table. ``moves``: at the end its rows go on without a name."""

    table: Table
    clause: Clause
    term: Term

    @property
    def is_by_row(self) -> bool:
        """Whether the clock is the row's own; else it is the account's, or there is none."""
        return self.term.kind is TermKind.DAYS and bool(self.table.since)

    @property
    def is_by_account(self) -> bool:
        """Whether the clock starts when the account ends. What the person may clear ends too."""
        return self.term.kind in WITH_ACCOUNT

    @property
    def moves(self) -> bool:
        """What others go on reading, at the end of the account, belongs to nobody from then on."""
        return self.is_by_account and self.clause.erasure.kind is OnErase.REATTRIBUTE

    @property
    def since(self) -> str:
        """The attribute from which a term in days is counted."""
        return self.table.columns[self.table.since].attname

    @cached_property
    def fields(self) -> tuple[Field[Any, Any], ...]:
        """The fields of the clause that can be emptied: no keys, no times that must be there."""
        names = {one.name for one in self.table.columns_of(self.clause)}
        fields = self.table.model._meta.local_concrete_fields
        return tuple(one for one in fields if one.column in names and can_be_blank(one))

    def ended(self, moment: datetime) -> Q | None:
        """The rows in which the term has ended by ``moment``; None where it never does."""
        if self.is_by_row:
            return Q(**{f"{self.since}__lte": moment - timedelta(days=self.term.days)})
        if not self.is_by_account:
            return None
        until = moment - timedelta(days=self.term.days)
        ended = Subject.objects.filter(pk=OuterRef(attname(self.table)), ended_at__lte=until)
        if self.moves:
            ended = ended.exclude(state=Subject.State.PSEUDONYM)
        return Q(Exists(ended))

    def clock(self) -> Any:
        """The expression of the moment from which the term is counted."""
        if self.is_by_row:
            return F(self.since)
        owner = Subject.objects.filter(pk=OuterRef(attname(self.table)))
        return Subquery(owner.values("ended_at")[:1])

    @property
    def span(self) -> timedelta:
        """How long after that moment."""
        return timedelta(days=self.term.days)


def endings(table: Table) -> tuple[Ending, ...]:
    """The clauses of ``table``, each with its term."""
    policy = law.in_force()
    return tuple(Ending(table, one, policy.clause(one.id).term) for one in table.clauses)


def swept_tables() -> list[Table]:
    """The tables about somebody, those that point to others first. Subjects stay for ever."""
    return children_first(one for one in registry().personal() if one.model is not Subject)


def unclocked() -> list[str]:
    """Sentences about terms in days which no column starts."""
    return [
        f"{one.table.label}: {one.clause.id} has a term in days, and no column to count it from: "
        "give `since=` in its declaration."
        for table in swept_tables()
        for one in endings(table)
        if one.term.kind is TermKind.DAYS and not one.is_by_row
    ]


def says_something(table: Table, field: Field[Any, Any]) -> Q:
    """The rows in which a cell holds more than nothing."""
    if field.null:
        return Q(**{f"{field.attname}__isnull": False})
    if is_text_once(table, field):
        return ~Q(**{f"{field.attname}__startswith": GONE})
    return ~Q(**{field.attname: empty(field)})
