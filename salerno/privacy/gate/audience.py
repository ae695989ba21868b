"""Who of everybody is open to the purpose entered. Counted or listed from the inputs alone."""

from __future__ import annotations

from typing import Any

from django.db import connection

from salerno.privacy.context import current
from salerno.privacy.gate.guards import is_opt_in
from salerno.privacy.gate.inputs import closed_table, granted_table
from salerno.privacy.law import in_force


def audience_sql(what: str = "COUNT(*)") -> str:
    """The statement over all subjects, for the purpose entered."""
    purpose = current().purpose
    closed = f"NOT EXISTS (SELECT 1 FROM {closed_table(purpose)} k WHERE k.subject = s.id)"  # noqa: S608  names of ours
    if is_opt_in(purpose, in_force()):
        granted = granted_table(purpose)
        return (
            f"SELECT {what} FROM privacy_subject s JOIN {granted} g ON g.subject = s.id "  # noqa: S608  names of ours
            f"WHERE s.state = 'active' AND {closed}"
        )
    return f"SELECT {what} FROM privacy_subject s WHERE s.state = 'active' AND {closed}"  # noqa: S608  names of ours


def size_sql() -> str:
    """How many: everybody active, less the few who are closed. Cheaper than testing each."""
    purpose = current().purpose
    if is_opt_in(purpose, in_force()):
        return audience_sql()
    few = f"privacy_subject s JOIN {closed_table(purpose)} k ON k.subject = s.id"
    active = "SELECT COUNT(*) FROM privacy_subject s WHERE s.state = 'active'"
    closed = f"SELECT COUNT(*) FROM {few} WHERE s.state = 'active'"  # noqa: S608  names of ours
    return f"SELECT ({active}) - ({closed})"


def audience_size() -> int:
    """How many active subjects the purpose entered meets."""
    held: Any = connection
    with held.gate_open(), connection.cursor() as cursor:
        cursor.execute(size_sql())
        return int(cursor.fetchone()[0])
