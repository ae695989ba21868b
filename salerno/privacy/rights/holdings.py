"""Everything held about a person, clause by clause, as "Your information" shows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from salerno.privacy import law
from salerno.privacy.declare import Clause
from salerno.privacy.rights.values import Heading, Holding
from salerno.privacy.rights.walk import Rows, everything, says_something

type Origin = tuple[str, str, datetime]


def holdings(subject: int) -> tuple[Heading, ...]:
    """Everything held, by heading. One statement a personal table, whatever there is in it."""
    found = list(everything(subject))
    origins = _origins(found)
    headings: dict[str, list[Holding]] = {}
    for one in found:
        if not one.rows:
            continue
        for clause in one.table.clauses:
            holding = _holding(one, clause, origins.get(clause.id))
            if holding is not None:
                headings.setdefault(clause.subject, []).append(holding)
    return tuple(Heading(name, tuple(held)) for name, held in headings.items())


def _holding(one: Rows, clause: Clause, origin: Origin | None) -> Holding | None:
    columns = one.table.columns_of(clause)
    if clause.secret:
        values: tuple[Mapping[str, object], ...] = ()
        count = len(one.rows)
    else:
        names = [column.attname for column in columns]
        values = tuple(
            {name: row[name] for name in names if says_something(row[name])} for row in one.rows
        )
        values = tuple(row for row in values if row)
        count = len(values)
    if not count:
        return None
    channel, source, at = origin or ("", "", None)
    return Holding(
        clause, one.table.name, values, count, _audience(one, clause), _ends_at(one, clause),
        channel, source, at,
    )  # fmt: skip


def _audience(one: Rows, clause: Clause) -> int | None:
    column = one.table.audiences.get(clause.id)
    if column is None or not one.rows:
        return None
    chosen = int(one.rows[0][one.table.columns[column].attname])
    return min(chosen, int(law.in_force().clause(clause.id).reach_max), int(clause.reach))


def _ends_at(one: Rows, clause: Clause) -> datetime | None:
    term = law.in_force().clause(clause.id).term
    if term.length is None or not one.table.since:
        return None
    name = one.table.columns[one.table.since].attname
    times = [row[name] for row in one.rows if row[name] is not None]
    return min(times) + timedelta(days=term.days) if times else None


def _origins(found: list[Rows]) -> dict[str, Origin]:
    """The latest collection event of each clause: channel, source, time."""
    events: tuple[Mapping[str, Any], ...] = next(
        (one.rows for one in found if one.table.label == "privacy.CollectionEvent"), ()
    )
    return {
        clause_id: (row["channel"], row["source"], row["at"])
        for row in events
        for clause_id in row["clause_ids"]
    }

