"""A guard in the words of SQL: closures, reach, time. Cheap tests stand first.

Pure: a guard, an alias and a situation in, a text out. ``reference`` says the same for a
reader, one row and one cell at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

from salerno.privacy.declare import Reach, Rows
from salerno.privacy.gate.guards import Cell, Guard
from salerno.privacy.gate.inputs import Situation, closed_table, granted_table
from salerno.privacy.gate.placement import OWN
from salerno.privacy.gate.ties import CASE_RELATION
from salerno.privacy.gate.words import NEVER, Back, Led, Mark, Text, all_of, any_of

MACHINE, VISITOR, OFFICER = "machine", "visitor", "officer"


@dataclass(frozen=True)
class Place:
    """Where a guard stands: its table's alias in the statement, and the state of the inputs.

    ``pin``: the statement itself holds its rows to the viewer's own, or to one key.
    ``of_owner``: the question is about the owner, and no row of the table is at hand.
    """

    guard: Guard
    alias: str
    situation: Situation
    pin: str = ""
    of_owner: bool = False

    def column(self, name: str) -> str:
        """``alias.name``, quoted as both databases quote."""
        return f'"{self.alias}"."{name}"'

    @property
    def owner(self) -> str:
        """The column that holds the subject."""
        return self.column(self.guard.table.owner)

    @property
    def scope(self) -> str:
        """The column that names the row's scope, "" where the table has none."""
        scope = self.guard.table.scope
        return self.column(scope) if scope and not self.of_owner else ""


def closure(place: Place) -> Text | None:
    """The owner is not closed for the purpose (or is granted it). None where nobody is closed."""
    guard, situation = place.guard, place.situation
    if guard.purpose.rows is not Rows.OPEN:
        return None
    if guard.grants:
        return _granted(place)
    if not situation.closed:
        return None
    if situation.asks and place.pin:
        return _not_closed_here(place)
    return _not_closed(place), ()


def _not_closed_here(place: Place) -> Text:
    """For few rows a sub-select: an anti-join costs more to plan than it saves."""
    table = closed_table(place.guard.purpose)
    who, marks = ("%s", (Mark.VIEWER,)) if place.pin == OWN else (place.owner, ())
    return f"(SELECT 1 FROM {table} k WHERE k.subject = {who}) IS DISTINCT FROM 1", marks  # noqa: S608  names of ours


def _not_closed(place: Place) -> str:
    table = closed_table(place.guard.purpose)
    if place.situation.asks:
        return f"NOT EXISTS (SELECT 1 FROM {table} k WHERE k.subject = {place.owner})"  # noqa: S608  names of ours
    return f"{place.owner} NOT IN (SELECT subject FROM {table})"  # noqa: S608  names of ours


def _granted(place: Place) -> Text:
    table = granted_table(place.guard.purpose)
    if place.situation.asks:
        sql = f"EXISTS (SELECT 1 FROM {table} k WHERE k.subject = {place.owner})"  # noqa: S608  names of ours
    else:
        sql = f"{place.owner} IN (SELECT subject FROM {table})"  # noqa: S608  names of ours
    return (f"{sql} AND {_not_closed(place)}" if place.situation.closed else sql), ()


def row(place: Place) -> list[Text]:
    """What a row must meet to exist, closures apart.

    A room's purpose that meets everybody, or its own viewer, meets no row past its term; the
    kernel's do.
    """
    guard = place.guard
    if guard.purpose.rows is not Rows.OPEN:
        asked = [_own(place), *_told(place)] if guard.purpose.rows is Rows.OWN else []
        return asked if guard.purpose.kernel else asked + _some_in_time(place)
    if place.situation.who == MACHINE or not guard.shapes:
        return _some_in_time(place)
    return _seen(guard, place)


def _seen(guard: Guard, place: Place) -> list[Text]:
    """Some cell of the row is seen and within its term."""
    if guard.masks_time:
        seen = any_of([_seen_in_time(one, place) for one in guard.shapes])
        return [seen] if seen else []
    parts = [_alternatives(one, place) for one in guard.shapes]
    if any(one is None for one in parts):
        return _some_in_time(place)
    seen = any_of([each for one in parts for each in one or ()])
    return ([seen] if seen else []) + _some_in_time(place)


def written_row(place: Place, *, newcomer: bool = False) -> list[Text]:
    """What a row must meet to be changed or deleted: a wide audience may look, not write.

    ``newcomer``: the open action has made a subject, and may write about it.
    """
    guard = place.guard
    if guard.purpose.rows is not Rows.OPEN or place.situation.who == MACHINE:
        return row(place)
    relations = tuple(sorted({one for cell in guard.shapes for one in cell.relations}))
    own: Text = (f"{place.owner} = %s", (Mark.NEWCOMER,))
    allowed: list[Text | None] = [_own(place), own if newcomer else (NEVER, ())]
    if relations:
        allowed.append(_related(relations, place, asks=True))
    return [any_of(allowed) or (NEVER, ()), *_some_in_time(place)]


def cell(one: Cell, place: Place) -> Text | None:
    """What a cell must meet to be seen in a row that exists; None where nothing is left to ask."""
    guard = place.guard
    if guard.purpose.kernel and guard.purpose.rows is not Rows.OPEN:
        return None
    asked: list[Text] = []
    if guard.purpose.rows is Rows.OPEN and guard.masks_people and place.situation.who != MACHINE:
        seen = reach(one, place)
        asked += [seen] if seen else []
    if one.days and guard.masks_time:
        asked.append(_in_time(place, one.days))
    if guard.purpose.heeds_restriction and place.situation.is_contested(one.clause_id):
        asked.append(_not_contested(one, place))
    return all_of(asked)


def reach(one: Cell, place: Place) -> Text | None:
    """The viewer stands within the audience of a cell; None where everybody does."""
    parts = _alternatives(one, place)
    return None if parts is None else any_of(list(parts))


def _alternatives(one: Cell, place: Place) -> list[Text | None] | None:
    """The ways to stand within an audience, one of which suffices; None where everybody does."""
    known = place.situation.who != VISITOR
    if place.pin == OWN:
        return None
    if one.audience:
        parts = _elected(one, place)
    elif one.reach >= Reach.PUBLIC or (one.reach >= Reach.MEMBERS and known):
        return None
    else:
        parts = _fixed(one, place)
    if known and one.relations:
        parts.append(_related(one.relations, place))
    return parts


def _seen_in_time(one: Cell, place: Place) -> Text | None:
    seen = reach(one, place)
    asked = [seen] if seen else []
    if one.days:
        asked.append(_in_time(place, one.days))
    both = all_of(asked)
    return (f"({both[0]})", both[1]) if both and len(asked) > 1 else both


def _own(place: Place) -> Text:
    if place.situation.who in (VISITOR, MACHINE):
        return NEVER, ()
    return f"{place.owner} = %s", (Mark.VIEWER,)


def _told(place: Place) -> list[Text]:
    """What the law forbids to tell somebody does not exist for them before its seal ends."""
    if not place.guard.table.sealed:
        return []
    seal = place.column(place.guard.table.sealed)
    sql = f"NOT EXISTS (SELECT 1 FROM privacy_seal q WHERE q.id = {seal} AND q.until_at > %s)"  # noqa: S608  names of ours
    return [(sql, (Mark.NOW,))]


def _elected(one: Cell, place: Place) -> list[Text | None]:
    chosen = place.column(one.audience)
    if place.situation.who == VISITOR:
        return [(f"{chosen} >= {int(Reach.PUBLIC)}", ())] if one.reach >= Reach.PUBLIC else []
    parts: list[Text | None] = []
    if one.reach >= Reach.MEMBERS:
        parts.append((f"{chosen} >= {int(Reach.MEMBERS)}", ()))
    parts.append(_own(place))
    if one.reach >= Reach.CONNECTIONS:
        most = min(one.reach, int(Reach.PROGRAM))
        if not place.scope:
            parts += _connected(chosen, most, place)
        parts.append(_placed(place, f"v.reach <= {chosen} AND v.reach <= {most}"))
    return parts


def _connected(chosen: str, most: int, place: Place) -> list[Text | None]:
    """A tie leads to the owner, of a level that the owner has chosen."""
    levels = place.situation.levels
    if levels is None:
        asked = f"x.reach <= {chosen} AND x.reach <= {most}"
        if place.situation.asks:  # equality only: then the planner may hash it
            asked = f"l.level = {chosen} AND x.reach <= l.level AND x.reach <= {most}"
        sql, marks = _tied(place, asked, ())
        return [(f"({chosen} >= 1 AND {sql})" if sql != NEVER else NEVER, marks)]
    # CASE and not AND: the planner would weigh each owner of the list
    near = [(max(one, 1), _led(place, Led(levels=(one,)))) for one in levels if one <= most]
    return [
        (f"CASE WHEN {chosen} >= {one} THEN {led} ELSE FALSE END", marks)
        for one, (led, marks) in near
    ]


def _led(place: Place, asked: Led) -> Text:
    """The owner is one of those to whom known ties lead."""
    return f"{place.owner} = ANY (%s::bigint[])", (asked,)


def _fixed(one: Cell, place: Place) -> list[Text | None]:
    if place.situation.who == VISITOR:
        return []
    parts: list[Text | None] = [_own(place)]
    if one.reach >= Reach.CONNECTIONS:
        if not place.scope:
            parts.append(_near(one.reach, place))
        parts.append(_placed(place, f"v.reach <= {one.reach}"))
    return parts


def _near(reach: int, place: Place) -> Text:
    """A tie of the lattice leads from the viewer to the owner."""
    levels = place.situation.levels
    if levels is None:
        return _tied(place, f"x.reach <= {reach}", ())
    near = tuple(level for level in levels if level <= reach)
    return _led(place, Led(levels=near)) if near else (NEVER, ())


def _placed(place: Place, condition: str, marks: tuple[object, ...] = ()) -> Text:
    """The viewer's own place ``v`` meets the row: in its scope, or in one that the owner shares."""
    if not place.situation.placed or place.situation.who == VISITOR:
        return NEVER, ()
    live = "v.since <= %s AND (v.until IS NULL OR v.until > %s)"
    mine: tuple[object, ...] = (Mark.VIEWER, Mark.NOW, Mark.NOW, *marks)
    if place.scope:
        sql = (
            "EXISTS (SELECT 1 FROM privacy_place v WHERE v.owner_id = %s "  # noqa: S608  names of ours
            f"AND {live} AND {condition} AND v.scope = {place.scope})"
        )
        return sql, mine
    sql = (
        "EXISTS (SELECT 1 FROM privacy_place v JOIN privacy_place w ON w.scope = v.scope "  # noqa: S608  names of ours
        f"WHERE v.owner_id = %s AND {live} AND {condition} AND w.owner_id = {place.owner} "
        "AND w.since <= %s AND (w.until IS NULL OR w.until > %s))"
    )
    return sql, (*mine, Mark.NOW, Mark.NOW)


def _related(relations: tuple[str, ...], place: Place, *, asks: bool = False) -> Text | None:
    """A named relation: by a tie to the owner, or by the viewer's place where the row belongs."""
    listed = ", ".join(["%s"] * len(relations))
    there = _placed(place, f"v.relation IN ({listed})", relations)
    return any_of([_by_tie(relations, place, asks=asks), there])


def _by_tie(relations: tuple[str, ...], place: Place, *, asks: bool) -> Text:
    """A named tie; that of a case counts only while the viewer works on this very case.

    ``asks``: the statement asks the table, also where the ties are known as a value.
    """
    if place.situation.who == VISITOR:
        return NEVER, ()
    if place.situation.levels is not None and not asks:
        return _known(relations, place)
    plain = tuple(one for one in relations if one != CASE_RELATION)
    kinds: list[str] = []
    marks: tuple[object, ...] = ()
    if plain:
        kinds.append(f"x.kind IN ({', '.join(['%s'] * len(plain))})")
        marks = plain
    if CASE_RELATION in relations and place.situation.who == OFFICER:
        kinds.append("(x.kind = %s AND x.scope = %s)")
        marks = (*marks, CASE_RELATION, Mark.CASE)
    if not kinds:
        return NEVER, ()
    condition = kinds[0] if len(kinds) == 1 else f"({' OR '.join(kinds)})"
    return _tied(place, condition, marks)


def _known(relations: tuple[str, ...], place: Place) -> Text:
    there = place.situation.kinds.intersection(relations)
    case = CASE_RELATION in there and place.situation.who == OFFICER
    kinds = tuple(sorted(there - {CASE_RELATION}))
    return _led(place, Led(kinds=kinds, case=case)) if kinds or case else (NEVER, ())


def _tied(place: Place, condition: str, marks: tuple[object, ...]) -> Text:
    """A live tie leads from the viewer to the owner. Marks of ``condition`` come last."""
    if not place.situation.tied:
        return NEVER, ()
    levels = ", (VALUES (1), (2), (3), (4), (5)) l(level)" if "l.level" in condition else ""
    sql = (
        f"EXISTS (SELECT 1 FROM privacy_tie x{levels} WHERE x.viewer_id = %s "  # noqa: S608  names of ours
        f"AND x.owner_id = {place.owner} AND x.since <= %s "
        f"AND (x.until IS NULL OR x.until > %s) AND {condition})"
    )
    return sql, (Mark.VIEWER, Mark.NOW, Mark.NOW, *marks)


def _some_in_time(place: Place) -> list[Text]:
    """The row is not past the longest of its terms."""
    return [_in_time(place, place.guard.row_days)] if place.guard.row_days else []


def _in_time(place: Place, days: int) -> Text:
    return f"{place.column(place.guard.table.since)} > %s", (Back(days),)


def _not_contested(one: Cell, place: Place) -> Text:
    sql = (
        "NOT EXISTS (SELECT 1 FROM privacy_closedcell z "  # noqa: S608  names of ours
        f"WHERE z.owner_id = {place.owner} AND z.clause = %s)"
    )
    return sql, (one.clause_id,)


def named_ties(place: Place) -> Text | None:
    """A named relation of the table's clauses leads from the viewer to the owner."""
    names = tuple(sorted({one for cell in place.guard.shapes for one in cell.relations}))
    found = _related(names, place, asks=True) if names else None
    return None if found is None or found[0] == NEVER else found
