"""The gate's inputs as one connection sees them: is anybody closed, is any cell contested.

Most purposes close nobody on most days; then no predicate is written at all. On SQLite what
is known stays true until ``PRAGMA data_version`` moves or this connection writes; on
PostgreSQL the statement asks for itself, in a sub-select that runs once.
"""

from __future__ import annotations

from typing import Any

from salerno.privacy.declare import Purpose
from salerno.privacy.gate.guards import Guard


def closed_table(purpose: Purpose) -> str:
    """The table of subjects closed for ``purpose``."""
    return f"closed_{purpose.table_name}"


def granted_table(purpose: Purpose) -> str:
    """The table of subjects granted to ``purpose``."""
    return f"granted_{purpose.table_name}"


class SqliteInputs:
    """Inputs on SQLite, remembered between two changes of the file."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self._version = -1
        self._known: dict[str, bool] = {}

    def forget(self) -> None:
        """This connection wrote an input."""
        self._known.clear()

    def _any(self, key: str, sql: str) -> bool:
        driver = self.connection.connection
        version = driver.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._version = version
            self._known.clear()
        found = self._known.get(key)
        if found is None:
            with self.connection.gate_open():
                found = bool(driver.execute(sql).fetchone()[0])
            self._known[key] = found
        return found

    def anybody(self, table: str) -> bool:
        """Whether a table of closures or grants has a row."""
        return self._any(table, f"SELECT EXISTS (SELECT 1 FROM {table})")  # noqa: S608

    def closure_sql(self, guard: Guard, owner: str) -> str:
        """The predicate on ``owner``, or "" where nobody is closed."""
        if guard.grants:
            return f"{owner} IN (SELECT subject FROM {granted_table(guard.purpose)})"  # noqa: S608
        table = closed_table(guard.purpose)
        if not self.anybody(table):
            return ""
        return f"{owner} NOT IN (SELECT subject FROM {table})"  # noqa: S608

    def has_closed_cells(self, clause_id: str) -> bool:
        """Whether any subject contests this clause."""
        return self._any("cells", "SELECT EXISTS (SELECT 1 FROM privacy_closedcell)")


class PostgresInputs:
    """Inputs on PostgreSQL; closed cells are asked for with the purpose, once an entry."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.closed_cells = True

    def forget(self) -> None:
        """This connection wrote an input."""
        self.closed_cells = True
        self.connection.gate_purpose_sent = None

    def anybody(self, table: str) -> bool:
        """Unknown without asking, so: maybe."""
        return True

    def closure_sql(self, guard: Guard, owner: str) -> str:
        """The predicate on ``owner``; the first half runs once and settles most statements."""
        if guard.grants:
            table = granted_table(guard.purpose)
            return f"EXISTS (SELECT 1 FROM {table} k WHERE k.subject = {owner})"  # noqa: S608
        table = closed_table(guard.purpose)
        return (
            f"((SELECT NOT EXISTS (SELECT 1 FROM {table})) OR "  # noqa: S608
            f"NOT EXISTS (SELECT 1 FROM {table} k WHERE k.subject = {owner}))"  # noqa: S608
        )

    def has_closed_cells(self, clause_id: str) -> bool:
        """Whether any subject contests a clause, as of the moment the purpose was sent."""
        self.connection.gate_send_purpose()
        return self.closed_cells
