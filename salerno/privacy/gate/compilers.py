"""The guarded compilers: mixins over Django's, one for each kind of statement.

They wrap and never copy a body of Django's. Private hooks used, all unchanged from Django 4.2 to
6.1: ``compile``, ``get_default_columns``, ``get_from_clause``, ``collapse_group_by``, ``as_sql``,
``execute_sql``, ``SQLDeleteCompiler._as_sql``, ``SQLUpdateCompiler.as_sql`` and ``pre_sql_setup``,
``SQLInsertCompiler.as_sql`` and ``execute_sql``, ``Query.alias_map``, ``Query.alias_refcount``,
``Query.deferred_loading``.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from typing import Any

from django.db.models.expressions import Col
from django.db.models.sql.datastructures import Join
from django.db.models.sql.where import WhereNode

from salerno.privacy.context import Entry, act_or_none, current_or_none, refuse
from salerno.privacy.errors import OutsidePurpose, WriteRefused
from salerno.privacy.gate import predicates, writes
from salerno.privacy.gate.columns import LOUTER, MOST_WORDS, GuardedCompiler
from salerno.privacy.gate.guards import Guard
from salerno.privacy.gate.placement import ONE, Seat, is_brief, is_steady, pins, shared_closures
from salerno.privacy.gate.predicates import Place
from salerno.privacy.gate.statement import Statement, one_statement
from salerno.privacy.gate.words import GuardedSql, Text
from salerno.privacy.registry import registry


def _while_entered(chunks: Generator[Any], entry: Entry) -> Iterator[Any]:
    """Fetch chunk after chunk. Raises OutsidePurpose when another entry is current by then."""
    with closing(chunks):
        while True:
            if current_or_none() is not entry:
                raise refuse(OutsidePurpose("Rows were read on after their purpose was left."))
            chunk = next(chunks, None)
            if chunk is None:
                return
            yield chunk


class GuardedSelect(GuardedCompiler):
    """SELECT: predicates are placed when the FROM clause is known."""

    _pins: dict[str, str]
    _read_under: Entry | None = None  # the entry of the last statement that met people

    def get_from_clause(self) -> Any:
        """Place the predicates of every table that stands in FROM."""
        statement = self._statement
        texts = self._from_texts(statement)
        if texts:
            self._placed = [statement.filled(one) for one in texts]
            where: Any = self.where
            self.where = self._hook = where if where is not None else WhereNode()
        if self.query.extra_tables:
            self._check_fragment(" ".join(self.query.extra_tables))
        return super().get_from_clause()

    def _from_texts(self, statement: Statement) -> list[Text]:
        """The texts for WHERE, remembered by the shape of FROM."""
        shape = self._shape()
        if not statement.is_settled:
            guards = [statement.guard(one[1]) for one in shape]
            if not any(guards):
                return []
        viewer = statement.entry.viewer.subject if statement.entry else None
        self._pins = pins(self.query.where, viewer)
        brief = statement.situation.asks and is_brief(self.query)
        known, key = statement.situation.froms, (shape, brief, *self._pins.items())
        texts: list[Text] | None = known.get(key)
        if texts is None:
            if len(known) > MOST_WORDS:
                known.clear()
            texts = known[key] = self._where(statement, ONE if brief else "")
        return texts

    def _shape(self) -> tuple[Any, ...]:
        counts = self.query.alias_refcount
        return tuple(
            (alias, one.table_name, one.join_type, one.parent_alias, getattr(one, "join_cols", ()))
            for alias, one in self.query.alias_map.items()
            if counts[alias]
        )

    def _seats(self, statement: Statement) -> list[tuple[Seat, Guard]]:
        found: list[tuple[Seat, Guard]] = []
        for alias, one in self.query.alias_map.items():
            if not self.query.alias_refcount[alias]:
                continue
            guard = statement.guard(one.table_name)
            outer = one.join_type == LOUTER
            equal: tuple[tuple[str, str, str], ...] = ()
            if isinstance(one, Join) and not outer:
                equal = tuple((right, str(one.parent_alias), left) for left, right in one.join_cols)
            if guard is not None:
                found.append((Seat(alias, guard.table.owner, outer, equal), guard))
        return found

    def _where(self, statement: Statement, brief: str) -> list[Text]:
        guarded = self._seats(statement)
        spared = shared_closures([seat for seat, _ in guarded])
        placed: list[Text] = []
        closures: list[Text] = []
        for seat, guard in guarded:
            if seat.outer:
                continue
            pin = self._pins.get(seat.alias, brief)
            place = Place(guard, seat.alias, statement.situation, pin)
            placed += predicates.row(place)
            closed = None if seat.alias in spared else predicates.closure(place)
            if closed is not None:
                closures.append(closed)
        return placed + closures

    @one_statement
    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> Any:
        """The statement, marked as the gate's own."""
        sql, params = super().as_sql(with_limits, with_col_aliases)
        statement = self._statement
        self._read_under = statement.entry if statement.is_settled else None
        return GuardedSql.of(sql, statement.entry, steady=is_steady(self.query)), params

    def execute_sql(self, *args: Any, **kwargs: Any) -> Any:
        """Run it. What comes in chunks comes no longer than its purpose is entered."""
        found = super().execute_sql(*args, **kwargs)
        if isinstance(found, Generator) and self._read_under is not None:
            return _while_entered(found, self._read_under)
        return found

    def collapse_group_by(self, expressions: Any, having: Any) -> Any:
        """Group by no column that the purpose may not read: Django names all of the model's."""
        return [
            one
            for one in super().collapse_group_by(expressions, having)
            if not isinstance(one, Col) or self._may_group(one)
        ]

    def _may_group(self, one: Col) -> bool:
        guard = self._statement.guard(one.target.model._meta.db_table)
        if guard is None or one.target.column in guard.readable:
            return True
        return self.query.group_by is not True and not self._whole_model(one)

    def _whole_model(self, one: Col) -> bool:
        """Django put every concrete field into GROUP BY, so this one was not named by hand."""
        named = self.query.group_by
        if not isinstance(named, tuple | list):
            return False
        fields = {
            given.target for given in named if isinstance(given, Col) and given.alias == one.alias
        }
        return fields >= set(one.target.model._meta.local_concrete_fields)


class GuardedAggregate(GuardedCompiler):
    """An aggregate over a sub-select, which is guarded by itself."""

    @one_statement
    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        """The statement, marked as the gate's own."""
        sql, params = super().as_sql(*args, **kwargs)
        return GuardedSql.of(sql, self._statement.entry), params


class GuardedWrite(GuardedCompiler):
    """What UPDATE and DELETE share: the predicates of the one table they change."""

    def _place_write(self, where: WhereNode) -> None:
        statement = self._statement
        name = self.query.get_meta().db_table
        guard = statement.guard(name)
        self._placed = []
        if guard is None:
            return
        place = Place(guard, name, statement.situation)
        act = act_or_none()
        newcomer = act is not None and act.subject is not None
        asked = predicates.written_row(place, newcomer=newcomer)
        closed = predicates.closure(place)
        self._placed = [statement.filled(one) for one in [*asked, *([closed] if closed else [])]]
        self._hook = where


class GuardedDelete(GuardedWrite):
    """DELETE: rows that do not exist for the purpose are not deleted."""

    @one_statement
    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        """The statement, as one."""
        return super().as_sql(*args, **kwargs)

    def _as_sql(self, query: Any) -> Any:
        table = registry().tables.get(self.query.get_meta().db_table)
        writes.check_delete(table)
        self._place_write(query.where)
        sql, params = super()._as_sql(query)
        return GuardedSql.of(sql, self._statement.entry), params


class GuardedUpdate(GuardedWrite):
    """UPDATE: a purpose that may write the columns, and rows and cells that exist for it."""

    @one_statement
    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        """The statement, marked as the gate's own."""
        statement = self._statement
        query: Any = self.query
        name = query.get_meta().db_table
        guard = statement.guard(name)
        writes.check_update(registry().tables.get(name), guard, query.values)
        before = query.values
        if guard is not None:
            place = Place(guard, name, statement.situation)
            kept = writes.settled(guard.table, before)
            query.values = [writes.kept_cell(one, place, statement) for one in kept]
        try:
            sql, params = super().as_sql(*args, **kwargs)
        finally:
            query.values = before
        return (GuardedSql.of(sql, statement.entry) if sql else sql), params

    def pre_sql_setup(self, with_col_aliases: bool = False) -> Any:
        """After Django has settled the WHERE of the update, the predicates join it."""
        result = super().pre_sql_setup()
        self._place_write(self.query.where)
        return result

    def execute_returning_sql(self, returning_fields: Any) -> Any:
        """Columns that come back are columns that are read."""
        guard = Statement(self.connection).guard(self.query.get_meta().db_table)
        writes.check_returning(guard, returning_fields)
        return super().execute_returning_sql(returning_fields)


class GuardedInsert(GuardedCompiler):
    """INSERT: purpose, collection point, and a subject that is open to it."""

    returning_fields: Any = None

    @one_statement
    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        """The statements, marked as the gate's own."""
        query: Any = self.query
        statement = self._statement
        name = query.get_meta().db_table
        guard = statement.guard(name)
        table = registry().tables.get(name)
        writes.check_insert(table, guard, query, statement)
        writes.check_returning(guard, self.returning_fields or ())
        statements: Any = super().as_sql(*args, **kwargs)
        return [(GuardedSql.of(sql, statement.entry), params) for sql, params in statements]

    def execute_sql(self, *args: Any, **kwargs: Any) -> Any:
        """Run it. An upsert that met a row which does not exist here brings nothing back."""
        rows = super().execute_sql(*args, **kwargs)
        query: Any = self.query
        if self.returning_fields and query.on_conflict and len(rows) != len(query.objs):
            raise refuse(WriteRefused("An upsert met a row that does not exist for the purpose."))
        return rows
