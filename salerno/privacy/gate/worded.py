"""Writes that come back for one person after another: worded once, then filled.

To word an UPDATE takes Django many times what a database takes to run it, and an erasure writes
to every table there is. The gate compiles each of them once for a purpose, with numbers in it
that nobody has, and puts in their place who it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.db.models.sql import DeleteQuery, Query, UpdateQuery

from salerno.privacy.gate.statement import Statement
from salerno.privacy.gate.words import GuardedSql, Sql

SUBJECT, PSEUDONYM = 2**62 + 1, 2**62 + 2

type Write = tuple[Hashable, Callable[[], Query]]  # a name, and what makes the statement


@dataclass(frozen=True)
class Parting:
    """Who goes, and who stands where they stood."""

    subject: int
    pseudonym: int
    connection: Any

    def write(self, key: Hashable, make: Callable[[], Query]) -> int:
        """Run the statement that ``make`` makes about SUBJECT and PSEUDONYM; how many rows it met.

        ``key`` is its name: what is made under one is the same each time; None if it is not.
        """
        statement = Statement(self.connection)
        return self._run(self._worded(key, make, statement), statement)

    def write_all(self, writes: Iterable[Write]) -> None:
        """Run statements of which no two meet the same row, in one where the database can."""
        statement = Statement(self.connection)
        words = [self._worded(key, make, statement) for key, make in writes]
        for one in self.connection.gate_joined([some for some in words if some[0]]):
            self._run(one, statement)

    def _worded(self, key: Hashable, make: Callable[[], Query], statement: Statement) -> Sql:
        known, name = statement.situation.froms, ("worded", key)
        words: Sql | None = known.get(name)
        if words is None:
            words = _words(make(), statement)
            if key is not None and statement.is_plain:
                known[name] = words
        return words

    def _run(self, words: Sql, statement: Statement) -> int:
        sql, params = words
        if not sql:
            return 0
        who = {SUBJECT: self.subject, PSEUDONYM: self.pseudonym}
        filled = [who.get(one, one) if type(one) is int else one for one in params]
        with self.connection.cursor() as cursor:
            cursor.execute(GuardedSql.of(sql, statement.entry, steady=True), filled)
            return int(cursor.rowcount)


def _words(query: Query, statement: Statement) -> Sql:
    """The words that the gate's compilers find for ``query``; "" where it can meet no row."""
    connection = statement.connection
    connection.gate_now = statement
    try:
        sql, params = query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return "", ()
    finally:
        connection.gate_now = None
    return str(sql), tuple(params)


def deletion(rows: QuerySet[Any]) -> Query:
    """One DELETE of ``rows``; Django's own loads what it deletes."""
    query: Query = rows.query.clone()
    query.__class__ = DeleteQuery
    return query


def change(rows: QuerySet[Any], values: Mapping[str, Any]) -> Query:
    """One UPDATE of ``rows``."""
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(dict(values))
    return cast(Query, query)
