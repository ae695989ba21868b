"""Everything held about a person, clause by clause, as "Your information" shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from salerno.privacy import law
from salerno.privacy.declare import Clause
from salerno.privacy.law import Basis
from salerno.privacy.models import CollectionEvent, Disclosure, Subject
from salerno.privacy.rights.values import Heading, Holding
from salerno.privacy.rights.walk import Rows, everything, says_something
from salerno.privacy.subjects import layers_of

type Origin = tuple[str, str, datetime]


def holdings(subject: int) -> tuple[Heading, ...]:
    """Everything held, by heading. One statement for each table that holds something."""
    return holdings_in(everything(subject))


def holdings_in(found: Sequence[Rows]) -> tuple[Heading, ...]:
    """The same from rows that were read before. No statement."""
    about = _about(found)
    headings: dict[str, list[Holding]] = {}
    for one in found:
        if not one.rows:
            continue
        for clause in one.table.clauses:
            holding = _holding(one, clause, about)
            if holding is not None:
                headings.setdefault(clause.subject, []).append(holding)
    return tuple(Heading(name, tuple(held)) for name, held in headings.items())


@dataclass(frozen=True)
class _About:
    """What the person's own rows say about every clause: origin, receivers, and the law."""

    origins: Mapping[str, Origin]
    receivers: Mapping[str, tuple[str, ...]]
    layers: tuple[str, ...]


def _about(found: Sequence[Rows]) -> _About:
    return _About(
        _origins(rows_of(found, CollectionEvent)),
        _receivers(rows_of(found, Disclosure)),
        layers_in(found),
    )


def rows_of(found: Iterable[Rows], model: type[Any]) -> tuple[Mapping[str, Any], ...]:
    """The rows of one table among ``found``."""
    return next((one.rows for one in found if one.table.model is model), ())


def layers_in(found: Iterable[Rows]) -> tuple[str, ...]:
    """The layers of law that protect the person."""
    return tuple(one for row in rows_of(found, Subject) for one in layers_of(Subject(**row)))


def bases_of(clause: Clause, layers: Iterable[str]) -> tuple[Basis, ...]:
    """The grounds on which ``clause`` is used in ``layers``, the strictest first."""
    ruled = law.in_force().purposes
    found = {
        ruled[purpose.id].basis(layer)
        for purpose in clause.purposes
        if purpose.id in ruled and not purpose.kernel
        for layer in layers
    }
    return tuple(sorted(found - {Basis.NONE}, key=law.STRICTNESS.__getitem__, reverse=True))


def _holding(one: Rows, clause: Clause, about: _About) -> Holding | None:
    if clause.secret:
        values: tuple[Mapping[str, object], ...] = ()
        count = len(one.rows)
    else:
        values = said_of(one, clause)
        count = len(values)
    if not count:
        return None
    channel, source, at = about.origins.get(clause.id) or ("", "", None)
    return Holding(
        clause, one.table.name, values, count, _audience(one, clause), _ends_at(one, clause),
        channel, source, at, bases_of(clause, about.layers), about.receivers.get(clause.id, ()),
    )  # fmt: skip


def said_of(one: Rows, clause: Clause) -> tuple[Mapping[str, object], ...]:
    """The cells of ``clause`` that hold anything, row by row."""
    names = [column.attname for column in one.table.columns_of(clause)]
    rows = ({name: row[name] for name in names if says_something(row[name])} for row in one.rows)
    return tuple(row for row in rows if row)


def _audience(one: Rows, clause: Clause) -> int | None:
    """The widest audience that the person chose for any row."""
    column = one.table.audiences.get(clause.id)
    if column is None:
        return None
    name = one.table.columns[column].attname
    chosen = max(int(row[name]) for row in one.rows)
    return min(chosen, int(law.in_force().clause(clause.id).reach_max), int(clause.reach))


def _ends_at(one: Rows, clause: Clause) -> datetime | None:
    term = law.in_force().clause(clause.id).term
    if term.length is None or not one.table.since:
        return None
    name = one.table.columns[one.table.since].attname
    times = [row[name] for row in one.rows if row[name] is not None]
    return min(times) + timedelta(days=term.days) if times else None


def _origins(events: Iterable[Mapping[str, Any]]) -> dict[str, Origin]:
    """The latest collection event of each clause: channel, source, time."""
    return {
        clause_id: (row["channel"], row["source"], row["at"])
        for row in events
        for clause_id in row["clause_ids"]
    }


def _receivers(disclosures: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Who was sent each clause: names, each once."""
    found: dict[str, dict[str, None]] = {}
    for row in disclosures:
        if row["state"] == Disclosure.State.SENT:
            for clause_id in row["clause_ids"]:
                found.setdefault(clause_id, {})[row["recipient_name"]] = None
    return {clause_id: tuple(names) for clause_id, names in found.items()}
