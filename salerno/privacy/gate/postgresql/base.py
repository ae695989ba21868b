"""PostgreSQL with the gate: compilers, cursors, and row-level security as second lock."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.backends.postgresql import base, operations, schema
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from psycopg.types.numeric import Int2, Int4, Int8

from salerno.privacy.context import current_or_none
from salerno.privacy.gate.backend import (
    GUARDED,
    OPEN,
    RAW,
    GateCursor,
    GateOperations,
    GateWrapper,
)
from salerno.privacy.gate.inputs import PostgresInputs
from salerno.privacy.gate.words import GuardedSql, Sql

EVERYTHING = "*"
# What psycopg sends as a column beside it expects.
_KINDS = frozenset({int, Int2, Int4, Int8, str, bool, datetime, UUID})
_Bound: Any = base.ServerBindingCursor
_PLANS, _AFTER = 400, 2  # kept by each connection; the third time a text comes, it is prepared
# Raw SQL is let near no declared table, not even behind a view; a savepoint touches none.
_TOUCHES = re.compile(r"\b(from|into|update|join|table|copy|call|do)\b", re.IGNORECASE)
_SEND = "SELECT set_config('salerno.purpose', %s, false)"


class Cursor(GateCursor, CursorWrapper):
    """A cursor that knows compiled SQL from raw.

    What comes back with other values is bound by the server, which keeps its plan: parsing and
    planning cost more than a small statement itself. Everything else is bound by Django's own
    cursor, in the client.
    """

    def execute(self, sql: Any, params: Any = None) -> Any:
        """Run one statement."""
        steady = type(sql) is GuardedSql and sql.steady
        if steady and params and _KINDS.issuperset(map(type, params)):
            self.cursor = _Bound(self.db.connection)
        return super().execute(sql, params)


class DebugCursor(GateCursor, CursorDebugWrapper):
    """The same, writing a log."""


class DatabaseOperations(GateOperations, operations.DatabaseOperations):
    """Operations with the gate's compilers."""

    compiler_module = "salerno.privacy.gate.postgresql.compiler"


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Migrations rebuild tables; they show nobody anything."""

    connection: Any

    def execute(self, sql: Any, params: Any = ()) -> Any:
        """Run one statement of a migration."""
        with self.connection.gate_open():
            return super().execute(sql, params)


class DatabaseWrapper(GateWrapper, base.DatabaseWrapper):
    """Django's PostgreSQL, guarded."""

    SchemaEditorClass = DatabaseSchemaEditor
    ops_class = DatabaseOperations

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gate_inputs = PostgresInputs(self)
        self.gate_purpose_sent: str | None = None

    def get_connection_params(self) -> Any:
        """No just-in-time compilation: the planner overrates what sub-selects cost."""
        params = super().get_connection_params()
        params["options"] = f"-c jit=off {params.get('options') or ''}".strip()
        return params

    def get_new_connection(self, conn_params: Any) -> Any:
        """A new connection knows no purpose."""
        self.gate_purpose_sent = None
        made = super().get_new_connection(conn_params)
        made.prepare_threshold, made.prepared_max = _AFTER, _PLANS
        return made

    def gate_text(self, sql: Any, mode: str) -> Any:
        """Tell the server the purpose before the statement that needs it."""
        if mode is RAW and not _TOUCHES.search(str(sql)):
            return sql
        entry = current_or_none() if mode is GUARDED else None
        wanted = EVERYTHING if mode is OPEN else entry.purpose.id if entry is not None else ""
        if wanted != self.gate_purpose_sent and self.connection is not None:
            self._send(wanted)
        return sql

    def _send(self, name: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(_SEND, [name])
        self.gate_purpose_sent = name

    def gate_forget(self) -> None:
        """What was sent may be undone: send it again before the next statement."""
        super().gate_forget()
        self.gate_purpose_sent = None

    def gate_joined(self, words: list[Sql]) -> list[Sql]:
        """All in one, which is sent and answered once; what the server does not bind stays apart.

        Foreign keys are looked at when the transaction ends.
        """
        bound = [one for one in words if _KINDS.issuperset(map(type, one[1]))]
        if len(bound) < 2:
            return words
        parts = ", ".join(f"w{number} AS ({sql})" for number, (sql, _) in enumerate(bound))
        params = tuple(one for _, some in bound for one in some)
        return [(f"WITH {parts} SELECT 1", params), *(one for one in words if one not in bound)]

    def make_cursor(self, cursor: Any) -> Any:
        """A guarded cursor."""
        return Cursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> Any:
        """A guarded cursor that writes a log."""
        return DebugCursor(cursor, self)
