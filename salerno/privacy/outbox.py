"""The outbox: what is on its way out, its adapters, and the switch of each recipient.

A payload waits here until its adapter took it, and is deleted then. The network is never
touched inside a transaction: an item is claimed, delivered, and then settled; a stop in
between delivers it again under the same key, by which the adapter knows it.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any, Protocol, runtime_checkable

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from salerno.privacy import cells, clock, law
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.declare import Purpose
from salerno.privacy.models import Disclosure, OutboxItem, StoppedRecipient, Subject
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import RECORD, RIGHTS
from salerno.privacy.registry import registry
from salerno.privacy.subjects import is_open, keeping

FILE_DROP = "salerno.adapters.file_drop.FileDrop"
MOST_TRIES = 8
CLAIM = timedelta(minutes=5)  # how long one delivery may take before another may try
WAITING, SENT = Disclosure.State.WAITING, Disclosure.State.SENT
FAILED, STOPPED = Disclosure.State.FAILED, Disclosure.State.STOPPED


class DeliveryFailed(Exception):
    """The recipient did not take it. ``final``: trying again is of no use."""

    def __init__(self, words: str, *, final: bool = False) -> None:
        super().__init__(words)
        self.final = final


class Adapter(Protocol):
    """One way out of the house. The same ``key`` twice is the same delivery."""

    def deliver(self, payload: Mapping[str, Any], key: str) -> None:
        """Hand ``payload`` over, or raise DeliveryFailed."""


@runtime_checkable
class Holding(Protocol):
    """An adapter that lays things down in this house, and can remove them."""

    def forget(self, prefix: str) -> int:
        """Remove what was delivered under keys that begin with ``prefix``."""


@dataclass(frozen=True)
class Delivered:
    """What one run did."""

    sent: int = 0
    failed: int = 0
    again: int = 0
    stopped: int = 0

    def __add__(self, other: Delivered) -> Delivered:
        return Delivered(
            self.sent + other.sent,
            self.failed + other.failed,
            self.again + other.again,
            self.stopped + other.stopped,
        )


def adapter(name: str) -> Adapter:
    """The adapter of a name in the settings; what has none is laid down as a file."""
    known: Mapping[str, str] = getattr(settings, "SALERNO_ADAPTERS", {})
    made: Adapter = import_string(known.get(name, FILE_DROP))()
    return made


def holding() -> list[Holding]:
    """The adapters that lay things down in this house."""
    known: Mapping[str, str] = getattr(settings, "SALERNO_ADAPTERS", {})
    made = [import_string(one)() for one in sorted({FILE_DROP, *known.values()})]
    return [one for one in made if isinstance(one, Holding)]


def key_prefix(subject: int) -> str:
    """How the keys of what goes out about one person begin: keyed, so that it names nobody."""
    said = f"outbox|{subject}".encode()
    return hmac.digest(settings.SECRET_KEY.encode(), said, "sha256").hex()[:16]


def key_of(subject: int, disclosure: int) -> str:
    """The key by which an adapter, and a recipient, knows one delivery when it is named again."""
    said = f"outbox|{subject}|{disclosure}".encode()
    digest = hmac.digest(settings.SECRET_KEY.encode(), said, "sha256")
    return key_prefix(subject) + digest.hex()[:32]


def deliver(limit: int = 500) -> Delivered:
    """Deliver what is due. Called by the scheduler, outside any transaction."""
    done = Delivered()
    with entered(RECORD, Viewer.job("outbox")), acting(Act("privacy.outbox", KEEPING)):
        off = set(StoppedRecipient.objects.values_list("recipient", flat=True))
        due = OutboxItem.objects.filter(next_try_at__lte=clock.now()).exclude(_to_any_of(off))
        for item in list(due.select_related("disclosure").order_by("next_try_at", "pk")[:limit]):
            done += _deliver_one(item)
    return done


def _to_any_of(off: Collection[str]) -> Q:
    """What goes to one of ``off``, or to a party of one: "sponsor" switches "sponsor.s7" off."""
    return reduce(or_, (Q(recipient__startswith=f"{one}.") for one in off), Q(recipient__in=off))


def is_off(recipient: str) -> bool:
    """Whether ``recipient``, or the class of recipients that it is a party of, is switched off."""
    names = {recipient, recipient.partition(".")[0]}
    ruled = law.in_force().recipients.get(recipient.partition(".")[0])
    stopped_here = StoppedRecipient.objects.filter(pk__in=names).exists()
    return ruled is None or not ruled.enabled or stopped_here


def tell(recipient: str, payload: Mapping[str, Any], key: str) -> bool:
    """Hand over what is about nobody: numbers of what was sent before and is to be removed.

    False where the recipient is switched off or did not take it; the caller tries again later.
    Call it outside any transaction.
    """
    if is_off(recipient):
        return False
    ruled = law.in_force().recipients[recipient.partition(".")[0]]
    try:
        adapter(ruled.adapter).deliver(payload, key)
    except DeliveryFailed:
        return False
    return True


def _deliver_one(item: OutboxItem) -> Delivered:
    due = OutboxItem.objects.filter(pk=item.pk, next_try_at=item.next_try_at)
    claimed = {"next_try_at": clock.now() + CLAIM, "tries": item.tries + 1}
    if not due.update(**claimed):
        return Delivered()  # another worker has it
    if not _is_wanted(item):
        _settle(item, STOPPED)
        return Delivered(stopped=1)
    try:
        adapter(item.adapter).deliver(item.payload, item.key)
    except DeliveryFailed as failure:
        return _failed(item, failure)
    _settle(item, SENT)
    return Delivered(sent=1)


def _is_wanted(item: OutboxItem) -> bool:
    """Whether the person is still there, and still open to what it goes out for.

    A notice that holds nothing about them goes out in any case: it is a duty.
    """
    purpose = registry().purposes.get(item.disclosure.purpose)
    if purpose is RIGHTS:
        return True
    there = Subject.objects.filter(pk=item.owner_id, state=Subject.State.ACTIVE).exists()
    if not there or purpose is None or not is_open(item.owner_id, purpose):
        return False
    return not _is_restricted(item, purpose, cells.closed_cells(item.owner_id))


def _is_restricted(item: OutboxItem, purpose: Purpose, closed: frozenset[str]) -> bool:
    """Whether ``item`` holds something that is not to be used, under its own clause or another."""
    if not closed or not purpose.heeds_restriction:
        return False
    named = closed.intersection(item.disclosure.clause_ids)
    return bool(named) or cells.carries(item.owner_id, closed, item.payload)


def _failed(item: OutboxItem, failure: DeliveryFailed) -> Delivered:
    tries = item.tries + 1
    if failure.final or tries >= MOST_TRIES:
        _settle(item, FAILED)
        return Delivered(failed=1)
    again = clock.now() + timedelta(minutes=2**tries)
    OutboxItem.objects.filter(pk=item.pk).update(next_try_at=again, failure=str(failure)[:200])
    return Delivered(again=1)


def _settle(item: OutboxItem, state: Disclosure.State) -> None:
    """The end of an item: its payload goes, and the account of it says how it ended."""
    with transaction.atomic():
        sent_at = clock.now() if state is SENT else None
        rows = Disclosure.objects.filter(pk=item.disclosure_id)
        rows.update(state=state, sent_at=sent_at)
        OutboxItem.objects.filter(pk=item.pk).delete()


def stop(
    subject: int,
    *,
    ground: str,
    purposes: Collection[Purpose] | None = None,
    consents: Collection[str] | None = None,
) -> int:
    """Take a person out of what still waits: all of it, what goes out for ``purposes``, or what
    rests on these ``consents``, by their receipts.
    """
    with keeping(f"taken out of the outbox: {ground}"):
        items = OutboxItem.objects.filter(owner_id=subject)
        if purposes is not None:
            items = items.filter(disclosure__purpose__in=[one.id for one in purposes])
        if consents is not None:
            items = items.filter(disclosure__choice__in=list(consents))
        return _drop(list(items.values_list("disclosure_id", flat=True)))


def _drop(numbers: Collection[int]) -> int:
    OutboxItem.objects.filter(disclosure_id__in=numbers).delete()
    Disclosure.objects.filter(pk__in=numbers).update(state=STOPPED)
    return len(numbers)


def stop_restricted(subject: int, *, ground: str) -> int:
    """Take out what waits and holds something of ``subject`` that is restricted by now."""
    known = registry().purposes
    with keeping(f"taken out of the outbox: {ground}"):
        closed = cells.closed_cells(subject)
        if not closed:
            return 0
        found = OutboxItem.objects.filter(owner_id=subject).select_related("disclosure")
        return _drop(
            [
                one.disclosure_id
                for one in found
                if (purpose := known.get(one.disclosure.purpose)) is not None
                and _is_restricted(one, purpose, closed)
            ]
        )


def on_their_way(subject: int) -> frozenset[int]:
    """The disclosures that an adapter has been given, so that they may have arrived."""
    items = OutboxItem.objects.filter(owner_id=subject, tries__gt=0)
    return frozenset(items.values_list("disclosure_id", flat=True))


def switch_off(recipient: str, reason: str) -> None:
    """Nothing goes to ``recipient`` from now on; what waits goes on waiting."""
    StoppedRecipient.objects.update_or_create(recipient=recipient, defaults={"reason": reason})


def switch_on(recipient: str) -> None:
    """What waits for ``recipient`` may go."""
    StoppedRecipient.objects.filter(recipient=recipient).delete()


def stopped() -> dict[str, str]:
    """The recipients that are switched off, with the reason."""
    return dict(StoppedRecipient.objects.values_list("recipient", "reason"))


@dataclass(frozen=True)
class Waiting:
    """How much waits for one recipient."""

    recipient: str
    items: int
    tries: int
    failure: str


def waiting() -> tuple[Waiting, ...]:
    """What waits, by recipient, with the last words of a failure. Nothing of a payload."""
    with entered(RECORD, Viewer.job("outbox")):
        found: dict[str, Waiting] = {}
        columns = ("recipient", "tries", "failure")
        for recipient, tries, failure in OutboxItem.objects.order_by("pk").values_list(*columns):
            had = found.get(recipient, Waiting(recipient, 0, 0, ""))
            found[recipient] = Waiting(
                recipient, had.items + 1, max(had.tries, tries), failure or had.failure
            )
    return tuple(found[one] for one in sorted(found))
