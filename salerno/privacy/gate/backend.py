"""What both databases share: cursors that know compiled SQL from raw, and exempt hands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

from salerno.privacy.context import current_or_none, entered, is_unguarded, refuse
from salerno.privacy.errors import RawRefused
from salerno.privacy.gate.compilers import GuardedSql
from salerno.privacy.gate.predicates import Place, closure, written_row
from salerno.privacy.gate.guards import book
from salerno.privacy.registry import registry

OPEN, GUARDED, RAW = "open", "guarded", "raw"
_REFUSED_METHODS = frozenset({"executescript", "copy", "copy_from", "copy_to", "copy_expert"})


@cache
def _personal_names(_registry_id: int) -> re.Pattern[str] | None:
    names = sorted((one.name for one in registry().personal()), key=len, reverse=True)
    if not names:
        return None
    return re.compile(rf"(?<![\w$])(?:{'|'.join(map(re.escape, names))})(?![\w$])", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _names(sql: str, registry_id: int) -> bool:
    pattern = _personal_names(registry_id)
    return bool(pattern and pattern.search(sql))


class GateCursor:
    """Mixed into Django's cursor wrappers: looks at each statement before the driver does."""

    db: Any
    cursor: Any

    def execute(self, sql: Any, params: Any = None) -> Any:
        """Run one statement. Raises RawRefused for raw SQL on a declared table."""
        with self.db.gate_statement(sql) as text:
            return super().execute(text, params)  # type: ignore[misc]

    def executemany(self, sql: Any, param_list: Any) -> Any:
        """Run one statement for many parameters."""
        with self.db.gate_statement(sql) as text:
            return super().executemany(text, param_list)  # type: ignore[misc]

    def __getattr__(self, name: str) -> Any:
        if name in _REFUSED_METHODS and self.db.gate_mode is not OPEN and not is_unguarded():
            raise refuse(RawRefused(f"cursor.{name}: only inside unguarded(reason)."))
        return super().__getattr__(name)  # type: ignore[misc]


class GateWrapper:
    """Mixed into Django's database wrappers."""

    gate_inputs: Any
    gate_mode: str = OPEN

    def gate_names(self, sql: str) -> bool:
        """Whether a text names a table that is about somebody."""
        return _names(sql, id(registry()))

    @contextmanager
    def gate_statement(self, sql: Any) -> Iterator[Any]:
        """Set the mode of one statement while the driver prepares and runs it."""
        if self._gate_held:
            yield self.gate_text(sql, OPEN)
            return
        before, self.gate_mode = self.gate_mode, self._mode_of(sql)
        try:
            yield self.gate_text(sql, self.gate_mode)
        finally:
            self.gate_mode = before

    _gate_held: int = 0

    def _mode_of(self, sql: Any) -> str:
        entry = current_or_none()
        if type(sql) is GuardedSql:
            if entry is not None:
                entry.statements[sql] = entry.statements.get(sql, 0) + 1
            return GUARDED
        if is_unguarded():
            return OPEN
        text = sql if isinstance(sql, str) else str(sql)
        if self.gate_names(text):
            raise refuse(RawRefused("Raw SQL on a declared table: say why with unguarded(reason)."))
        return RAW

    def gate_text(self, sql: Any, mode: str) -> Any:
        """The text that the driver gets."""
        return sql

    @contextmanager
    def gate_open(self) -> Iterator[None]:
        """The kernel's own hands: schema editor, flush, inputs of the gate."""
        before, self.gate_mode = self.gate_mode, OPEN
        self._gate_held += 1
        try:
            yield
        finally:
            self._gate_held -= 1
            self.gate_mode = before

    def on_commit(self, func: Callable[[], Any], robust: bool = False) -> None:
        """Run ``func`` after the commit, under the purpose that was entered when it was given."""
        entry = current_or_none()
        if entry is None or not callable(func):
            super().on_commit(func, robust)  # type: ignore[misc]
            return

        def under_purpose() -> Any:
            with entered(entry.purpose, entry.viewer, ground=f"on commit: {entry.ground}"):
                return func()

        super().on_commit(under_purpose, robust)  # type: ignore[misc]

    def check_constraints(self, table_names: Any = None) -> Any:
        """Reads keys only, to say which row is wrong."""
        with self.gate_open():
            return super().check_constraints(table_names)  # type: ignore[misc]


class GateOperations:
    """Mixed into Django's operations."""

    connection: Any

    def on_conflict_suffix_sql(
        self, fields: Any, on_conflict: Any, update_fields: Any, unique_fields: Any
    ) -> str:
        """A row that does not exist for the purpose is not updated by an upsert either."""
        sql = str(
            super().on_conflict_suffix_sql(  # type: ignore[misc]
                fields, on_conflict, update_fields, unique_fields
            )
        )
        if "DO UPDATE" not in sql or not fields or fields[0] is None:
            return sql
        asked = self._upsert_predicate(fields[0].model._meta.db_table)
        return f"{sql} WHERE {asked}" if asked else sql

    def _upsert_predicate(self, table_name: str) -> str:
        entry = current_or_none()
        guard = book(entry.purpose).guard(table_name) if entry else None
        if entry is None or guard is None:
            return ""
        place = Place(self.connection, table_name)
        asked = written_row(guard, place, entry)
        closed = closure(guard, place)
        if closed is not None:
            asked.append(closed)
        parts = []
        for text, params in asked:
            parts.append(text % tuple(_literal(one) for one in params))
        return " AND ".join(parts)

    def execute_sql_flush(self, sql_list: Any) -> Any:
        """Empty every table, the gate's inputs included."""
        with self.connection.gate_open():
            result = super().execute_sql_flush(sql_list)  # type: ignore[misc]
            if sql_list:
                self._flush_inputs()
        self.connection.gate_inputs.forget()
        return result

    def _flush_inputs(self) -> None:
        with self.connection.cursor() as cursor:
            present = set(self.connection.introspection.table_names(cursor))
            for name in sorted(one for one in present if one.startswith(("closed_", "granted_"))):
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608


def _literal(value: Any) -> str:
    """Ids, times and ids of clauses as literals: nothing that came from outside."""
    if isinstance(value, int):
        return str(value)
    text = str(value)
    if not re.fullmatch(r"[\w .:+\-]*", text):
        raise ValueError(f"Not a literal of ours: {text!r}")
    return f"'{text}'"
