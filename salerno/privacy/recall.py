"""The account of a notice, and the notice that something is to be kept no longer.

What an adapter has tried may have arrived, whatever it answered. Where such a delivery is given
up, or no longer wanted, its recipient is told by its key, so that it does not keep what we do not
count as sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from salerno.privacy import clock, law, ledger, parcels
from salerno.privacy.law import Basis
from salerno.privacy.models import Disclosure, OutboxItem
from salerno.privacy.purposes import RIGHTS
from salerno.privacy.subjects import keeping

STOP = "stop"


def account(row: Disclosure, owner: int, notice: str, ground: str) -> Disclosure:
    """The account of a notice to whoever received ``row``: a duty, and nothing about anybody."""
    return Disclosure(
        owner_id=owner, recipient=row.recipient, recipient_name=row.recipient_name,
        purpose=RIGHTS.id, basis=Basis.LEGAL_OBLIGATION, contract=row.contract,
        country=row.country, mechanism=row.mechanism, ground=ground, at=clock.now(),
        notice=notice, seal_id=row.seal_id,
    )  # fmt: skip


def adapter_of(recipient: str) -> str:
    """The name of the adapter that leads to a recipient, or to a party of one."""
    ruled = law.in_force().recipients.get(recipient.partition(".")[0])
    return ruled.adapter if ruled else parcels.BY_HAND


def item(told: Disclosure, payload: Mapping[str, Any], subject: int) -> OutboxItem:
    """A notice in the outbox. ``subject``: whom it is about, whoever owns the account by now."""
    name = adapter_of(told.recipient)
    if name in parcels.HANDED_ON:
        name = parcels.BY_HAND
    return OutboxItem(
        owner_id=told.owner_id, disclosure=told, recipient=told.recipient, adapter=name,
        payload=dict(payload), key=parcels.key_of(told.owner_id, told.pk),
        lane=parcels.lane(subject, told.recipient, name),
    )  # fmt: skip


def call_back(rows: Iterable[Disclosure], ground: str) -> int:
    """Tell the recipients of these that they are not to be kept; return how many are told."""
    told: dict[tuple[int, str], list[Disclosure]] = {}
    for row in rows:
        if not row.notice and adapter_of(row.recipient) not in parcels.HANDED_ON:
            told.setdefault((row.owner_id, row.recipient), []).append(row)
    with keeping(f"called back: {ground}"):
        for (subject, _name), some in told.items():
            made = account(some[-1], subject, STOP, ground)
            made.concerns = [one.pk for one in some]
            ledger.seal([made])
            made.save(force_insert=True)
            keys = [parcels.key_of(subject, one.pk) for one in some]
            item(made, {"notice": STOP, "deliveries": keys}, subject).save(force_insert=True)
    return len(told)
