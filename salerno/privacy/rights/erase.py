"""Erasure: planned first, then done in one transaction, then carried to what is not a table.

Nothing here knows a room. Rows whose clauses all delete go; others go to a pseudonym that
nobody can lead back. Files, derived stores and those outside follow after the commit, from a
list that was written with it, so that a process that is killed between goes on at its next
start.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import FileField
from django.utils.translation import gettext as _

from salerno.privacy import clock, disclose, law, ledger, notices, outbox
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.declare import OnErase
from salerno.privacy.errors import Refused
from salerno.privacy.fields import SubjectKey
from salerno.privacy.gate.guards import is_opt_in
from salerno.privacy.models import ErasureStep, Subject, Tie
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE
from salerno.privacy.registry import Table, registry
from salerno.privacy.rights import journal
from salerno.privacy.rights.fate import children_first, fate
from salerno.privacy.rights.others import attname, blank, let_go
from salerno.privacy.rights.steps import carry_out
from salerno.privacy.rights.values import Certificate, Plan, Planned
from salerno.privacy.rights.walk import everything, holding, says_something
from salerno.privacy.stores import stores
from salerno.privacy.subjects import forget_inputs, grant, is_open

_on_leave: list[Callable[[int], None]] = []


def on_leave(action: Callable[[int], None]) -> None:
    """Let a room end what runs (a subscription, a seat) before its rows go. One a room."""
    if action not in _on_leave:
        _on_leave.append(action)


def plan_erasure(subject: int) -> Plan:
    """What an erasure would do now. Changes nothing."""
    goes: list[Planned] = []
    unnamed: list[Planned] = []
    stays: list[Planned] = []
    for one in everything(subject):
        for clause in one.table.clauses:
            names = [column.attname for column in one.table.columns_of(clause)]
            held = [
                row
                for row in one.rows
                if clause.secret or any(says_something(row[name]) for name in names)
            ]
            if not held:
                continue
            planned = Planned(clause, one.table.name, len(held), clause.erasure.reason)
            kind = clause.erasure.kind
            target = {OnErase.DELETE: goes, OnErase.REATTRIBUTE: unnamed}.get(kind, stays)
            target.append(planned)
    return Plan(tuple(goes), tuple(unnamed), tuple(stays), _holders(subject))


def _holders(subject: int) -> tuple[str, ...]:
    with entered(ERASURE, Viewer.job("erasure"), ground="who received something"):
        return disclose.recipients_of([subject]).get(subject, ())


def erase(subject: int, *, ground: str) -> Certificate:
    """Erase ``subject``. When this returns nothing of them can be reached.

    Raises Refused (409) when it was done before. One transaction; the number of statements
    depends on the number of tables only.
    """
    with transaction.atomic():
        plan = plan_erasure(subject)
        for leave in _on_leave:
            leave(subject)
        with (
            entered(ERASURE, Viewer.job("erasure"), ground=ground) as entry,
            acting(Act("privacy.rights.erase", KEEPING)),
        ):
            entry.durable = True
            number = _end(subject, plan.items)
            transaction.on_commit(partial(carry_out, subject))
    return Certificate(number, clock.now(), plan)


def _end(subject: int, rows: int) -> int:
    """Everything that the transaction holds; the number of its entry in the ledger."""
    _close_subject(subject)
    on_their_way = outbox.on_their_way(subject)
    outbox.stop(subject, ground="erased")
    pseudonym = Subject.objects.create(state=Subject.State.PSEUDONYM, layer="none").pk
    _write_steps(subject)
    _tables(subject, pseudonym)
    _stand_in(subject, pseudonym)
    notices.erased(subject, pseudonym, on_their_way)
    forget_inputs(subject)
    number = ledger.append("erasure", {"at": clock.now(), "rows": rows})[0]
    journal.append(subject)
    return number


def _close_subject(subject: int) -> None:
    live = Subject.objects.filter(pk=subject).exclude(
        state__in=[Subject.State.ERASED, Subject.State.PSEUDONYM]
    )
    if not live.update(state=Subject.State.ERASED, layer=Subject.Layer.UNKNOWN):
        raise Refused(_("This account was erased before. There is nothing left."), status=409)


def _tables(subject: int, pseudonym: int) -> None:
    personal = [one for one in registry().personal() if one.model is not Subject]
    Tie.objects.filter(viewer_id=subject).delete()
    for table in personal:
        _roles(table, subject, pseudonym)
    held = holding(personal, subject)
    going = [one for one in personal if one.name in held and fate(one).rows_go]
    for table in personal:
        if table.name in held and table not in going:
            _reattribute(table, subject, pseudonym)
    for table in children_first(going):
        let_go(table, subject, pseudonym)
        rows = _own(table, subject)
        rows._raw_delete(rows.db)  # noqa: SLF001  one DELETE; Django's own loads what it deletes


def _stand_in(subject: int, pseudonym: int) -> None:
    """What goes on without the person is met under the services in which the person was met."""
    served = {
        purpose
        for clause in registry().clauses.values()
        if clause.erasure.kind is OnErase.REATTRIBUTE
        for purpose in clause.purposes
    }
    for one in served:
        if is_opt_in(one, law.in_force()) and is_open(subject, one):
            grant(pseudonym, one)


def _own(table: Table, subject: int) -> Any:
    return table.model._base_manager.filter(**{attname(table): subject})


def _roles(table: Table, subject: int, pseudonym: int) -> None:
    """Where the person stands in another's row (who gave a role, who looked), nobody stands."""
    for field in table.model._meta.local_concrete_fields:
        if isinstance(field, SubjectKey) and field.role:
            rows = table.model._base_manager
            if rows.filter(**{field.attname: subject}).update(**{field.attname: pseudonym}):
                _reseal(table, rows.filter(**{field.attname: pseudonym}))


def _reattribute(table: Table, subject: int, pseudonym: int) -> None:
    """Rows that stay lose their owner and every cell that goes."""
    values = {field.attname: blank(table, field) for field in fate(table).blank}
    if _own(table, subject).update(**values, **{attname(table): pseudonym}):
        _reseal(table, _own(table, pseudonym))


def _reseal(table: Table, rows: Any) -> None:
    """What the ledger commits to has changed: it commits anew, and the old salt is gone."""
    if table.model in ledger.WITNESSES:
        ledger.reseal(list(rows))


def _write_steps(subject: int) -> None:
    """What must be done after the commit: each file, and each derived store."""
    steps = [ErasureStep(subject_number=subject, kind="store", target=name) for name in stores()]
    for table in registry().personal():
        for field in table.model._meta.local_concrete_fields:
            if isinstance(field, FileField):
                rows = _own(table, subject)
                names = rows.exclude(**{field.attname: ""}).values_list(field.attname, flat=True)
                label = f"{table.label}.{field.name}"
                steps += [
                    ErasureStep(subject_number=subject, kind="file", target=f"{label}:{name}")
                    for name in names
                ]
    ErasureStep.objects.bulk_create(steps)
