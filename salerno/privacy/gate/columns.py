"""What every compiler shares: columns, cells, joins, and raw fragments. Wraps, never copies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FullResultSet
from django.db.models.expressions import Col, ColPairs, Func, RawSQL
from django.db.models.sql.datastructures import Join
from django.db.models.sql.where import ExtraWhere, WhereNode

from salerno.privacy.context import is_unguarded, refuse
from salerno.privacy.errors import PurposeRefused, RawRefused
from salerno.privacy.gate import predicates
from salerno.privacy.gate.guards import Guard
from salerno.privacy.gate.predicates import Place
from salerno.privacy.gate.statement import Statement
from salerno.privacy.gate.words import Sql, Text
from salerno.privacy.registry import registry

if TYPE_CHECKING:

    class Base:
        """Django's compilers, as far as the gate leans on them."""

        connection: Any
        query: Any
        where: Any

        def compile(self, node: Any) -> Any: ...
        def get_default_columns(self, *args: Any) -> Any: ...
        def get_from_clause(self) -> Any: ...
        def collapse_group_by(self, *args: Any) -> Any: ...
        def pre_sql_setup(self, *args: Any, **kwargs: Any) -> Any: ...
        def as_sql(self, *args: Any, **kwargs: Any) -> Any: ...
        def _as_sql(self, query: Any) -> Any: ...
        def execute_sql(self, *args: Any, **kwargs: Any) -> Any: ...
        def execute_returning_sql(self, returning_fields: Any) -> Any: ...
else:
    Base = object

LOUTER = "LEFT OUTER JOIN"
_DERIVED = re.compile(r"subquery|qualify|qualify_mask|__col\d+")
_COLUMN = re.compile(r'\(?"(\w+)"\."(\w+)"\)?')
COLUMN, WHERE, TABLE, FRAGMENT, PAIRS, TEMPLATE, OTHER = range(7)
MOST_WORDS = 20_000


_routes: dict[type, int] = {}
_impersonal: dict[Any, list[Any]] = {}  # the columns of tables about nobody, by model and alias


def _route(kind: type) -> int:
    """What the gate has to say about nodes of a class."""
    for base, route in (
        (Col, COLUMN), (WhereNode, WHERE), (Join, TABLE), (RawSQL, FRAGMENT),
        (ExtraWhere, FRAGMENT), (ColPairs, PAIRS), (Func, TEMPLATE),
    ):  # fmt: skip
        if issubclass(kind, base):
            _routes[kind] = route
            return route
    _routes[kind] = OTHER
    return OTHER


class GuardedCompiler(Base):
    """What every statement shares: columns, cells, tables, raw fragments."""

    _hook: WhereNode | None = None
    _placed: list[Sql]
    _joining = False

    @property
    def _statement(self) -> Statement:
        """The statement that is compiled; a lone expression is one of its own."""
        return self.connection.gate_now or Statement(self.connection)

    def compile(self, node: Any) -> Any:
        """Compile one node, with what the gate has to say about it."""
        kind = type(node)
        if kind is Col and not self._joining:
            now = self.connection.gate_now
            if now is not None and now.columns is not None:
                text = now.columns.get((node.alias, node.target))
                if text is not None:
                    return now.filled(text) if text[1] else text
        route = _routes.get(kind)
        if route is None:
            route = _route(kind)
        if route == COLUMN:
            return self._compile_column(node)
        if self._joining:
            return self._compile_in_join(node)
        if route == OTHER or (route == WHERE and node is not self._hook):
            return super().compile(node)
        return self._compile_special(node, route)

    def _compile_special(self, node: Any, route: int) -> Any:
        if route == WHERE and node is self._hook and node is not None:
            return self._compile_where(node)
        if route == TABLE:
            return self._compile_table(node)
        if route == FRAGMENT:
            self._check_fragment(node.sql if isinstance(node, RawSQL) else " ".join(node.sqls))
        elif route == PAIRS:
            self._check_pairs(node)
        elif route == TEMPLATE and node.extra:
            self._check_template(node)
        return super().compile(node)

    def _compile_column(self, node: Any) -> Any:
        if self._joining:
            return super().compile(node)  # asked for by ``_join_cells``
        alias = node.alias
        if alias is None:
            return self._bare_column(node)
        statement = self._statement
        if not statement.is_settled and statement.guard(node.target.model._meta.db_table) is None:
            return super().compile(node)
        if alias in ("subquery", "qualify", "qualify_mask"):
            return statement.filled(self._column_text(node, statement))
        known, key = statement.situation.columns, (alias, node.target)
        text: Text | None = known.get(key)
        if text is None:
            if len(known) > MOST_WORDS:
                known.clear()
            text = known[key] = self._column_text(node, statement)
        return statement.filled(text)

    def _column_text(self, node: Any, statement: Statement) -> Text:
        sql, _ = super().compile(node)
        target = node.target
        guard = statement.guard(target.model._meta.db_table)
        if guard is None:
            return sql, ()
        self._check_readable(guard, target)
        seen = self._cell(guard, target.column, node.alias, statement)
        if seen is None:
            return sql, ()
        return f"CASE WHEN {seen[0]} THEN {sql} END", seen[1]

    def _bare_column(self, node: Col) -> Any:
        """A column without a table stands in a constraint or an index: it is never run as is."""
        return super().compile(node)

    @staticmethod
    def _check_readable(guard: Guard, target: Any, what: str = "") -> None:
        if target.column not in guard.readable:
            name = f"{guard.table.label}.{target.name}"
            raise refuse(
                PurposeRefused(f"{name} does not serve the purpose {guard.purpose}{what}.")
            )

    def _cell(self, guard: Guard, column: str, alias: str, statement: Statement) -> Text | None:
        found = guard.cells.get(column)
        if found is None:
            return None
        if alias not in self.query.alias_map and _DERIVED.fullmatch(alias):
            return None
        return predicates.cell(found, Place(guard, alias, statement.situation))

    def _check_pairs(self, node: ColPairs) -> None:
        """Django words these columns by itself: one that is masked cannot stand among them."""
        for one in node.get_cols():
            if self._compile_column(one)[1]:
                raise refuse(PurposeRefused(f"{one.target.name}: a masked cell is no key."))

    def _check_template(self, node: Func) -> None:
        template = node.extra.get("template") or node.extra.get("function") or ""
        if isinstance(template, str) and self.connection.gate_names(template):
            self._check_fragment(template)

    def _compile_in_join(self, node: Any) -> Any:
        self._joining = False
        try:
            return self.compile(node)
        finally:
            self._joining = True

    def _compile_table(self, node: Any) -> Any:
        self._joining = True
        try:
            sql, params = super().compile(node)
        finally:
            self._joining = False
        asked = self._join_cells(node)
        if node.join_type == LOUTER:
            asked += self._outer(node)
        if not asked:
            return sql, params
        if not sql.endswith(")"):
            raise refuse(RawRefused("A join that the gate does not know: " + sql))
        more = " AND ".join(text for text, _ in asked)
        return f"{sql[:-1]} AND {more})", (*params, *(p for _, ps in asked for p in ps))

    def _join_cells(self, node: Any) -> list[Sql]:
        """A join on a column asks of it what naming it would ask."""
        statement, asked = self._statement, []
        parent = self.query.alias_map.get(node.parent_alias)
        for left, right in node.join_fields:
            for table, target in ((parent, left), (node, right)):
                guard = statement.guard(table.table_name) if table is not None else None
                if table is None or guard is None:
                    continue
                self._check_readable(guard, target, ": no join on it")
                seen = self._cell(guard, target.column, str(table.table_alias), statement)
                if seen is not None:
                    asked.append(statement.filled((f"({seen[0]})", seen[1])))
        return asked

    def _outer(self, node: Any) -> list[Sql]:
        statement = self._statement
        guard = statement.guard(node.table_name)
        if guard is None:
            return []
        place = Place(guard, str(node.table_alias), statement.situation)
        closed = predicates.closure(place)
        asked = predicates.row(place) + ([closed] if closed else [])
        return [statement.filled(one) for one in asked]

    def _check_fragment(self, text: str) -> None:
        """A piece of raw SQL inside a statement that meets people is raw SQL all the same."""
        if is_unguarded() or self._is_shown_key(text):
            return
        people = any(self._is_personal(one.table_name) for one in self.query.alias_map.values())
        if people or self.connection.gate_names(text):
            raise refuse(RawRefused("Raw SQL in a statement about people: say it in the ORM."))

    def _is_shown_key(self, text: str) -> bool:
        """Django's own prefetch names the key of a joined table in this way, and filters by it."""
        found = _COLUMN.fullmatch(text)
        node = self.query.alias_map.get(found[1]) if found else None
        if found is None or node is None:
            return False
        guard = self._statement.guard(node.table_name)
        if guard is None:
            return True
        return found[2] in guard.readable and found[2] in guard.table.keys

    @staticmethod
    def _is_personal(table_name: str) -> bool:
        table = registry().tables.get(table_name)
        return table is not None and bool(table.owner)

    def _compile_where(self, node: WhereNode) -> Any:
        placed = self._placed
        self._hook = None  # once: sub-conditions and repeated calls are Django's own
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
        meta = opts or self.query.get_meta()
        if not select_mask and from_parent is None and meta is not None and not meta.parents:
            return self._whole(meta, start_alias or self.query.get_initial_alias())
        columns = super().get_default_columns(select_mask, start_alias, opts, from_parent)
        if not columns or (select_mask and not self.query.deferred_loading[1]):
            return columns
        statement = self._statement
        return [one for one in columns if self._is_readable(one.target, statement)]

    def _whole(self, meta: Any, alias: str) -> list[Any]:
        """Every column of a table that the purpose may read: a fact of purpose and alias."""
        guard = self._statement.guard(meta.db_table)
        known = _impersonal if guard is None else guard.whole
        columns = known.get((meta.model, alias))
        if columns is None:
            if len(known) > MOST_WORDS:
                known.clear()
            columns = super().get_default_columns({}, alias, meta)
            if guard is not None:
                columns = [one for one in columns if one.target.column in guard.readable]
            known[meta.model, alias] = columns
        return columns

    @staticmethod
    def _is_readable(target: Any, statement: Statement) -> bool:
        guard = statement.guard(target.model._meta.db_table)
        return guard is None or target.column in guard.readable
