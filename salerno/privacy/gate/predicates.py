"""A guard in the words of SQL: closures, reach, time. Cheap tests stand first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from salerno.privacy import clock
from salerno.privacy.context import Entry
from salerno.privacy.declare import Reach, Rows
from salerno.privacy.gate.guards import Cell, Guard

type Sql = tuple[str, tuple[Any, ...]]

NEVER = "1 = 0"
CASE_RELATION = "case"


@dataclass(frozen=True)
class Place:
    """Where a guard stands: the connection, and the alias of its table in the statement."""

    connection: Any
    alias: str

    def column(self, name: str) -> str:
        """``alias.name``, quoted."""
        quote = self.connection.ops.quote_name
        return f"{quote(self.alias)}.{quote(name)}"

    def moment(self, back_days: int = 0) -> Any:
        """Now, or so many days ago, as the database takes it."""
        at = clock.now() - timedelta(days=back_days)
        return self.connection.ops.adapt_datetimefield_value(at)


def closure(guard: Guard, place: Place) -> Sql | None:
    """The owner is not closed for the purpose (or is granted it). None where nobody is closed."""
    if guard.purpose.rows is not Rows.OPEN:
        return None
    sql = place.connection.gate_inputs.closure_sql(guard, place.column(guard.table.owner))
    return (sql, ()) if sql else None


def row(guard: Guard, place: Place, entry: Entry) -> list[Sql]:
    """What a row must meet to exist, closures apart.

    A room's purpose that meets everybody still meets no row past its term; the kernel's do.
    """
    if guard.purpose.rows is Rows.EVERY:
        ends = guard.row_days and not guard.purpose.kernel
        return [_in_time(guard, place, guard.row_days)] if ends else []
    if guard.purpose.rows is Rows.OWN:
        return [_own(guard, place, entry)]
    found: list[Sql] = []
    if not entry.viewer.machine:
        seen = _any(
            [reach(one, guard, place, entry) for one in guard.shapes],
            always=not guard.shapes,
        )
        if seen is not None:
            found.append(seen)
    if guard.row_days:
        found.append(_in_time(guard, place, guard.row_days))
    return found


def written_row(guard: Guard, place: Place, entry: Entry) -> list[Sql]:
    """What a row must meet to be changed or deleted: a wide audience may look, not write."""
    if guard.purpose.rows is Rows.EVERY:
        return []
    if guard.purpose.rows is Rows.OWN:
        return [_own(guard, place, entry)]
    found: list[Sql] = []
    if not entry.viewer.machine:
        relations = {one for cell in guard.shapes for one in cell.relations}
        allowed = [_own(guard, place, entry)]
        if relations:
            allowed.append(_related(tuple(sorted(relations)), guard, place, entry))
        joined = _any(list(allowed))
        assert joined is not None
        found.append(joined)
    if guard.row_days:
        found.append(_in_time(guard, place, guard.row_days))
    return found


def cell(one: Cell, guard: Guard, place: Place, entry: Entry) -> Sql | None:
    """What a cell must meet to be seen in a row that exists; None where nothing is left to ask."""
    asked: list[Sql] = []
    if guard.masks_people and not entry.viewer.machine:
        seen = reach(one, guard, place, entry)
        if seen is not None:
            asked.append(seen)
    if guard.masks_time and one.days and one.days != guard.row_days:
        asked.append(_in_time(guard, place, one.days))
    if place.connection.gate_inputs.has_closed_cells(one.clause_id):
        asked.append(_not_contested(one, guard, place))
    if not asked:
        return None
    return " AND ".join(sql for sql, _ in asked), tuple(p for _, ps in asked for p in ps)


def reach(one: Cell, guard: Guard, place: Place, entry: Entry) -> Sql | None:
    """The viewer stands within the audience of a cell; None where everybody does."""
    viewer = entry.viewer.subject
    if one.audience:
        parts = _elected(one, guard, place, viewer)
    elif one.reach >= Reach.PUBLIC or (one.reach >= Reach.MEMBERS and viewer is not None):
        return None
    else:
        parts = _fixed(one, guard, place, viewer)
    if viewer is not None and one.relations:
        parts.append(_related(one.relations, guard, place, entry))
    return _any(list(parts)) or (NEVER, ())


def _own(guard: Guard, place: Place, entry: Entry) -> Sql:
    viewer = entry.viewer.subject
    if viewer is None:
        return NEVER, ()
    return f"{place.column(guard.table.owner)} = %s", (viewer,)


def _elected(one: Cell, guard: Guard, place: Place, viewer: int | None) -> list[Sql]:
    chosen = place.column(one.audience)
    parts: list[Sql] = []
    if viewer is None:
        if one.reach >= Reach.PUBLIC:
            parts.append((f"{chosen} >= {int(Reach.PUBLIC)}", ()))
        return parts
    parts.append((f"{place.column(guard.table.owner)} = %s", (viewer,)))
    if one.reach >= Reach.MEMBERS:
        parts.append((f"{chosen} >= {int(Reach.MEMBERS)}", ()))
    if one.reach >= Reach.CONNECTIONS:
        sql, params = _tied(guard, place, viewer, f"x.reach <= {chosen} AND x.reach <= %s")
        parts.append((f"({chosen} >= 1 AND {sql})", (*params, min(one.reach, 3))))
    return parts


def _fixed(one: Cell, guard: Guard, place: Place, viewer: int | None) -> list[Sql]:
    if viewer is None:
        return []
    parts: list[Sql] = [(f"{place.column(guard.table.owner)} = %s", (viewer,))]
    if one.reach >= Reach.CONNECTIONS:
        sql, params = _tied(guard, place, viewer, "x.reach <= %s")
        parts.append((sql, (*params, one.reach)))
    return parts


def _related(relations: tuple[str, ...], guard: Guard, place: Place, entry: Entry) -> Sql:
    viewer = entry.viewer.subject
    if viewer is None:
        return NEVER, ()
    marks = ", ".join(["%s"] * len(relations))
    condition, more = f"x.kind IN ({marks})", relations
    if CASE_RELATION in relations:
        condition += " AND (x.kind <> %s OR x.scope = %s)"
        more = (*relations, CASE_RELATION, entry.viewer.case)
    sql, params = _tied(guard, place, viewer, condition)
    return sql, (*params, *more)


def _tied(guard: Guard, place: Place, viewer: int, condition: str) -> Sql:
    """A live tie leads from the viewer to the owner. Parameters of ``condition`` come last."""
    now = place.moment()
    owner = place.column(guard.table.owner)
    sql = (
        "EXISTS (SELECT 1 FROM privacy_tie x WHERE x.viewer_id = %s "
        f"AND x.owner_id = {owner} AND x.since <= %s AND (x.until IS NULL OR x.until > %s) "
        f"AND {condition})"
    )
    return sql, (viewer, now, now)


def _in_time(guard: Guard, place: Place, days: int) -> Sql:
    return f"{place.column(guard.table.since)} > %s", (place.moment(days),)


def _not_contested(one: Cell, guard: Guard, place: Place) -> Sql:
    owner = place.column(guard.table.owner)
    sql = (
        "NOT EXISTS (SELECT 1 FROM privacy_closedcell z "
        f"WHERE z.owner_id = {owner} AND z.clause = %s)"
    )
    return sql, (one.clause_id,)


def _any(parts: list[Sql | None], *, always: bool = False) -> Sql | None:
    """OR of ``parts``; None where one of them asks nothing, or there are none and ``always``."""
    if always or any(one is None for one in parts):
        return None
    kept = [one for one in parts if one is not None and one[0] != NEVER]
    if not kept:
        return NEVER, ()
    if len(kept) == 1:
        return kept[0]
    sql = " OR ".join(text for text, _ in kept)
    return f"({sql})", tuple(param for _, params in kept for param in params)
