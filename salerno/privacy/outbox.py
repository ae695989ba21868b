"""The outbox: what is on its way out, its adapters, and the switch of each recipient.

A payload waits here until its adapter took it, and is deleted then. The network is never
touched inside a transaction: an item is claimed, delivered, and then settled; a stop in
between delivers it again under the same key, by which the adapter knows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q
from django.utils.translation import gettext as _

from salerno.privacy import clock, closedcells, law, parcels, recall
from salerno.privacy.context import Act, Viewer, acting, entered, handover
from salerno.privacy.declare import Purpose
from salerno.privacy.errors import Refused
from salerno.privacy.models import Choice, Disclosure, OutboxItem, StoppedRecipient, Subject
from salerno.privacy.parcels import (
    Adapter,
    DeliveryFailed,
    Holding,
    Parcel,
    holding,
    key_of,
    key_prefix,
)
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import RECORD, RIGHTS
from salerno.privacy.registry import registry
from salerno.privacy.subjects import is_open, keeping

__all__ = [
    "Adapter", "Delivered", "DeliveryFailed", "Holding", "Parcel", "deliver", "holding", "is_off",
    "key_of", "key_prefix", "on_their_way", "states", "stop", "stop_restricted", "stopped",
    "switch_off", "switch_on", "take_out", "tell", "waiting", "withdraw",
]  # fmt: skip

MOST_TRIES = 8
LONGEST = timedelta(hours=6)  # between two tries
WITHHELD = "withheld"  # the third part of a print: the recipient was told of it without its value
CLAIM = timedelta(minutes=5)  # how long one delivery may take before another may try
WAITING, SENT = Disclosure.State.WAITING, Disclosure.State.SENT
FAILED, STOPPED = Disclosure.State.FAILED, Disclosure.State.STOPPED


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


def deliver(limit: int = 500) -> Delivered:
    """Deliver what is due. Called by the scheduler, outside any transaction.

    Of each lane one parcel leaves in a round; rounds follow until nothing more is due.
    """
    done = Delivered()
    with entered(RECORD, Viewer.job("outbox")), acting(Act("privacy.outbox", KEEPING)):
        while limit > 0 and (some := _due(limit)):
            limit -= len(some)
            for item in some:
                done += _deliver_one(item)
    return done


def _due(limit: int) -> list[OutboxItem]:
    off = set(StoppedRecipient.objects.values_list("recipient", flat=True))
    due = OutboxItem.objects.filter(next_try_at__lte=clock.now()).exclude(_to_any_of(off))
    due = due.exclude(_behind_another()).select_related("disclosure")
    return list(due.order_by("next_try_at", "pk")[:limit])


def _to_any_of(off: Collection[str]) -> Q:
    """What goes to one of ``off``, or to a party of one: "sponsor" switches "sponsor.s7" off."""
    return reduce(or_, (Q(recipient__startswith=f"{one}.") for one in off), Q(recipient__in=off))


def _behind_another() -> Exists:
    """What follows something of its lane that has not left yet."""
    before = OutboxItem.objects.filter(lane=OuterRef("lane"), disclosure__lt=OuterRef("disclosure"))
    return Exists(before.exclude(lane=""))


def is_off(recipient: str) -> bool:
    """Whether nothing new goes to ``recipient``: it, or the class of recipients that it is a
    party of, is switched off, or the contract ended.
    """
    ruled = law.in_force().recipients.get(recipient.partition(".")[0])
    return ruled is None or ruled.has_ended(clock.today()) or _is_switched_off(recipient)


def _is_switched_off(recipient: str) -> bool:
    names = {recipient, recipient.partition(".")[0]}
    ruled = law.in_force().recipients.get(recipient.partition(".")[0])
    stopped_here = StoppedRecipient.objects.filter(pk__in=names).exists()
    return ruled is None or not ruled.enabled or stopped_here


def tell(recipient: str, payload: Mapping[str, Any], key: str) -> bool:
    """Hand over what is about nobody: numbers of what was sent before and is to be removed.

    False where the recipient is switched off or did not take it; the caller tries again later.
    A contract that ended does not matter here. Call it outside any transaction.
    """
    if _is_switched_off(recipient):
        return False
    ruled = law.in_force().recipients[recipient.partition(".")[0]]
    try:
        parcels.hand_over(ruled.adapter, Parcel(key, recipient, "", 0, "removed", payload))
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
    Disclosure.objects.filter(pk=item.disclosure_id, tried_at=None).update(tried_at=clock.now())
    try:
        parcels.hand_over(item.adapter, _parcel(item))
    except DeliveryFailed as failure:
        return _failed(item, failure)
    if not _settle(item, SENT):
        _unlay(item.key)  # it was taken out while it was on its way
    return Delivered(sent=1)


def _parcel(item: OutboxItem) -> Parcel:
    kind = item.disclosure.notice or parcels.DISCLOSED
    return Parcel(item.key, item.recipient, item.lane, item.disclosure_id, kind, _payload(item))


def _payload(item: OutboxItem) -> dict[str, Any]:
    """What goes out. A correction whose ground has ended since names the fields alone."""
    row, payload = item.disclosure, dict(item.payload)
    if row.notice and payload.get("values") and not _stands(item):
        payload["values"] = {}
        prints = {name: [*said[:2], WITHHELD] for name, said in row.prints.items()}
        OutboxItem.objects.filter(pk=item.pk).update(payload=payload)
        Disclosure.objects.filter(pk=row.pk).update(prints=prints)
    return payload


def _is_wanted(item: OutboxItem) -> bool:
    """Whether it still goes out. A notice does in any case: it is a duty."""
    duty = registry().purposes.get(item.disclosure.purpose) is RIGHTS
    return duty or bool(item.disclosure.notice) or _stands(item)


def _stands(item: OutboxItem) -> bool:
    """Whether all that let it out stands now: the contract, the grant, the person and the yes."""
    row = item.disclosure
    purpose = registry().purposes.get(row.purpose)
    there = Subject.objects.filter(pk=item.owner_id, state=Subject.State.ACTIVE).exists()
    if not there or purpose is None or not is_open(item.owner_id, purpose):
        return False
    if not _is_granted(row, purpose) or not agreed(item.owner_id, row.choice):
        return False
    return not _is_restricted(item, purpose, closedcells.closed_cells(item.owner_id))


def _is_granted(row: Disclosure, purpose: Purpose) -> bool:
    """Whether the pack in force and the contract still let the recipient have it."""
    ruled = law.in_force().recipients.get(row.recipient.partition(".")[0])
    if ruled is None or not ruled.enabled or ruled.has_ended(clock.today()):
        return False
    every = purpose.any_clause or purpose is RIGHTS or set(row.clause_ids) <= set(ruled.clauses)
    return every and purpose.id in ruled.purposes


def agreed(subject: int, receipt: str) -> bool:
    """Whether the yes of a receipt, if there is one, is still the latest word about its topic."""
    if not receipt:
        return True
    given = Choice.objects.filter(owner_id=subject, receipt=receipt)
    topic = given.values_list("topic", flat=True).first()
    last = Choice.objects.filter(owner_id=subject, topic=topic).order_by("-pk")
    return last.values_list("state", flat=True).first() == Choice.State.GIVEN


def _is_restricted(item: OutboxItem, purpose: Purpose, closed: Mapping[str, datetime]) -> bool:
    """Whether ``item`` holds something that is not to be used, under its own clause or another.

    What was written down after a cell had closed was let through without it.
    """
    if not closed or not purpose.heeds_restriction:
        return False
    row = item.disclosure
    named = any(one in closed and row.at <= closed[one] for one in row.clause_ids)
    return named or closedcells.carries(item.owner_id, closed, item.payload)


def _failed(item: OutboxItem, failure: DeliveryFailed) -> Delivered:
    """Try again later, and longer each time; a notice for ever, anything else for a while."""
    tries = item.tries + 1
    if not item.disclosure.notice and (failure.final or tries >= MOST_TRIES):
        _settle(item, FAILED)
        return Delivered(failed=1)
    again = clock.now() + max(_pause(item.key, tries), failure.after or timedelta())
    OutboxItem.objects.filter(pk=item.pk).update(next_try_at=again, failure=str(failure)[:200])
    return Delivered(again=1)


def _pause(key: str, tries: int) -> timedelta:
    """Two minutes, four, eight … and up to a fifth less, so that many do not come at once."""
    full = min(timedelta(minutes=2 ** min(tries, 10)), LONGEST)
    drawn = hashlib.sha256(f"{key}|{tries}".encode()).digest()[0] / 255
    return full * (1 - drawn / 5)


def _settle(item: OutboxItem, state: Disclosure.State) -> bool:
    """The end of an item: its payload goes, and the account of it says how it ended.

    What may have arrived and does not count as sent is called back. False: somebody took it out
    before; another worker, whose claim came after ours, may have settled it in the same way.
    """
    with transaction.atomic():
        sent_at = clock.now() if state is SENT else None
        rows = Disclosure.objects.filter(pk=item.disclosure_id)
        was_there = OutboxItem.objects.filter(pk=item.pk).delete()[0] > 0
        stood = was_there or rows.filter(state=state).exists()
        rows.update(state=state, sent_at=sent_at)
        if state is not SENT:
            recall.call_back(rows.exclude(tried_at=None), "It was not taken for certain.")
    return stood


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
        if purposes is None and consents is None:  # the caller tells whoever has something
            return _drop(list(items.values_list("disclosure_id", flat=True)), back=False)
        items = items.filter(disclosure__notice="")
        if purposes is not None:
            items = items.filter(disclosure__purpose__in=[one.id for one in purposes])
        if consents is not None:
            items = items.filter(disclosure__choice__in=list(consents))
        return _drop(list(items.values_list("disclosure_id", flat=True)))


def take_out(numbers: Collection[int], *, ground: str) -> int:
    """Take single disclosures out of what still waits; how many there were."""
    with keeping(f"taken out of the outbox: {ground}"):
        waiting = OutboxItem.objects.filter(disclosure_id__in=list(numbers))
        return _drop(list(waiting.values_list("disclosure_id", flat=True)))


def withdraw(subject: int, number: int, *, ground: str) -> None:
    """Take one disclosure out of what waits, and remove what an adapter of this house laid down.

    The file goes once the transaction stands: one that is undone leaves it where it is.
    """
    take_out((number,), ground=ground)
    key = key_of(subject, number)
    transaction.on_commit(lambda: _unlay(key))


def _unlay(key: str) -> None:
    for one in holding():
        one.forget(key)


def states(numbers: Collection[int]) -> dict[int, str]:
    """How far each of these disclosures has come: waiting, sent, failed or stopped."""
    with handover(RECORD, ground="how far a delivery has come"):
        rows = Disclosure.objects.filter(pk__in=list(numbers))
        return dict(rows.values_list("pk", "state"))


def _drop(numbers: Collection[int], *, back: bool = True) -> int:
    """Take these out; with ``back``, what may have arrived of them is called back."""
    OutboxItem.objects.filter(disclosure_id__in=numbers).delete()
    rows = Disclosure.objects.filter(pk__in=numbers)
    rows.update(state=STOPPED)
    if back:
        recall.call_back(rows.exclude(tried_at=None), "It is not wanted any more.")
    return len(numbers)


def stop_restricted(subject: int, *, ground: str) -> int:
    """Take out what waits and holds something of ``subject`` that is restricted by now."""
    known = registry().purposes
    with keeping(f"taken out of the outbox: {ground}"):
        closed = closedcells.closed_cells(subject)
        if not closed:
            return 0
        found = OutboxItem.objects.filter(owner_id=subject, disclosure__notice="")
        found = found.select_related("disclosure")
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
    rows = Disclosure.objects.filter(owner_id=subject, notice="").exclude(tried_at=None)
    return frozenset(rows.values_list("pk", flat=True))


def switch_off(recipient: str, reason: str) -> None:
    """Nothing goes to ``recipient`` from now on; what waits goes on waiting."""
    StoppedRecipient.objects.update_or_create(recipient=recipient, defaults={"reason": reason})


def switch_on(recipient: str) -> None:
    """What waits for ``recipient`` may go. Raises Refused where nothing protects it there."""
    policy = law.in_force()
    ruled = policy.recipients.get(recipient.partition(".")[0])
    if ruled is not None and not policy.is_protected(ruled):
        raise Refused(
            _("%(name)s is in %(country)s, and no way to protect a transfer there is on record.")
            % {"name": ruled.name, "country": ruled.country}
        )
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


PATIENCE = timedelta(days=1)


def unheard() -> list[str]:
    """A sentence for each recipient that has not taken a notice for longer than a day."""
    with entered(RECORD, Viewer.job("outbox")):
        late = OutboxItem.objects.filter(created_at__lt=clock.now() - PATIENCE)
        rows = late.exclude(disclosure__notice="").values("recipient").order_by("recipient")
        found = rows.annotate(since=Min("created_at")).values_list("recipient", "since")
        return [
            f"Since {since:%Y-%m-%d} {recipient} has not taken what it is told of a right."
            for recipient, since in found
        ]
