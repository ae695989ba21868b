"""The proof that nothing past its term is stored: counted apart from the sweep, in bare SQL.

It shares no statement with the sweep, reads through a connection whose gate stands open, and
so sees every row there is. What a hold keeps, or work that goes on, is no finding.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection as django_connection
from django.db.models import Field

from salerno.privacy import clock, law
from salerno.privacy.clauses import HOLDS
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.models import SweepReport, Vault
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE
from salerno.privacy.registry import Table
from salerno.privacy.retention.live import busy
from salerno.privacy.retention.terms import Ending, endings, swept_tables
from salerno.privacy.retention.values import Report, as_report
from salerno.privacy.rights.fate import empty
from salerno.privacy.rights.others import GONE, is_text_once

connection: Any = django_connection
"""The default connection, which is one of the gate's own."""


def prove(cutoff_at: datetime | None = None) -> Report:
    """Count what is stored past its term at ``cutoff_at``, by table and clause, and keep it."""
    moment = cutoff_at or clock.now()
    found: list[dict[str, Any]] = []
    with (
        entered(ERASURE, Viewer.job("retention"), ground="nothing past its term is stored"),
        acting(Act("privacy.retention.prove", KEEPING)),
    ):
        for table in swept_tables():
            found += [
                {"table": table.name, "clauses": name, "what": "past its term", "rows": rows}
                for name, rows in _of(table, moment)
                if rows
            ]
        made = SweepReport.objects.create(
            kind=SweepReport.Kind.PROOF,
            cutoff_at=moment,
            finished_at=clock.now(),
            policy_version=law.in_force().version,
            lines=found,
        )
    return as_report(made)


def _of(table: Table, moment: datetime) -> list[tuple[str, int]]:
    ends = endings(table)
    found = [("", _count(table, *_of_the_erased(table)))] if table.model is not Vault else []
    for one in ends:
        asked = _ended(one, moment)
        if asked is None:
            continue
        says = [_says(table, field) for field in one.fields]
        texts = " OR ".join(text for text, _ in says) or "1 = 1"
        # A row goes on without a name whole: what holds one of its clauses holds it all.
        keeping = ends if one.moves else (one,)
        held = " OR ".join(_held(table, each) for each in keeping)
        sql = f"{asked[0]} AND NOT ({held}) AND ({texts})"
        marks = [*asked[1], *(mark for _, each in says for mark in each)]
        found.append((one.clause.id, _count(table, sql, marks)))
    return found


def _count(table: Table, sql: str, marks: list[Any]) -> int:
    """How many rows a condition meets, but for those that work still needs."""
    key = f't."{table.model._meta.pk.column}"'
    used = busy(table)
    busy_keys = (
        list(table.model._base_manager.filter(used).values_list("pk", flat=True))
        if used is not None
        else []
    )
    if busy_keys:
        sql += f" AND {key} NOT IN ({', '.join(['%s'] * len(busy_keys))})"
    with connection.gate_open(), connection.cursor() as cursor:
        text = f'SELECT COUNT(*) FROM "{table.name}" t WHERE {sql}'  # noqa: S608  names of ours
        cursor.execute(text, [*marks, *busy_keys])
        return int(cursor.fetchone()[0])


def _owner(table: Table) -> str:
    return f't."{table.owner}"'


def _ended(one: Ending, moment: datetime) -> tuple[str, list[Any]] | None:
    until = connection.ops.adapt_datetimefield_value(moment - timedelta(days=one.term.days))
    if one.is_by_row:
        return f't."{one.table.since}" <= %s', [until]
    if not one.is_by_account:
        return None
    nobodys = " AND s.state <> 'pseudonym'" if one.moves else ""
    sql = (
        f"EXISTS (SELECT 1 FROM privacy_subject s WHERE s.id = {_owner(one.table)} "  # noqa: S608  names of ours
        f"AND s.ended_at <= %s{nobodys})"
    )
    return sql, [until]


def _held(table: Table, one: Ending) -> str:
    if one.clause.secret:
        return "1 = 0"
    names = "CAST(h.clause_ids AS TEXT)"
    named = f"({names} = '[]' OR {names} LIKE '%%\"{one.clause.id}\"%%')"
    if one.clause is HOLDS:
        named = "1 = 1"
    return (
        f"EXISTS (SELECT 1 FROM privacy_hold h WHERE h.owner_id = {_owner(table)} "  # noqa: S608  names of ours
        f"AND h.lifted_at IS NULL AND {named})"
    )


def _of_the_erased(table: Table) -> tuple[str, list[Any]]:
    """Rows of somebody who was erased, and of whom nothing is held.

    A vault is made by the closing itself, and ends by its own term alone.
    """
    sql = (
        f"EXISTS (SELECT 1 FROM privacy_subject s WHERE s.id = {_owner(table)} "  # noqa: S608  names of ours
        "AND s.state = 'erased') AND NOT EXISTS (SELECT 1 FROM privacy_hold h "
        f"WHERE h.owner_id = {_owner(table)} AND h.lifted_at IS NULL)"
    )
    return sql, []


def _says(table: Table, field: Field[Any, Any]) -> tuple[str, list[Any]]:
    """A cell holds more than nothing."""
    column = f't."{field.column}"'
    if field.null:
        return f"{column} IS NOT NULL", []
    if is_text_once(table, field):
        return f"{column} NOT LIKE '{GONE}%%'", []
    if field.get_internal_type() == "JSONField":
        return f"CAST({column} AS TEXT) NOT IN ('[]', '{{}}', 'null', '\"\"')", []
    return f"{column} <> %s", [field.get_db_prep_save(empty(field), connection)]
