"""What both databases share: cursors that know compiled SQL from raw, and exempt hands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from salerno.privacy.context import current_or_none, entered, is_unguarded, refuse
from salerno.privacy.errors import RawRefused
from salerno.privacy.gate.predicates import Place, closure, written_row
from salerno.privacy.gate.statement import Statement
from salerno.privacy.gate.words import GuardedSql, Sql
from salerno.privacy.registry import registry

OPEN, GUARDED, RAW = "open", "guarded", "raw"
MOST_TEXTS = 4_096
_REFUSED_METHODS = frozenset({"executescript", "copy", "copy_from", "copy_to", "copy_expert"})


_INPUT = re.compile("privacy_(closedcell|tie|place)")
_STATE = re.compile(r"\s*(ROLLBACK|ABORT|RESET|DISCARD|SET)\b", re.IGNORECASE)
_known: list[tuple[Any, dict[str, bool]]] = []


def _names(sql: str) -> bool:
    """Whether a text names a personal table. Remembered for the registry of the process."""
    present = registry()
    if not _known or _known[0][0] is not present:
        _known[:] = [(present, {})]
    known = _known[0][1]
    found = known.get(sql)
    if found is None:
        if len(known) > MOST_TEXTS:
            known.clear()
        pattern = _pattern(frozenset(one.name for one in present.personal()))
        found = known[sql] = bool(pattern and pattern.search(sql))
    return found


@cache
def _pattern(names: frozenset[str]) -> re.Pattern[str] | None:
    listed = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"(?<![\w$])(?:{listed})(?![\w$])", re.IGNORECASE) if names else None


if TYPE_CHECKING:

    class CursorBase:
        """Django's cursor wrappers, as far as the gate leans on them."""

        def execute(self, sql: Any, params: Any = None) -> Any: ...
        def executemany(self, sql: Any, param_list: Any) -> Any: ...
        def callproc(self, *args: Any, **kwargs: Any) -> Any: ...
        def __getattr__(self, name: str) -> Any: ...

    class WrapperBase:
        """Django's database wrappers, as far as the gate leans on them."""

        def _rollback(self) -> Any: ...
        def _savepoint_rollback(self, sid: str) -> None: ...
        def on_commit(self, func: Any, robust: bool = False) -> None: ...
        def close(self) -> None: ...
        def check_constraints(self, table_names: Any = None) -> Any: ...

    class OperationsBase:
        """Django's operations, as far as the gate leans on them."""

        def on_conflict_suffix_sql(self, *args: Any) -> Any: ...
        def execute_sql_flush(self, sql_list: Any) -> None: ...
else:
    CursorBase = WrapperBase = OperationsBase = object


class GateCursor(CursorBase):
    """Mixed into Django's cursor wrappers: looks at each statement before the driver does."""

    db: Any
    cursor: Any

    def execute(self, sql: Any, params: Any = None) -> Any:
        """Run one statement. Raises RawRefused for raw SQL on a declared table."""
        db = self.db
        before = db.gate_mode
        mode = db.gate_mode = db.gate_mode_of(sql)
        try:
            return super().execute(db.gate_text(sql, mode), params)
        finally:
            db.gate_mode = before

    def executemany(self, sql: Any, param_list: Any) -> Any:
        """Run one statement for many parameters."""
        db = self.db
        before = db.gate_mode
        mode = db.gate_mode = db.gate_mode_of(sql)
        try:
            return super().executemany(db.gate_text(sql, mode), param_list)
        finally:
            db.gate_mode = before

    def callproc(self, *args: Any, **kwargs: Any) -> Any:
        """A procedure of the database's own reads what nobody has compiled."""
        if not (self.db.gate_held or is_unguarded()):
            raise refuse(RawRefused("cursor.callproc: only inside unguarded(reason)."))
        return super().callproc(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name in _REFUSED_METHODS and not (self.db.gate_held or is_unguarded()):
            raise refuse(RawRefused(f"cursor.{name}: only inside unguarded(reason)."))
        return super().__getattr__(name)


class GateWrapper(WrapperBase):
    """Mixed into Django's database wrappers."""

    gate_inputs: Any
    gate_mode: str = RAW
    gate_now: Any = None  # the statement that is being compiled
    gate_held: int = 0

    def gate_names(self, sql: str) -> bool:
        """Whether a text names a table that is about somebody."""
        return _names(sql)

    def gate_mode_of(self, sql: Any) -> str:
        """How a statement may touch declared tables. Raises RawRefused where it may not."""
        if self.gate_held:
            return OPEN
        if type(sql) is GuardedSql:
            return self._compiled(sql)
        if is_unguarded():
            return OPEN
        text = sql if isinstance(sql, str) else _plain(sql, self)
        if self.gate_names(text) and not text.startswith("PRAGMA "):
            raise refuse(RawRefused("Raw SQL on a declared table: say why with unguarded(reason)."))
        if _STATE.match(text):
            self.gate_forget()
        return RAW

    def _compiled(self, sql: GuardedSql) -> str:
        """A compiled statement runs under the entry it was compiled for."""
        entry = current_or_none()
        if sql.entry is not None and entry is not None:
            entry.statements[sql] = entry.statements.get(sql, 0) + 1
        if sql.entry is not None and sql.entry is not entry:
            raise refuse(RawRefused("A statement compiled under another entry."))
        if not sql.startswith("SELECT") and _INPUT.search(sql):
            self.gate_inputs.forget()
        return GUARDED

    def gate_forget(self) -> None:
        """The session's state may have changed under us: know nothing of it."""
        self.gate_inputs.forget()

    def _rollback(self) -> Any:
        self.gate_forget()
        return super()._rollback()

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)
        self.gate_forget()

    def gate_text(self, sql: Any, mode: str) -> Any:
        """The text that the driver gets."""
        return sql

    @contextmanager
    def gate_open(self) -> Iterator[None]:
        """The kernel's own hands: schema editor, flush, inputs of the gate."""
        before, self.gate_mode = self.gate_mode, OPEN
        self.gate_held += 1
        try:
            yield
        finally:
            self.gate_held -= 1
            self.gate_mode = before

    def gate_joined(self, words: list[Sql]) -> list[Sql]:
        """Writes that meet different rows, in as few statements as the database can."""
        return words

    def on_commit(self, func: Callable[[], Any], robust: bool = False) -> None:
        """Run ``func`` after the commit, under the purpose that was entered when it was given."""
        entry = current_or_none()
        if entry is None or not callable(func):
            super().on_commit(func, robust)
            return

        def under_purpose() -> Any:
            with entered(entry.purpose, entry.viewer, ground=f"on commit: {entry.ground}"):
                return func()

        super().on_commit(under_purpose, robust)

    def close(self) -> None:
        """Nothing is known of the next connection."""
        self.gate_forget()
        super().close()

    def check_constraints(self, table_names: Any = None) -> Any:
        """Reads keys only, to say which row is wrong."""
        with self.gate_open():
            return super().check_constraints(table_names)


class GateOperations(OperationsBase):
    """Mixed into Django's operations."""

    connection: Any

    def on_conflict_suffix_sql(
        self, fields: Any, on_conflict: Any, update_fields: Any, unique_fields: Any
    ) -> str:
        """A row that does not exist for the purpose is not updated by an upsert either."""
        sql = str(super().on_conflict_suffix_sql(fields, on_conflict, update_fields, unique_fields))
        if "DO UPDATE" not in sql or not fields or fields[0] is None:
            return sql
        asked = self._upsert_predicate(fields[0].model._meta.db_table)
        return f"{sql} WHERE {asked}" if asked else sql

    def _upsert_predicate(self, table_name: str) -> str:
        statement = self.connection.gate_now or Statement(self.connection)
        guard = statement.guard(table_name)
        if guard is None:
            return ""
        place = Place(guard, table_name, statement.situation)
        closed = closure(place)
        asked = written_row(place) + ([closed] if closed else [])
        filled = [statement.filled(one) for one in asked]
        return " AND ".join(text % tuple(map(_literal, params)) for text, params in filled)

    def execute_sql_flush(self, sql_list: Any) -> None:
        """Empty every table, the gate's inputs included."""
        with self.connection.gate_open():
            super().execute_sql_flush(sql_list)
            if sql_list:
                self._flush_inputs()
        self.connection.gate_inputs.forget()

    def _flush_inputs(self) -> None:
        with self.connection.cursor() as cursor:
            present = set(self.connection.introspection.table_names(cursor))
            for name in sorted(one for one in present if one.startswith(("closed_", "granted_"))):
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608


def _plain(sql: Any, connection: Any) -> str:
    """The text of what the driver composes."""
    composed = getattr(sql, "as_string", None)
    return str(composed(connection.connection)) if composed else str(sql)


def _literal(value: Any) -> str:
    """Ids, times and ids of clauses as literals: nothing that came from outside."""
    if isinstance(value, int):
        return str(value)
    text = str(value)
    if not re.fullmatch(r"[\w .:+\-]*", text):
        raise ValueError(f"Not a literal of ours: {text!r}")
    return f"'{text}'"
