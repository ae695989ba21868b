"""What follows when a yes is taken back: who received it is told, and what rested on it goes.

Data that no other ground keeps is written down with the day on which it goes; a new yes before
that day keeps it. What a hold keeps, stays.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import FileField

from salerno.privacy import choices, clock, notices, restriction
from salerno.privacy.context import Act, Viewer, acting, entered, handover
from salerno.privacy.declare import Clause, Purpose, Rows
from salerno.privacy.holds import held
from salerno.privacy.law import Basis
from salerno.privacy.models import Choice, ErasureStep, Leftover, Subject
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE, RECORD
from salerno.privacy.recall import STOP
from salerno.privacy.registry import Table, registry
from salerno.privacy.retention.terms import says_something
from salerno.privacy.rights.fate import can_be_blank
from salerno.privacy.rights.others import attname, blank, pointers
from salerno.privacy.rights.steps import REBUILD, carry_out
from salerno.privacy.rights.walk import holding
from salerno.privacy.stores import stores
from salerno.privacy.subjects import grounds, is_open, keeping

GRACE = timedelta(days=30)
"""GDPR 17(1)(b) says without undue delay; a month lets whoever pressed by mistake say so."""


def listen() -> None:
    """Hear of every choice from now on."""
    choices.on_choice(follow)


def follow(subject: int, purposes: tuple[Purpose, ...], state: str) -> None:
    """In the transaction of the choice: its consequences elsewhere."""
    if state == choices.State.GIVEN:
        restriction.agreed_later(subject, purposes)
        _keep(subject, purposes)
        return
    ended = [one for one in purposes if not is_open(subject, one)]
    notices.limited(subject, (), [one.id for one in ended], STOP)
    for clause in left_over(subject, _once_agreed(subject, ended)):
        with keeping("what rested on a yes that was taken back"):
            Leftover.objects.get_or_create(
                owner_id=subject,
                clause=clause.id,
                defaults={
                    "purpose": next(one.id for one in ended if one in clause.purposes),
                    "since": clock.now(),
                    "due_date": clock.today() + GRACE,
                },
            )


def _once_agreed(subject: int, purposes: Collection[Purpose]) -> list[Purpose]:
    """Those of ``purposes`` to which the person had once said yes."""
    with handover(RECORD, ground="what was agreed to"):
        given = Choice.objects.filter(owner_id=subject, state=Choice.State.GIVEN)
        named = {one for names in given.values_list("purposes", flat=True) for one in names}
    return [one for one in purposes if one.id in named]


def left_over(subject: int, purposes: Collection[Purpose]) -> list[Clause]:
    """The clauses held of ``subject`` that nothing but these purposes may use."""
    found = []
    for clause in registry().clauses.values():
        if clause.secret or not set(purposes) & set(clause.purposes):
            continue
        others = [one for one in clause.purposes if _counts(one) and one not in purposes]
        if not any(_stands(subject, one) for one in others) and _is_held(subject, clause):
            found.append(clause)
    return found


def _counts(purpose: Purpose) -> bool:
    """Whether a purpose is a reason to keep something: showing it to its own person is none."""
    return purpose.rows is not Rows.OWN and not (purpose.kernel or purpose.keys_only)


def _stands(subject: int, purpose: Purpose) -> bool:
    bases = grounds(subject, [purpose]).get(purpose.id, frozenset())
    if Basis.NONE in bases or not bases:
        return False
    return Basis.CONSENT not in bases or bool(choices.consent_to(subject, purpose))


def _is_held(subject: int, clause: Clause) -> bool:
    """Whether a table about the person alone, by this clause, holds a row."""
    return bool(holding(_tables(clause), subject)) if _tables(clause) else False


def _tables(clause: Clause) -> list[Table]:
    return [one for one in registry().personal() if clause in one.clauses]


def _keep(subject: int, purposes: Collection[Purpose]) -> None:
    """A new yes keeps what the old one had kept."""
    known = registry().clauses
    with keeping("a new yes keeps it"):
        for row in Leftover.objects.filter(owner_id=subject):
            clause = known.get(row.clause)
            if clause is None or set(purposes) & set(clause.purposes):
                row.delete()


@dataclass(frozen=True)
class Going:
    """A kind of data that goes because the yes was taken back, and when."""

    clause: str
    purpose: str
    due_date: date


def going(subject: int) -> tuple[Going, ...]:
    """What goes next of ``subject``, the soonest first."""
    with handover(RECORD, ground="what rested on a yes that was taken back"):
        rows = Leftover.objects.filter(owner_id=subject).order_by("due_date", "pk")
        return tuple(Going(one.clause, one.purpose, one.due_date) for one in rows)


def end_due() -> int:
    """Erase what is due, person by person; return how many kinds went. Can be done twice."""
    done = 0
    with (
        entered(ERASURE, Viewer.job("withdrawal"), ground="a yes was taken back") as entry,
        acting(Act("privacy.withdrawal", KEEPING)),
    ):
        entry.durable = True
        rows = Leftover.objects.filter(
            due_date__lte=clock.today(), owner__state=Subject.State.ACTIVE
        )
        for row in list(rows.order_by("pk")):
            with transaction.atomic():
                _end(row)
                row.delete()
            done += 1
    carry_out()
    return done


def _end(row: Leftover) -> None:
    clause = registry().clauses.get(row.clause)
    for table in _tables(clause) if clause else ():
        assert clause is not None  # noqa: S101  for the reader of types
        rows = table.model._base_manager.filter(**{attname(table): row.owner_id})
        rows = rows.exclude(held(table, clause))
        _write_steps(table, clause, row.owner_id, rows)
        if table.clauses == (clause,) and not pointers(table):
            rows.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()
            continue
        for one in _fields(table, clause):
            rows.filter(says_something(table, one)).update(**{one.attname: blank(table, one)})


def _fields(table: Table, clause: Clause) -> list[Any]:
    names = {one.name for one in table.columns_of(clause)}
    fields = table.model._meta.local_concrete_fields
    return [one for one in fields if one.column in names and can_be_blank(one)]


def _write_steps(table: Table, clause: Clause, owner: int, rows: Any) -> None:
    """Files, and the copies in derived stores, follow after the commit."""
    steps = [
        ErasureStep(subject_number=owner, kind="file", target=f"{table.label}.{one.name}:{name}")
        for one in _fields(table, clause)
        if isinstance(one, FileField)
        for name in rows.exclude(**{one.attname: ""}).values_list(one.attname, flat=True)
    ]
    copied = {f"{table.label}.{one.name}" for one in _fields(table, clause)}
    for name, store in stores().items():
        if copied & set(store.columns):
            steps.append(ErasureStep(subject_number=owner, kind="store", target=name))
            steps.append(ErasureStep(subject_number=0, kind="store", target=f"{REBUILD}{name}"))
    ErasureStep.objects.bulk_create(steps)
