"""Who received what about a person, and what they were told since.

Read as the person: what is sealed does not exist here before its seal ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered, handover
from salerno.privacy.models import Disclosure
from salerno.privacy.purposes import RECORD, RIGHTS


@dataclass(frozen=True)
class Told:
    """A notice to somebody who had received something before: which, when, and whether taken."""

    notice: str
    at: datetime
    state: str
    sent_at: datetime | None


@dataclass(frozen=True)
class Received:
    """One disclosure, as the person reads it. ``told``: the notices sent after it, in order."""

    at: datetime
    recipient: str
    fields: tuple[str, ...]
    clause_ids: tuple[str, ...]
    purpose: str
    basis: str
    contract: str
    country: str
    mechanism: str
    ground: str
    state: str
    sent_at: datetime | None
    notice: str = ""
    told: tuple[Told, ...] = ()


def received(subject: int) -> tuple[Received, ...]:
    """Everything about a person that left the house, notices too, the latest first."""
    with entered(RIGHTS, Viewer.person(subject), ground="who received what"):
        rows = Disclosure.objects.filter(owner_id=subject).order_by("-at", "-pk")
        return tuple(_received(row) for row in rows)


def _received(row: Disclosure, told: Sequence[Told] = ()) -> Received:
    return Received(
        row.at, row.recipient_name, tuple(row.fields), tuple(row.clause_ids), row.purpose,
        row.basis, row.contract, row.country, row.mechanism, row.ground, row.state, row.sent_at,
        row.notice, tuple(told),
    )  # fmt: skip


def received_page(subject: int, number: int, size: int) -> tuple[tuple[Received, ...], int]:
    """A page of what left the house, the latest first, and the number of the last page.

    Each with the notices about it. Three statements, however much there is.
    """
    with entered(RIGHTS, Viewer.person(subject), ground="who received what"):
        rows = Disclosure.objects.filter(owner_id=subject, notice="")
        last = max(1, -(-rows.count() // size))
        first = (min(max(number, 1), last) - 1) * size
        some = list(rows.order_by("-at", "-pk")[first : first + size])
        told = _told(subject, {one.recipient for one in some})
        return tuple(_received(one, told.get(one.pk, ())) for one in some), last


def _told(subject: int, recipients: Iterable[str]) -> Mapping[int, list[Told]]:
    """The notices to these, by the number of what each concerns."""
    found: dict[int, list[Told]] = {}
    rows = Disclosure.objects.filter(owner_id=subject, recipient__in=list(recipients))
    columns = ("concerns", "notice", "at", "state", "sent_at")
    for concerns, *said in rows.exclude(notice="").order_by("pk").values_list(*columns):
        for one in concerns:
            found.setdefault(one, []).append(Told(*said))
    return found


def received_since(subject: int, since: datetime) -> Counter[tuple[int, int, bool]]:
    """How much left the house: by year, month, and whether the person had asked for it."""
    with entered(RIGHTS, Viewer.person(subject), ground="who received what"):
        rows = Disclosure.objects.filter(owner_id=subject, notice="", at__gte=since)
        return Counter(
            (at.year, at.month, basis == "consent")
            for at, basis in rows.values_list("at", "basis").iterator(chunk_size=2000)
        )


def recipients_of(subjects: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Those who hold something about each person, as the person may read it."""
    found: dict[int, dict[str, None]] = {}
    with handover(RECORD, ground="who holds something"):
        rows = Disclosure.objects.filter(owner_id__in=list(subjects), state=Disclosure.State.SENT)
        rows = rows.exclude(seal__until_at__gt=clock.now())
        for subject, recipient in rows.order_by("pk").values_list("owner_id", "recipient"):
            found.setdefault(subject, {})[recipient] = None
    return {subject: tuple(names) for subject, names in found.items()}
