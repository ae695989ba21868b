"""What a write must have: an open action, a purpose, a collection point, an open subject."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Field, NOT_PROVIDED

from salerno.privacy.context import Act, Entry, current, open_act, refuse
from salerno.privacy.declare import Clause, Rows
from salerno.privacy.errors import PurposeRefused, WriteRefused
from salerno.privacy.gate.guards import Guard, may_write
from salerno.privacy.gate.inputs import closed_table, granted_table
from salerno.privacy.purposes import AUTHENTICATE, ERASURE
from salerno.privacy.registry import Table


def check_delete(table: Table | None) -> None:
    """A declared row is deleted inside an action."""
    if table is not None and table.owner:
        open_act()


def check_update(table: Table | None, guard: Guard | None, values: Iterable[Any]) -> None:
    """Every column set must be the purpose's to write, at a point that collects it."""
    if table is None or guard is None:
        return
    act, entry = open_act(), current()
    for field, _model, value in values:
        if field.column == table.owner:
            if entry.purpose is not ERASURE:
                raise refuse(WriteRefused(f"{table.label}: a row does not change its owner."))
            continue
        _check_cell(table, field, value, act, entry, None)


def check_insert(
    table: Table | None,
    guard: Guard | None,
    fields: Iterable[Any],
    objs: Iterable[Any],
    connection: Any,
) -> None:
    """Every cell that says something must be collected here, about a subject open to it."""
    if table is None or guard is None:
        return
    act, entry = open_act(), current()
    named = [one for one in fields if one is not None]
    owners: set[int] = set()
    for obj in objs:
        owner = _value(named, obj, table.owner)
        if isinstance(owner, int):
            owners.add(owner)
        for field in named:
            if field.column != table.owner:
                _check_cell(table, field, getattr(obj, field.attname), act, entry, owner)
    _check_owners(guard, owners, act, entry, connection)


def check_returning(guard: Guard | None, fields: Iterable[Any]) -> None:
    """RETURNING reads."""
    for one in fields:
        if guard is not None and one.column not in guard.readable:
            name = f"{guard.table.label}.{one.name}"
            raise refuse(PurposeRefused(f"{name} does not serve the purpose {guard.purpose}."))


def _value(fields: list[Any], obj: Any, column: str) -> Any:
    for one in fields:
        if one.column == column:
            return getattr(obj, one.attname)
    return None


def _check_cell(
    table: Table, field: Any, value: Any, act: Act, entry: Entry, owner: int | None
) -> None:
    column = table.columns.get(field.column)
    clause = column.clause if column else None
    if clause is None or says_nothing(field, value):
        return
    if not may_write(clause, entry.purpose):
        raise refuse(
            WriteRefused(f"{table.label}.{field.name} is not collected for {entry.purpose}.")
        )
    if entry.purpose is ERASURE:
        return
    _check_point(table, field, clause, act)
    act.written.add((owner, clause.id))


def _check_point(table: Table, field: Any, clause: Clause, act: Act) -> None:
    if act.point is None:
        raise refuse(
            WriteRefused(f"{act.name} writes {table.label}.{field.name} at no collection point.")
        )
    if clause not in act.point.clauses:
        raise refuse(
            WriteRefused(f"{act.point.id} does not collect {clause.id} ({table.label}.{field.name}).")
        )


def says_nothing(field: Field[Any, Any], value: Any) -> bool:
    """Whether a value is empty or the column's default: nothing was collected."""
    if value is None or value == "" or value == [] or value == {}:
        return True
    default = field.default
    return default is not NOT_PROVIDED and not callable(default) and bool(value == default)


def _check_owners(
    guard: Guard, owners: set[int], act: Act, entry: Entry, connection: Any
) -> None:
    purpose = entry.purpose
    if purpose.rows is Rows.EVERY or not owners:
        return
    viewer = entry.viewer
    if not viewer.machine and purpose is not AUTHENTICATE:
        strangers = owners - {viewer.subject, act.subject}
        if strangers:
            raise refuse(
                WriteRefused(f"{guard.table.label}: a row about somebody else than who writes it.")
            )
    if purpose.rows is Rows.OPEN:
        _check_open(guard, owners, connection)


def _check_open(guard: Guard, owners: set[int], connection: Any) -> None:
    table = granted_table(guard.purpose) if guard.grants else closed_table(guard.purpose)
    if not guard.grants and not connection.gate_inputs.anybody(table):
        return
    marks = ", ".join(str(int(one)) for one in sorted(owners))
    sql = f"SELECT COUNT(*) FROM {table} WHERE subject IN ({marks})"  # noqa: S608  ints only
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = cursor.fetchone()[0]
    if found != (len(owners) if guard.grants else 0):
        raise refuse(
            WriteRefused(f"{guard.table.label}: the subject is closed for {guard.purpose}.")
        )
