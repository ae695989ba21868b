"""Facts: what happened, by numbers only. A room records one; a higher room reads it later."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from salerno.privacy.context import handover
from salerno.privacy.models import Fact
from salerno.privacy.purposes import RECORD
from salerno.privacy.subjects import keeping

_WRITERS = 0x5A1E_0002  # the advisory lock of PostgreSQL that readers wait for


@dataclass(frozen=True)
class Happened:
    """One fact."""

    id: int
    kind: str
    subject: int
    item_id: int | None
    at: datetime


def record(kind: str, subject: int, item_id: int | None = None) -> int:
    """Write down that ``kind`` happened to ``subject``, in the caller's transaction."""
    with keeping(f"fact: {kind}"):
        _lock("SELECT pg_advisory_xact_lock_shared(%s)")
        return int(Fact.objects.create(owner_id=subject, kind=kind, item_id=item_id).pk)


def since(fact_id: int, kinds: Collection[str] = (), *, limit: int = 1000) -> tuple[Happened, ...]:
    """The facts after ``fact_id``, oldest first. None of them can turn up behind the reader."""
    with handover(RECORD, ground="facts read"):
        # Numbers are given before transactions land. Who reads waits for those under way.
        _lock("SELECT pg_advisory_lock(%s), pg_advisory_unlock(%s)", 2)
        rows = Fact.objects.filter(pk__gt=fact_id).order_by("pk")
        if kinds:
            rows = rows.filter(kind__in=kinds)
        columns = ("pk", "kind", "owner_id", "item_id", "at")
        return tuple(Happened(*one) for one in rows.values_list(*columns)[:limit])


def _lock(sql: str, times: int = 1) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql, [_WRITERS] * times)
