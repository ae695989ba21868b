"""Erasure: planned first, then done in one transaction, then carried to what is not a table.

Nothing here knows a room. Rows whose clauses all delete go; others go to a pseudonym that
nobody can lead back. Files, derived stores and those outside follow after the commit, from a
list that was written with it, so that a process that is killed between goes on at its next
start.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import Any, Protocol

from django.db import connection as django_connection
from django.db import transaction
from django.db.models.sql import Query
from django.utils.translation import gettext as _

from salerno.privacy import clock, disclose, holds, journal, law, ledger, notices, outbox
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.declare import OnErase
from salerno.privacy.errors import Refused
from salerno.privacy.gate.guards import is_opt_in
from salerno.privacy.gate.worded import PSEUDONYM, SUBJECT, Parting, Write, change, deletion
from salerno.privacy.models import ErasureStep, Subject, Tie
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE
from salerno.privacy.registry import Table, registry
from salerno.privacy.rights.fate import children_first, fate, is_fixed, kept_by, not_held
from salerno.privacy.rights.others import attname, blank, keep_shells, let_go
from salerno.privacy.rights.steps import carry_out
from salerno.privacy.rights.values import Certificate, Plan, Planned
from salerno.privacy.rights.walk import holding, naming, said
from salerno.privacy.stores import stores
from salerno.privacy.subjects import forget_inputs, grant, is_open

connection: Any = django_connection
"""The default connection, which is one of the gate's own."""

type Changed = tuple[Table, Any]  # a table and the rows of it that read otherwise now

_on_leave: list[Callable[[int], None]] = []


def on_leave(action: Callable[[int], None]) -> None:
    """Let a room end what runs (a subscription, a seat) before its rows go. One a room."""
    if action not in _on_leave:
        _on_leave.append(action)


class Taking(Protocol):
    """Who takes what an erasure takes away, under the person's own key. See ``rights.vault``."""

    def before(self, subject: int) -> None:
        """Called inside the transaction, while everything is still there."""

    def after(self, subject: int, pseudonym: int) -> int:
        """Called when it is done; return the number of the entry that it leaves in the ledger."""


def plan_erasure(subject: int) -> Plan:
    """What an erasure would do now, as the person may be told. Changes nothing."""
    held_back = holds.held_clauses(subject, as_told=True)
    goes: list[Planned] = []
    unnamed: list[Planned] = []
    stays: list[Planned] = []
    counted = said(subject)
    for table in registry().personal():
        for clause in table.clauses:
            count = counted.get((table.name, clause.id), 0)
            if not count:
                continue
            kind, reason = clause.erasure.kind, clause.erasure.reason
            if clause.id in held_back:
                kind, reason = OnErase.KEEP, reason or _("a hold stands, and nobody may use it")
            target = {OnErase.DELETE: goes, OnErase.REATTRIBUTE: unnamed}.get(kind, stays)
            target.append(Planned(clause, table.name, count, reason))
    return Plan(tuple(goes), tuple(unnamed), tuple(stays), _holders(subject))


def _holders(subject: int) -> tuple[str, ...]:
    with entered(ERASURE, Viewer.job("erasure"), ground="who received something"):
        return disclose.recipients_of([subject]).get(subject, ())


def erase(subject: int, *, ground: str, over_holds: bool = False) -> Certificate:
    """Erase ``subject``. When this returns nothing of them can be reached.

    What a hold names stays until it is lifted, and only the person's rights and legal claims
    meet it; ``over_holds`` lifts every hold but an authority's, as for a child under 13.
    Raises Refused (409) when it was done before. One transaction; the number of statements
    depends on the number of tables only.
    """
    with transaction.atomic():
        if over_holds:
            holds.lift_all(subject, reason=ground)
        return take_out(subject, ground=ground)


def take_out(subject: int, *, ground: str, taking: Taking | None = None) -> Certificate:
    """The erasure itself; ``taking`` gets what goes, and says when it is a certificate.

    It stands under one law from its first statement to its last.
    """
    with law.under(law.in_force()), transaction.atomic():
        plan = plan_erasure(subject)
        for leave in _on_leave:
            leave(subject)
        with (
            entered(ERASURE, Viewer.job("erasure"), ground=ground) as entry,
            acting(Act("privacy.rights.erase", KEEPING)),
        ):
            entry.durable = True
            number = _end(subject, plan.items, taking)
            transaction.on_commit(partial(carry_out, subject))
    return Certificate(number, clock.now(), plan)


def _end(subject: int, rows: int, taking: Taking | None) -> int:
    """Everything that the transaction holds; the number of its entry in the ledger."""
    on_their_way = outbox.on_their_way(subject)
    outbox.stop(subject, ground="erased")
    if taking is not None:
        taking.before(subject)
    _close_subject(subject)
    pseudonym = _pseudonym()
    held_back = holds.held_clauses(subject)
    _write_steps(subject, held_back)
    _tables(subject, pseudonym, held_back)
    stand_in(subject, pseudonym)
    notices.erased(subject, pseudonym, on_their_way)
    forget_inputs(subject)
    holds.shut(subject)
    if taking is not None:
        return taking.after(subject, pseudonym)
    number = ledger.append("erasure", {"at": clock.now(), "rows": rows})[0]
    journal.append(subject)
    return number


def finish(subject: int) -> None:
    """Erase what a hold had kept of somebody who was erased, and keeps no more.

    Inside the purpose ERASURE and an open act, as the sweep calls it.
    """
    with transaction.atomic():
        pseudonym = _pseudonym()
        held_back = holds.held_clauses(subject)
        holds.pass_on(subject, pseudonym)
        _write_steps(subject, held_back)
        _tables(subject, pseudonym, held_back)
        forget_inputs(subject)
        holds.shut(subject)
        ledger.append("erasure finished", {"at": clock.now()})
        transaction.on_commit(partial(carry_out, subject))


def _pseudonym() -> int:
    """Somebody new, whom nobody can lead back; terms that follow an account run from now."""
    made = Subject.objects.create(
        state=Subject.State.PSEUDONYM, layer=Subject.Layer.NONE, ended_at=clock.now()
    )
    return int(made.pk)


def _close_subject(subject: int) -> None:
    live = Subject.objects.filter(pk=subject).exclude(
        state__in=[Subject.State.ERASED, Subject.State.PSEUDONYM]
    )
    if not live.update(
        state=Subject.State.ERASED, layer=Subject.Layer.UNKNOWN, ended_at=clock.now()
    ):
        raise Refused(_("This account was erased before. There is nothing left."), status=409)


def _tables(subject: int, pseudonym: int, held_back: Collection[str]) -> None:
    personal = [one for one in registry().personal() if one.model is not Subject]
    who = Parting(subject, pseudonym, connection)
    Tie.objects.filter(viewer_id=subject).delete()
    changed = _roles(who)
    names = holding(personal, subject)
    held = [one for one in personal if one.name in names]
    staying = kept_by(held_back, held) if held_back else []
    for table in staying:
        values = {one.attname: blank(table, one) for one in not_held(table, held_back)}
        if values and _own(table, subject).update(**values):
            changed.append((table, _own(table, subject)))
    going = [one for one in held if fate(one).rows_go and one not in staying]
    left = [one for one in held if one not in going and one not in staying]
    who.write_all(_reattribution(table) for table in left)
    changed += [(one, _own(one, pseudonym)) for one in left if one.model in ledger.WITNESSES]
    _reseal(changed)
    _take(children_first(going), who)


def _take(going: Collection[Table], who: Parting) -> None:
    """Delete the person's rows, children first. What stays of them must stand before it is led to.

    Others' rows that are shells by then lose what led them to a row that goes.
    """
    for table in going:
        keep_shells(table, who)
    for table in going:
        let_go(table, who)
    who.write_all((("delete", one), partial(_deleted, one)) for one in going)


def _deleted(table: Table) -> Query:
    return deletion(_own(table, SUBJECT))


def stand_in(subject: int, pseudonym: int) -> None:
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


def _roles(who: Parting) -> list[Changed]:
    """Where the person stands in another's row (who gave a role, who looked), nobody stands."""
    roles = registry().roles
    named = [roles[one] for one in sorted(naming(roles, who.subject))]
    for some in _apart(named):
        who.write_all((("role", field), partial(_handed_on, table, field)) for table, field in some)
    witnessed = [one for one in named if one[0].model in ledger.WITNESSES]
    return [(table, _stood(table, field, who.pseudonym)) for table, field in witnessed]


def _stood(table: Table, field: Any, subject: int) -> Any:
    return table.model._base_manager.filter(**{field.attname: subject})


def _handed_on(table: Table, field: Any) -> Query:
    return change(_stood(table, field, SUBJECT), {field.attname: PSEUDONYM})


def _apart(named: Iterable[tuple[Table, Any]]) -> Collection[list[tuple[Table, Any]]]:
    """Groups in which each table is once: two fields of a table may stand in the same row."""
    turns: dict[int, list[tuple[Table, Any]]] = {}
    seen: Counter[str] = Counter()
    for table, field in named:
        turns.setdefault(seen[table.name], []).append((table, field))
        seen[table.name] += 1
    return turns.values()


def _reattribution(table: Table) -> Write:
    key = ("reattribute", table) if is_fixed(fate(table).blank) else None
    return key, partial(_reattributed, table)


def _reattributed(table: Table) -> Query:
    """Rows that stay lose their owner and every cell that goes."""
    values = {field.attname: blank(table, field) for field in fate(table).blank}
    return change(_own(table, SUBJECT), {**values, attname(table): PSEUDONYM})


def _reseal(changed: Iterable[Changed]) -> None:
    """What the ledger commits to has changed: it commits anew, and the old salt is gone."""
    rows = [rows for table, rows in changed if table.model in ledger.WITNESSES]
    ledger.reseal({(type(row), row.pk): row for some in rows for row in some}.values())


def _write_steps(subject: int, held_back: Collection[str]) -> None:
    """What must be done after the commit: each file, and each derived store."""
    steps = [ErasureStep(subject_number=subject, kind="store", target=name) for name in stores()]
    for table, field in registry().files:
        clause = table.columns[str(field.column)].clause
        if clause is None or clause.id not in held_back:
            rows = _own(table, subject).exclude(**{field.attname: ""})
            label = f"{table.label}.{field.name}"
            steps += [
                ErasureStep(subject_number=subject, kind="file", target=f"{label}:{name}")
                for name in rows.values_list(field.attname, flat=True)
            ]
    ErasureStep.objects.bulk_create(steps)
