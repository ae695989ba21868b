"""SQLite with the gate: compilers, cursors, and the connection's authorizer as second lock."""

from __future__ import annotations

import sqlite3
from typing import Any, ClassVar

from django.db.backends.sqlite3 import base, operations, schema
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper

from salerno.privacy.context import current_or_none, refuse
from salerno.privacy.errors import PurposeRefused
from salerno.privacy.gate.backend import (
    GUARDED,
    MOST_TEXTS,
    OPEN,
    GateCursor,
    GateOperations,
    GateWrapper,
)
from salerno.privacy.gate.guards import book
from salerno.privacy.gate.inputs import INPUTS, SqliteInputs
from salerno.privacy.registry import registry

# Read by the predicates themselves, under every purpose.


class QuickCursor(base.SQLiteCursorWrapper):
    """Remembers how a text reads in the driver's own marks: the same ones come again."""

    _converted: ClassVar[dict[str, str]] = {}

    def convert_query(self, query: Any, *, param_names: Any = None) -> Any:
        """The text with the driver's marks."""
        if param_names is not None:
            return super().convert_query(query, param_names=param_names)
        found = self._converted.get(query)
        if found is None:
            if len(self._converted) > MOST_TEXTS:
                self._converted.clear()
            found = self._converted[query] = super().convert_query(query)
        return found


class Cursor(GateCursor, CursorWrapper):
    """A cursor that knows compiled SQL from raw."""


class DebugCursor(GateCursor, CursorDebugWrapper):
    """The same, writing a log."""


class DatabaseOperations(GateOperations, operations.DatabaseOperations):
    """Operations with the gate's compilers."""

    compiler_module = "salerno.privacy.gate.sqlite.compiler"


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Migrations rebuild tables; they show nobody anything."""

    connection: Any

    def execute(self, sql: Any, params: Any = ()) -> Any:
        """Run one statement of a migration."""
        with self.connection.gate_open():
            return super().execute(sql, params)


class DatabaseWrapper(GateWrapper, base.DatabaseWrapper):
    """Django's SQLite, guarded."""

    SchemaEditorClass = DatabaseSchemaEditor
    ops_class = DatabaseOperations

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gate_inputs = SqliteInputs(self)

    def get_new_connection(self, conn_params: Any) -> Any:
        """A connection with the authorizer set and the write-ahead log on."""
        connection = super().get_new_connection(conn_params)
        connection.set_authorizer(self._authorize)
        self.gate_inputs = SqliteInputs(self)
        return connection

    def gate_text(self, sql: Any, mode: str) -> Any:
        """The purpose stands in the text, or the driver would serve one purpose's statement
        to another from its cache.
        """
        entry = sql.entry if mode is GUARDED else current_or_none()
        if mode is GUARDED and entry is None:
            return sql  # names nobody, or it would not have been compiled
        name = "none" if entry is None else entry.purpose.id
        return f"{sql} /* {name} {mode} */"

    def _authorize(
        self, action: int, table: str | None, column: str | None, _database: Any, view: Any
    ) -> int:
        if action not in _ASKED or self.gate_held or self.gate_mode is OPEN or table is None:
            return sqlite3.SQLITE_OK
        known = registry().tables.get(table)
        if known is None or not known.owner:
            return sqlite3.SQLITE_OK
        if view is None and self._allowed(action, table, column or ""):
            return sqlite3.SQLITE_OK
        refuse(PurposeRefused(f"Second lock: {table}.{column} ({action})."))
        return sqlite3.SQLITE_DENY

    def _allowed(self, action: int, table: str, column: str) -> bool:
        entry = current_or_none()
        if entry is None or self.gate_mode is not GUARDED:
            return False
        if action == sqlite3.SQLITE_READ and (
            table in INPUTS or column in registry().tables[table].keys
        ):
            return True  # predicates, and what the database reads to keep foreign keys
        guard = book(entry.purpose).guard(table)
        if guard is None or not guard.serves:
            return False
        if action != sqlite3.SQLITE_READ:
            return True
        return not column or column in guard.readable or column == "ROWID"

    def create_cursor(self, name: Any = None) -> Any:
        """A cursor of the driver's."""
        return self.connection.cursor(factory=QuickCursor)

    def make_cursor(self, cursor: Any) -> Any:
        """A guarded cursor."""
        return Cursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> Any:
        """A guarded cursor that writes a log."""
        return DebugCursor(cursor, self)


_ASKED = frozenset(
    {sqlite3.SQLITE_READ, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}
)
