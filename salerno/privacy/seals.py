"""Seals: what the law forbids to tell somebody does not exist for them, until a day.

Rows carry the key of a seal, and the gate leaves them out of everything that the person reads:
pages, files, the copy, counts. Nothing has to be done when the day comes; the rows are there. A
seal is renewed by whoever placed it, one year ahead at most, and each end is in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC as ZULU
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection as django_connection
from django.utils.translation import gettext as _

from salerno.privacy import clock, ledger
from salerno.privacy.context import Viewer, entered, open_act
from salerno.privacy.errors import Refused
from salerno.privacy.models import Seal
from salerno.privacy.purposes import RECORD
from salerno.privacy.subjects import keeping

connection: Any = django_connection
"""The default connection, which is one of the gate's own."""

MOST = timedelta(days=366)
"""18 USC 2705(b) and the practice of courts: a year at a time, and asked for again."""

MOST_WORDS = 400
CHANGED = ("reason", "until_at", "salt", "ledger_seq")


@dataclass(frozen=True)
class NewSeal:
    """Why somebody may not be told of a file yet, and through which day."""

    reference: str
    reason: str
    until_date: date


@dataclass(frozen=True)
class Sealed:
    """One seal, as those read it who look after it."""

    number: int
    subject: int
    reference: str
    until_at: datetime

    @property
    def stands(self) -> bool:
        """Whether it still forbids to tell."""
        return self.until_at > clock.now()


def place(*, subject: int, new: NewSeal) -> int:
    """Seal a file for ``subject``, or renew its seal; return the number of the seal.

    Raises Refused for a seal without a reason, and for one without an end within a year.
    """
    until_at = _checked(new)
    with keeping(f"sealed: {new.reference}"):
        rows = Seal.objects.select_for_update()
        row = rows.filter(owner_id=subject, reference=new.reference).first()
        if row is None:
            row = Seal(owner_id=subject, reference=new.reference, at=clock.now())
        row.reason, row.until_at = new.reason.strip(), until_at
        _write(row)
    return int(row.pk)


def _checked(new: NewSeal) -> datetime:
    """The moment at which it ends: the last of its day."""
    if not new.reason.strip() or len(new.reason) > MOST_WORDS:
        raise Refused(_("Say by which words of the order nobody may be told."), status=422)
    if not clock.today() < new.until_date <= clock.today() + MOST:
        raise Refused(
            _("A seal has its last day, within a year. It can be renewed then."), status=422
        )
    return datetime.combine(new.until_date + timedelta(days=1), time(), ZULU)


def end(*, subject: int, reference: str) -> None:
    """Whoever forbade it does so no longer: from now on the person may read it."""
    with keeping(f"seal ended: {reference}"):
        rows = Seal.objects.filter(owner_id=subject, reference=reference)
        for row in rows.filter(until_at__gt=clock.now()).select_for_update():
            row.until_at = clock.now()
            _write(row)


def _write(row: Seal) -> None:
    """Commit to the end that counts from now on, and store it."""
    ledger.seal([row])
    row.save(update_fields=CHANGED if row.pk else None)


def cover(subject: int, seal: int) -> None:
    """What the open action collects about ``subject`` is under this seal as well."""
    open_act().seals[subject] = seal


def of(reference: str) -> tuple[Sealed, ...]:
    """The seals of a file."""
    with entered(RECORD, Viewer.job("seals"), ground="whom a seal concerns"):
        rows = Seal.objects.filter(reference=reference).order_by("pk")
        return tuple(Sealed(one.pk, one.owner_id, one.reference, one.until_at) for one in rows)


def number(subject: int, reference: str) -> int | None:
    """The key of the seal of a file, for rows that belong to it; None where there is none."""
    return next((one.number for one in of(reference) if one.subject == subject), None)


def silenced(subject: int) -> frozenset[str]:
    """The files of which ``subject`` may not be told just now.

    The audit asks it while it reads, so it leaves no line in the audit itself.
    """
    with connection.gate_open(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT reference FROM privacy_seal WHERE owner_id = %s AND until_at > %s",
            [subject, clock.now()],
        )
        return frozenset(one for (one,) in cursor.fetchall())


def standing(numbers: Iterable[int | None]) -> frozenset[int]:
    """Those of ``numbers`` that have not ended."""
    asked = {one for one in numbers if one is not None}
    if not asked:
        return frozenset()
    with entered(RECORD, Viewer.job("seals"), ground="which seals stand"):
        rows = Seal.objects.filter(pk__in=asked, until_at__gt=clock.now())
        return frozenset(rows.values_list("pk", flat=True))
