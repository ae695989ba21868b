"""The second lock and the tables of the gate's inputs, laid after every migration.

Each purpose has ``closed_<purpose>`` and ``granted_<purpose>``. On PostgreSQL each personal
table lets in only the purposes that it serves; the boolean stands in a sub-select, so that it
is evaluated once a statement and not once a row.
"""

from __future__ import annotations

from typing import Any

from salerno.privacy.gate.guards import serves
from salerno.privacy.gate.inputs import INPUTS, closed_table, granted_table
from salerno.privacy.registry import Table, registry


def lay_locks(connection: Any) -> None:
    """Make what is missing. Safe to run again; it changes no row."""
    with connection.gate_open(), connection.cursor() as cursor:
        key = "INTEGER" if connection.vendor == "sqlite" else "BIGINT"
        for purpose in registry().purposes.values():
            for name in (closed_table(purpose), granted_table(purpose)):
                cursor.execute(f"CREATE TABLE IF NOT EXISTS {name} (subject {key} PRIMARY KEY)")
        if connection.vendor == "postgresql":
            present = set(connection.introspection.table_names(cursor))
            for table in registry().personal():
                if table.name in present and table.name not in INPUTS:
                    _lay_policy(cursor, table)
    connection.gate_inputs.forget()


def passes_by(connection: Any, role: str = "") -> bool:
    """Whether a role, by default the connection's own, is one that row-level security ignores."""
    if connection.vendor != "postgresql":
        return False
    with connection.gate_open(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles "
            "WHERE rolname = COALESCE(NULLIF(%s, ''), current_user)",
            [role],
        )
        return bool((cursor.fetchone() or (False,))[0])


def _lay_policy(cursor: Any, table: Table) -> None:
    names = sorted(one.id for one in registry().purposes.values() if _serves(table, one))
    listed = ", ".join(f"'{one}'" for one in [*names, "*"])
    test = f"((SELECT COALESCE(current_setting('salerno.purpose', true), '') IN ({listed})))"
    quoted = f'"{table.name}"'
    cursor.execute(f"ALTER TABLE {quoted} ENABLE ROW LEVEL SECURITY")
    cursor.execute(f"ALTER TABLE {quoted} FORCE ROW LEVEL SECURITY")
    cursor.execute(f"DROP POLICY IF EXISTS salerno_purposes ON {quoted}")
    cursor.execute(f"CREATE POLICY salerno_purposes ON {quoted} USING ({test}) WITH CHECK ({test})")


def _serves(table: Table, purpose: Any) -> bool:
    return purpose.keys_only or any(serves(one, purpose) for one in table.clauses)
