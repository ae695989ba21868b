"""Mixins over Django's SQL compilers. They wrap and never copy a body of Django's.

Private hooks used, all unchanged from Django 4.2 to 6.1: ``compile``, ``get_default_columns``,
``get_from_clause``, ``collapse_group_by``, ``as_sql``, ``SQLDeleteCompiler._as_sql``,
``SQLUpdateCompiler.as_sql``, ``SQLInsertCompiler.as_sql``, ``Query.alias_map``,
``Query.alias_refcount``, ``Query.deferred_loading``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FullResultSet
from django.db.models.expressions import Col, RawSQL
from django.db.models.sql.datastructures import BaseTable, Join
from django.db.models.sql.where import ExtraWhere, WhereNode

from salerno.privacy.context import Entry, current_or_none, is_unguarded, refuse
from salerno.privacy.errors import OutsidePurpose, PurposeRefused, RawRefused
from salerno.privacy.gate import predicates, writes
from salerno.privacy.gate.guards import Book, Guard, book
from salerno.privacy.gate.placement import Seat, shared_closures
from salerno.privacy.gate.predicates import Place, Sql
from salerno.privacy.registry import registry

if TYPE_CHECKING:
    from django.db.models.sql.compiler import SQLCompiler as Base
else:
    Base = object

LOUTER = "LEFT OUTER JOIN"
_DERIVED = re.compile(r"subquery|qualify|qualify_mask|__col\d+")


class GuardedSql(str):
    """SQL that the gate has compiled. Any other text is raw."""

    __slots__ = ()


class GuardedCompiler(Base):
    """What every statement shares: columns, cells, tables, raw fragments."""

    _book: Book | None = None
    _hook: WhereNode | None = None
    _placed: list[Sql]

    def _guard(self, table_name: str) -> Guard | None:
        """The guard of a table; None where it is about nobody. Raises outside a purpose."""
        if self._book is None:
            entry = current_or_none()
            if entry is None:
                table = registry().tables.get(table_name)
                if table is None or not table.owner:
                    return None
                raise refuse(OutsidePurpose(f"{table_name} was touched outside a purpose."))
            self._book = book(entry.purpose)
        guard = self._book.guard(table_name)
        if guard is not None and not guard.serves:
            purpose = self._book.purpose
            raise refuse(PurposeRefused(f"{table_name} does not serve the purpose {purpose}."))
        return guard

    @property
    def _entry(self) -> Entry:
        entry = current_or_none()
        assert entry is not None
        return entry

    def compile(self, node: Any) -> Any:
        """Compile one node, with what the gate has to say about it."""
        if isinstance(node, Col):
            return self._compile_column(node)
        if node is self._hook and node is not None:
            return self._compile_where(node)
        if isinstance(node, BaseTable):
            return self._compile_table(node)
        if isinstance(node, RawSQL | ExtraWhere):
            self._check_fragment(node.sql if isinstance(node, RawSQL) else " ".join(node.sqls))
        return super().compile(node)

    def _compile_column(self, node: Col) -> Any:
        sql, params = super().compile(node)
        target = node.target
        guard = self._guard(target.model._meta.db_table)
        if guard is None:
            return sql, params
        column = target.column
        if column not in guard.readable:
            name = f"{guard.table.label}.{target.name}"
            raise refuse(PurposeRefused(f"{name} does not serve the purpose {guard.purpose}."))
        seen = self._cell(guard, column, node.alias)
        if seen is None:
            return sql, params
        return f"CASE WHEN {seen[0]} THEN {sql} END", (*seen[1], *params)

    def _cell(self, guard: Guard, column: str, alias: str) -> Sql | None:
        found = guard.cells.get(column)
        if found is None or guard.purpose.rows.value != "open":
            return None
        if alias not in self.query.alias_map and _DERIVED.fullmatch(alias):
            return None
        return predicates.cell(found, guard, Place(self.connection, alias), self._entry)

    def _compile_table(self, node: BaseTable) -> Any:
        sql, params = super().compile(node)
        if not isinstance(node, Join):
            return sql, params
        asked = self._join_cells(node)
        if node.join_type == LOUTER:
            asked += self._outer(node)
        if not asked:
            return sql, params
        assert sql.endswith(")"), sql
        more = " AND ".join(text for text, _ in asked)
        return f"{sql[:-1]} AND {more})", (*params, *(p for _, ps in asked for p in ps))

    def _join_cells(self, node: Join) -> list[Sql]:
        """A join on a column asks of it what naming it would ask."""
        asked: list[Sql] = []
        parent = self.query.alias_map.get(node.parent_alias)
        for left, right in node.join_fields:
            sides = ((parent, left), (node, right))
            for table, target in sides:
                if table is None:
                    continue
                guard = self._guard(table.table_name)
                if guard is None:
                    continue
                if target.column not in guard.readable:
                    name = f"{guard.table.label}.{target.name}"
                    message = f"{name} does not serve the purpose {guard.purpose}: no join on it."
                    raise refuse(PurposeRefused(message))
                seen = self._cell(guard, target.column, str(table.table_alias))
                if seen is not None:
                    asked.append(seen)
        return asked

    def _outer(self, node: Join) -> list[Sql]:
        guard = self._guard(node.table_name)
        if guard is None:
            return []
        place = Place(self.connection, str(node.table_alias))
        closed = predicates.closure(guard, place)
        asked = predicates.row(guard, place, self._entry)
        return [*asked, closed] if closed else asked

    def _check_fragment(self, text: str) -> None:
        """A piece of raw SQL inside a statement that meets people is raw SQL all the same."""
        if is_unguarded() or "_prefetch_related_val_" in text:
            return
        people = any(self._is_personal(one.table_name) for one in self.query.alias_map.values())
        if people or self.connection.gate_names(text):
            raise refuse(RawRefused("Raw SQL in a statement about people: say it in the ORM."))

    @staticmethod
    def _is_personal(table_name: str) -> bool:
        table = registry().tables.get(table_name)
        return table is not None and bool(table.owner)

    def _compile_where(self, node: WhereNode) -> Any:
        placed = self._placed
        try:
            sql, params = super().compile(node)
        except FullResultSet:
            if not placed:
                raise
            sql, params = "", ()
        if not placed:
            return sql, params
        texts = [f"({sql})"] if sql else []
        texts += [text for text, _ in placed]
        joined = (*params, *(param for _, some in placed for param in some))
        return " AND ".join(texts), list(joined)

    def get_default_columns(
        self, select_mask: Any, start_alias: Any = None, opts: Any = None, from_parent: Any = None
    ) -> Any:
        """Leave out what the purpose may not read; ``only()`` of such a column raises."""
        columns = super().get_default_columns(select_mask, start_alias, opts, from_parent)
        named = bool(select_mask) and not self.query.deferred_loading[1]
        kept = []
        for one in columns:
            guard = self._guard(one.target.model._meta.db_table)
            if guard is None or one.target.column in guard.readable or named:
                kept.append(one)
        return kept


class GuardedSelect(GuardedCompiler):
    """SELECT: predicates are placed when the FROM clause is known."""

    def get_from_clause(self) -> Any:
        """Place the predicates of every table that stands in FROM."""
        guarded = self._seats()
        if guarded:
            self._placed = self._where(guarded)
            if self._placed:
                where: Any = self.where
                self.where = self._hook = where if where is not None else WhereNode()
        if self.query.extra_tables:
            self._check_fragment(" ".join(self.query.extra_tables))
        return super().get_from_clause()

    def _seats(self) -> list[tuple[Seat, Guard]]:
        found: list[tuple[Seat, Guard]] = []
        for alias, one in self.query.alias_map.items():
            if not self.query.alias_refcount[alias]:
                continue
            guard = self._guard(one.table_name)
            if guard is None:
                continue
            outer = one.join_type == LOUTER
            equal: tuple[tuple[str, str, str], ...] = ()
            if isinstance(one, Join) and not outer:
                equal = tuple(
                    (right, str(one.parent_alias), left) for left, right in one.join_cols
                )
            found.append((Seat(alias, guard.table.owner, outer, equal), guard))
        return found

    def _where(self, guarded: list[tuple[Seat, Guard]]) -> list[Sql]:
        spared = shared_closures([seat for seat, _ in guarded])
        placed: list[Sql] = []
        closures: list[Sql] = []
        for seat, guard in guarded:
            if seat.outer:
                continue
            place = Place(self.connection, seat.alias)
            placed += predicates.row(guard, place, self._entry)
            if seat.alias not in spared:
                closed = predicates.closure(guard, place)
                if closed is not None:
                    closures.append(closed)
        return placed + closures

    def get_extra_select(self, order_by: Any, select: Any) -> Any:
        """Extra selects come after the columns; ``extra()`` itself is checked as it compiles."""
        return super().get_extra_select(order_by, select)

    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> Any:
        """The statement, marked as the gate's own."""
        sql, params = super().as_sql(with_limits, with_col_aliases)
        return GuardedSql(sql), params

    def collapse_group_by(self, expressions: Any, having: Any) -> Any:
        """Group by no column that the purpose may not read: Django names all of the model's."""
        return [
            one
            for one in super().collapse_group_by(expressions, having)
            if not isinstance(one, Col) or self._may_group(one)
        ]

    def _may_group(self, one: Col) -> bool:
        guard = self._guard(one.target.model._meta.db_table)
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

    def as_sql(self) -> Any:
        """The statement, marked as the gate's own."""
        sql, params = super().as_sql()
        return GuardedSql(sql), params


class GuardedWrite(GuardedCompiler):
    """What UPDATE and DELETE share: the predicates of the one table they change."""

    def _place_write(self, where: WhereNode) -> None:
        name = self.query.get_meta().db_table
        guard = self._guard(name)
        self._placed = []
        if guard is None:
            return
        place = Place(self.connection, name)
        self._placed = predicates.written_row(guard, place, self._entry)
        closed = predicates.closure(guard, place)
        if closed is not None:
            self._placed.append(closed)
        self._hook = where


class GuardedDelete(GuardedWrite):
    """DELETE: rows that do not exist for the purpose are not deleted."""

    def _as_sql(self, query: Any) -> Any:
        table = registry().tables.get(self.query.get_meta().db_table)
        writes.check_delete(table)
        self._place_write(query.where)
        sql, params = super()._as_sql(query)  # type: ignore[misc]
        return GuardedSql(sql), params


class GuardedUpdate(GuardedWrite):
    """UPDATE: a purpose that may write the columns, and rows that exist for it."""

    def as_sql(self) -> Any:
        """The statement, marked as the gate's own."""
        table = registry().tables.get(self.query.get_meta().db_table)
        guard = self._guard(self.query.get_meta().db_table)
        writes.check_update(table, guard, self.query.values)
        sql, params = super().as_sql()
        return (GuardedSql(sql) if sql else sql), params

    def pre_sql_setup(self, with_col_aliases: bool = False) -> Any:
        """After Django has settled the WHERE of the update, the predicates join it."""
        result = super().pre_sql_setup()
        self._place_write(self.query.where)
        return result

    def execute_returning_sql(self, returning_fields: Any) -> Any:
        """Columns that come back are columns that are read."""
        writes.check_returning(self._guard(self.query.get_meta().db_table), returning_fields)
        return super().execute_returning_sql(returning_fields)  # type: ignore[misc]


class GuardedInsert(GuardedCompiler):
    """INSERT: purpose, collection point, and a subject that is open to it."""

    def as_sql(self) -> Any:
        """The statements, marked as the gate's own."""
        query: Any = self.query
        name = query.get_meta().db_table
        guard = self._guard(name)
        table = registry().tables.get(name)
        writes.check_insert(table, guard, query.fields, query.objs, self.connection)
        writes.check_returning(guard, getattr(self, "returning_fields", None) or ())
        statements: Any = super().as_sql()
        return [(GuardedSql(sql), params) for sql, params in statements]
