"""The sweep: what is past its term goes, in batches, each in one transaction.

A process that is killed loses the batch it was in, and nothing else: the next sweep goes on
with the same report, from the same moment. What was done is counted in the transaction that
did it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import FileField
from django.utils.translation import gettext as _

from salerno.privacy import clock, law, ledger
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.errors import Refused
from salerno.privacy.models import (
    ErasureStep,
    Hold,
    LedgerEntry,
    OutboxItem,
    Subject,
    SweepReport,
)
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE
from salerno.privacy.registry import Table
from salerno.privacy.retention import live
from salerno.privacy.retention.terms import swept_tables
from salerno.privacy.retention.values import Report, as_report
from salerno.privacy.retention.work import Piece, What, kept, leading_to, owner_is_key, pieces
from salerno.privacy.rights.erase import finish, stand_in
from salerno.privacy.rights.fate import fate
from salerno.privacy.rights.others import attname, blank
from salerno.privacy.rights.steps import REBUILD, carry_out
from salerno.privacy.stores import stores

BATCH = 500
MOST_LEAP = timedelta(days=7)  # further ahead of the last sweep than this, somebody confirms
JOB = Viewer.job("retention")

type Teller = Callable[[str, int], None]
"""Told after each batch: the table, and how many rows were done."""


def sweep(*, confirmed: bool = False, tell: Teller | None = None) -> Report:
    """Delete, empty or give away what is past its term; return what was done.

    Raises Refused (409) when the clock cannot be right: before the last sweep, or further
    ahead of it than a week and nobody has ``confirmed`` it.
    """
    said = tell or (lambda _table, _rows: None)
    with (
        entered(ERASURE, JOB, ground="what is past its term") as entry,
        acting(Act("privacy.retention.sweep", KEEPING)),
    ):
        entry.durable = True
        report = _begin(confirmed=confirmed)
        for subject in released():
            finish(subject)
        for table in swept_tables():
            for number in range(len(pieces(table, report.cutoff_at))):
                _work_off(report, table, number, said)
        _end(report)
    carry_out()
    return as_report(report)


def clock_words() -> str:
    """Why the clock cannot be trusted to delete by; "" where it can."""
    last = _last_moment()
    now = clock.now()
    if last is None or last <= now <= last + MOST_LEAP:
        return ""
    if now < last:
        return _(
            "The clock stands at %(now)s, before the last sweep of %(last)s. Nothing is deleted "
            "until it is right."
        ) % _moments(now, last)
    return _(
        "The last sweep was on %(last)s, and the clock says %(now)s. If that is right, run "
        "“salerno retention sweep --yes” once."
    ) % _moments(now, last)


def _moments(now: datetime, last: datetime) -> dict[str, str]:
    return {"now": f"{now:%Y-%m-%d %H:%M}", "last": f"{last:%Y-%m-%d %H:%M}"}


def _last_moment() -> datetime | None:
    """When the house last swept; before its first sweep, when it last wrote its ledger."""
    swept = SweepReport.objects.filter(kind=SweepReport.Kind.SWEEP).order_by("-cutoff_at")
    found = swept.values_list("cutoff_at", flat=True).first()
    if found is not None:
        return found
    entries = LedgerEntry.objects.order_by("-seq")
    return entries.values_list("at", flat=True).first()


def _begin(*, confirmed: bool) -> SweepReport:
    """The report of a sweep that was broken off, or a new one."""
    words = clock_words()
    now = clock.now()
    last = _last_moment()
    is_early = last is not None and now < last
    if words and (is_early or not confirmed):
        raise Refused(words, status=409)
    broken = SweepReport.objects.filter(kind=SweepReport.Kind.SWEEP, finished_at=None)
    found = broken.order_by("-pk").first()
    if found is not None:
        return found
    return SweepReport.objects.create(
        kind=SweepReport.Kind.SWEEP,
        cutoff_at=now,
        policy_version=law.in_force().version,
    )


def released() -> list[int]:
    """Those who were erased while something was held of them that is held no more."""
    rows = Hold.objects.filter(owner__state=Subject.State.ERASED).exclude(lifted_at=None)
    return sorted(set(rows.values_list("owner_id", flat=True)))


def _work_off(report: SweepReport, table: Table, number: int, tell: Teller) -> None:
    """Batch after batch. Deleting may free more rows, so it begins anew until none is left."""
    after: Any = None
    while True:
        piece = pieces(table, report.cutoff_at)[number]
        with transaction.atomic():
            rows = piece.rows.order_by("pk")
            if after is not None and piece.what is not What.DELETE:
                rows = rows.filter(pk__gt=after)
            keys = list(rows.values_list("pk", flat=True)[:BATCH])
            if not keys:
                return
            _do(piece, keys)
            _count(report, piece, len(keys))
        after = keys[-1]
        tell(table.name, len(keys))


def _do(piece: Piece, keys: Sequence[Any]) -> None:
    """One batch, in the caller's transaction."""
    table = piece.table
    rows = table.model._base_manager.filter(pk__in=keys)
    _write_steps(piece, rows)
    if piece.what is What.DELETE:
        live.ending(table, keys)
        _let_go(table, keys)
        rows._raw_delete(rows.db)  # noqa: SLF001  one DELETE; Django's own loads what it deletes
        return
    if piece.what is What.BLANK:
        _set(table, rows, {one.attname: blank(table, one) for one in piece.fields})
        return
    emptied = fate(table).blank if piece.what is What.REATTRIBUTE else piece.fields
    _give_away(piece, rows, {one.attname: blank(table, one) for one in emptied})


def _give_away(piece: Piece, rows: Any, values: dict[str, Any]) -> None:
    """Rows of each person go to a new pseudonym, which nobody can lead back.

    A row that must be pointed to, and whose own key is its owner, stays theirs and is empty.
    """
    table, name = piece.table, attname(piece.table)
    if piece.what is What.SHELL and owner_is_key(table):
        _set(table, rows, values)
        return
    if owner_is_key(table):  # the key changes, and nothing may lead to the old one
        _empty_keys(table, list(rows.values_list("pk", flat=True)))
    for owner in sorted(set(rows.values_list(name, flat=True))):
        made = Subject.objects.create(
            state=Subject.State.PSEUDONYM, layer=Subject.Layer.NONE, ended_at=clock.now()
        )
        if piece.what is What.REATTRIBUTE:
            stand_in(owner, made.pk)
        _set(table, rows.filter(**{name: owner}), {**values, name: made.pk})


def _set(table: Table, rows: Any, values: dict[str, Any]) -> None:
    keys = list(rows.values_list("pk", flat=True))
    if values and rows.update(**values) and table.model in ledger.WITNESSES:
        ledger.reseal(list(table.model._base_manager.filter(pk__in=keys)))


def _let_go(table: Table, keys: Sequence[Any]) -> None:
    """Keys that lead to rows that go: emptied where they may be; what is about nobody goes too."""
    _empty_keys(table, keys)
    for other, field in leading_to(table):
        if not field.null and not other.owner:
            rows = other.model._base_manager.filter(**{f"{field.name}__in": list(keys)})
            rows.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()


def _empty_keys(table: Table, keys: Sequence[Any]) -> None:
    for other, field in leading_to(table):
        if field.null:
            rows = other.model._base_manager.filter(**{f"{field.name}__in": list(keys)})
            rows.update(**{field.attname: None})


def _write_steps(piece: Piece, rows: Any) -> None:
    """Files, and the copies in derived stores, follow after the commit."""
    table, steps = piece.table, []
    touched = piece.fields if piece.what is not What.REATTRIBUTE else fate(table).blank
    for one in touched:
        if isinstance(one, FileField):
            names = rows.exclude(**{one.attname: ""}).values_list(one.attname, flat=True)
            place = f"{table.label}.{one.name}"
            steps += [
                ErasureStep(subject_number=0, kind="file", target=f"{place}:{name}")
                for name in names
            ]
    for store in _stores_of(table):
        owners = sorted(set(rows.values_list(attname(table), flat=True)))
        steps += [ErasureStep(subject_number=one, kind="store", target=store) for one in owners]
        steps.append(ErasureStep(subject_number=0, kind="store", target=f"{REBUILD}{store}"))
    ErasureStep.objects.bulk_create(steps)


def _stores_of(table: Table) -> list[str]:
    """The derived stores that copied from ``table``.

    What was in the outbox to its end was never delivered, so that the spool has nothing of it.
    """
    if table.model is OutboxItem:
        return []
    prefix = f"{table.label}."
    return [
        name
        for name, store in stores().items()
        if any(column.startswith(prefix) for column in store.columns)
    ]


def _count(report: SweepReport, piece: Piece, rows: int) -> None:
    """Write down what this batch did, in its own transaction."""
    label = ", ".join(one.id for one in piece.clauses)
    for line in report.lines:
        if (line["table"], line["clauses"], line["what"]) == (piece.table.name, label, piece.what):
            line["rows"] += rows
            break
    else:
        report.lines.append(
            {"table": piece.table.name, "clauses": label, "what": str(piece.what), "rows": rows}
        )
    report.save(update_fields=("lines",))


def _end(report: SweepReport) -> None:
    """Close the report, and let the ledger witness it: counts, and nobody."""
    with transaction.atomic():
        found = [kept(table, report.cutoff_at) for table in swept_tables()]
        report.held, report.busy = (sum(each) for each in zip(*found, strict=True))
        report.finished_at = clock.now()
        report.ledger_seq, report.salt = ledger.append("sweep", as_report(report).counts)
        report.save()
