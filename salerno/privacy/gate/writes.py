"""What a write must have: an open action, a purpose, a collection point, an open subject."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import NOT_PROVIDED, Field, Value

from salerno.privacy.context import Act, Entry, act_or_none, current, open_act, refuse
from salerno.privacy.declare import Clause, Rows
from salerno.privacy.errors import PurposeRefused, WriteRefused
from salerno.privacy.gate import predicates
from salerno.privacy.gate.guards import Guard, may_write
from salerno.privacy.gate.inputs import closed_table, granted_table
from salerno.privacy.gate.predicates import Place
from salerno.privacy.gate.words import GuardedSql, Sql
from salerno.privacy.purposes import AUTHENTICATE, ERASURE
from salerno.privacy.registry import Table

SEALED: dict[str, frozenset[str]] = {}
"""By table: the attributes that the ledger commits to. Only erasure touches such a row."""


def check_delete(table: Table | None) -> None:
    """A declared row is deleted inside an action, and a sealed one by erasure alone."""
    if table is not None and table.owner:
        open_act()
        if table.name in SEALED and current().purpose is not ERASURE:
            raise refuse(WriteRefused(f"{table.label} is only appended to: nothing is deleted."))


def _check_sealed(table: Table, field: Any, entry: Entry) -> None:
    if field.attname in SEALED.get(table.name, ()) and entry.purpose is not ERASURE:
        name = f"{table.label}.{field.name}"
        raise refuse(WriteRefused(f"{name} is bound into the ledger: it does not change."))


def check_update(table: Table | None, guard: Guard | None, values: Iterable[Any]) -> None:
    """Every column set must be the purpose's to write, at a point that collects it."""
    if table is None or guard is None:
        return
    act, entry = open_act(), current()
    for field, _model, value in values:
        _check_sealed(table, field, entry)
        if field.column == table.owner:
            if entry.purpose is not ERASURE and not act.library:
                raise refuse(WriteRefused(f"{table.label}: a row does not change its owner."))
            continue
        _check_purpose(table, field, entry)  # emptying a cell is a write as well
        _check_decided(table, field, value, act, None)
        _check_cell(table, field, value, act, entry, None)


def settled(table: Table | None, values: Iterable[Any]) -> list[Any]:
    """What an UPDATE sets: a library that saves a whole row leaves its owner as it is."""
    act = act_or_none()
    if table is None or act is None or not act.library:
        return list(values)
    return [one for one in values if one[0].column != table.owner]


def kept_cell(one: Any, place: Place, statement: Any) -> Any:
    """Make a cell that is not seen keep its value: what was loaded as nothing is not stored."""
    field, model, value = one
    cell = place.guard.cells.get(field.column)
    seen = predicates.cell(cell, place) if cell is not None else None
    if seen is None:
        return one
    return field, model, KeptCell(field, value, statement.filled(seen), place.alias)


class KeptCell:
    """The new value where the cell is seen, the old one where it is not."""

    contains_aggregate = False
    contains_over_clause = False

    def __init__(self, field: Any, value: Any, seen: Sql, alias: str) -> None:
        self.field, self.value, self.seen, self.alias = field, value, seen, alias

    def resolve_expression(self, query: Any, **options: Any) -> KeptCell:
        """Resolve what is to be stored."""
        value = self.value
        if hasattr(value, "prepare_database_save") and self.field.remote_field:
            value = value.prepare_database_save(self.field)
        if not hasattr(value, "resolve_expression"):
            value = Value(value, output_field=self.field)
        value = value.resolve_expression(query, **options)
        return KeptCell(self.field, value, self.seen, self.alias)

    def as_sql(self, compiler: Any, connection: Any) -> Sql:
        """``CASE WHEN seen THEN new ELSE old END``."""
        sql, params = compiler.compile(self.value)
        quote = connection.ops.quote_name
        old = f"{quote(self.alias)}.{quote(self.field.column)}"
        return f"CASE WHEN {self.seen[0]} THEN {sql} ELSE {old} END", (*self.seen[1], *params)


def check_insert(table: Table | None, guard: Guard | None, query: Any, statement: Any) -> None:
    """Every cell that says something must be collected here, about a subject open to it."""
    if table is None or guard is None:
        return
    act, entry = open_act(), current()
    if any(one.column == table.owner for one in query.update_fields):
        raise refuse(WriteRefused(f"{table.label}: an upsert does not change the owner."))
    named = [one for one in query.fields if one is not None]
    owners: set[int] = set()
    for obj in query.objs:
        owner = _owner_of(table, named, obj, entry)
        if owner is not None:
            owners.add(owner)
        for field in named:
            if field.column != table.owner:
                value = getattr(obj, field.attname)
                _check_decided(table, field, value, act, owner)
                _check_cell(table, field, value, act, entry, owner)
    for field in query.update_fields:
        _check_purpose(table, field, entry)
    _check_owners(guard, owners, act, entry, statement)


def check_returning(guard: Guard | None, fields: Iterable[Any]) -> None:
    """RETURNING reads."""
    for one in fields:
        if guard is not None and one.column not in guard.readable:
            name = f"{guard.table.label}.{one.name}"
            raise refuse(PurposeRefused(f"{name} does not serve the purpose {guard.purpose}."))


def _owner_of(table: Table, fields: list[Any], obj: Any, entry: Entry) -> int | None:
    """Whose the new row is. None where the row is the subject itself, and has no id yet."""
    for one in fields:
        if one.column == table.owner:
            value = getattr(obj, one.attname)
            if isinstance(value, int):
                return value
            if not (value is None and one.primary_key):
                raise refuse(WriteRefused(f"{table.label}: the owner is said as a plain id."))
    if entry.purpose.rows is not Rows.EVERY:
        raise refuse(WriteRefused(f"{table.label}: a new row says whose it is."))
    return None


def _check_decided(table: Table, field: Any, value: Any, act: Act, owner: int | None) -> None:
    """What decides about somebody is stored once a named human decided about that person."""
    decided = table.decided.get(field.column)
    if decided is None or not decided.covers(value) or current().purpose is ERASURE:
        return
    name = f"{table.label}.{field.name}"
    taken = {subject for subject, what in act.decided if what == decided.what.id}
    if not taken or (owner is not None and owner not in taken):
        raise refuse(
            WriteRefused(f"{name}: no rule sets “{decided.what.title}”. A named human decides it.")
        )


def _check_purpose(table: Table, field: Any, entry: Entry) -> None:
    column = table.columns.get(field.column)
    clause = column.clause if column else None
    if clause is not None and not may_write(clause, entry.purpose):
        raise refuse(
            WriteRefused(
                f"{table.label}.{field.name} is not collected for {entry.purpose}: "
                "save(update_fields=...) names what is."
            )
        )


def _check_cell(
    table: Table, field: Any, value: Any, act: Act, entry: Entry, owner: int | None
) -> None:
    column = table.columns.get(field.column)
    clause = column.clause if column else None
    if clause is None or says_nothing(field, value):
        return
    _check_purpose(table, field, entry)
    if entry.purpose is ERASURE:
        return
    _check_point(table, field, clause, act)
    act.written.add((owner, clause.id))


def _check_point(table: Table, field: Any, clause: Clause, act: Act) -> None:
    name = f"{table.label}.{field.name}"
    if act.point is None:
        raise refuse(WriteRefused(f"{act.name} writes {name} at no collection point."))
    if clause not in act.point.clauses:
        raise refuse(WriteRefused(f"{act.point.id} does not collect {clause.id} ({name})."))


def says_nothing(field: Field[Any, Any], value: Any) -> bool:
    """Whether a value is empty or the column's default: nothing was collected."""
    if value is None or value == "" or value == [] or value == {}:
        return True
    default = field.default
    return default is not NOT_PROVIDED and not callable(default) and bool(value == default)


def _check_owners(guard: Guard, owners: set[int], act: Act, entry: Entry, statement: Any) -> None:
    purpose, viewer = entry.purpose, entry.viewer
    if purpose.rows is Rows.EVERY or not owners:
        return
    if not viewer.machine and purpose is not AUTHENTICATE:
        strangers = owners - {viewer.subject, act.subject}
        if strangers and not _are_related(guard, strangers, statement):
            raise refuse(
                WriteRefused(f"{guard.table.label}: a row about somebody else than who writes it.")
            )
    if purpose.rows is Rows.OPEN:
        _check_open(guard, owners, statement)


def _are_related(guard: Guard, owners: set[int], statement: Any) -> bool:
    """Whether a named relation leads from the viewer to each of ``owners``."""
    asked = predicates.named_ties(Place(guard, "s", statement.situation, of_owner=True))
    if asked is None:
        return False
    text, params = statement.filled(asked)
    text = text.replace(f'"s"."{guard.table.owner}"', '"s"."id"')
    marks = ", ".join(str(one) for one in sorted(owners))
    sql = f"SELECT COUNT(*) FROM privacy_subject s WHERE s.id IN ({marks}) AND {text}"  # noqa: S608
    connection = statement.connection
    with connection.gate_open(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return bool(cursor.fetchone()[0] == len(owners))


def _check_open(guard: Guard, owners: set[int], statement: Any) -> None:
    closed = _count(statement, closed_table(guard.purpose), owners)
    granted = guard.grants and _count(statement, granted_table(guard.purpose), owners)
    if closed or (guard.grants and granted != len(owners)):
        raise refuse(
            WriteRefused(f"{guard.table.label}: the subject is closed for {guard.purpose}.")
        )


def _count(statement: Any, table: str, owners: set[int]) -> int:
    """How many of ``owners`` stand in an input table."""
    connection = statement.connection
    if not connection.gate_inputs.anybody(table):
        return 0
    marks = ", ".join(str(int(one)) for one in sorted(owners))
    sql = f"SELECT COUNT(*) FROM {table} WHERE subject IN ({marks})"  # noqa: S608  ints only
    with connection.cursor() as cursor:
        cursor.execute(GuardedSql.of(sql, statement.entry))
        return int(cursor.fetchone()[0])
