"""What the payment carrier says, written into the books. However often, and in whatever order.

A notice only says that there is news of a payment. The carrier is then asked where the payment
stands, and the books are brought to that: forward, and never back.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext as _

from salerno.policy.purposes import BILLING
from salerno.privacy import audit, clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.paying import Card, CarrierFailed, Paid, Returned, Told, gateway
from salerno.services.commerce.actions import ledger, opening
from salerno.services.commerce.actions.letters import tell_receipt
from salerno.services.commerce.actions.ordering import stand
from salerno.services.commerce.clauses import SETTLING
from salerno.services.commerce.models import (
    Method,
    Notice,
    Order,
    Payment,
    Refund,
    Subscription,
)
from salerno.services.commerce.rules import books
from salerno.services.commerce.rules.books import Event
from salerno.services.commerce.values import (
    Ends,
    Kind,
    LotKind,
    OrderState,
    PaymentState,
    RefundState,
    RefundWay,
)


@dataclass(frozen=True)
class Known:
    """A payment as the carrier is asked about it."""

    reference: str
    carrier_id: str


def hear(*, by: Viewer, body: bytes, signature: str) -> bool:
    """Take a notice of the carrier; whether it brought anything new.

    Raises Untrusted for one that it did not sign, and Refused (503) where it cannot be asked.
    """
    heard = gateway().hear(body, signature)
    if heard is None or not is_new(by=by, event=heard.event):
        return False
    try:
        changed = ask_again(by=by, reference=heard.reference)
    except CarrierFailed as failure:
        raise Refused(_("The payment carrier cannot be asked now."), status=503) from failure
    note_heard(by=by, event=heard.event)
    return changed


@action(BILLING)
def is_new(*, by: Viewer, event: str) -> bool:
    """Whether a notice has not been taken before."""
    return not Notice.objects.filter(event=event[:120]).exists()


@action(BILLING)
def note_heard(*, by: Viewer, event: str) -> None:
    """A notice counts once."""
    Notice.objects.get_or_create(event=event[:120], defaults={"at": clock.now()})


def ask_again(*, by: Viewer, reference: str) -> bool:
    """Ask the carrier where a payment stands, and settle that. Raises CarrierFailed."""
    known = known_payment(by=by, reference=reference)
    if known is None:
        return False
    told = gateway().state(known.reference, known.carrier_id)
    return False if told is None else settle(by=by, told=told)


@action(BILLING)
def known_payment(*, by: Viewer, reference: str) -> Known | None:
    """A payment of ours, by its reference."""
    rows = Payment.objects.filter(reference=reference[:40].replace("\0", ""))
    row = rows.values_list("reference", "carrier_id").first()
    return None if row is None else Known(*row)


@action(BILLING, collects=SETTLING)
def settle(*, by: Viewer, told: Told) -> bool:
    """Bring the books to what the carrier says of one payment; whether anything changed."""
    rows = Payment.objects.select_for_update().select_related("order__product")
    row = rows.filter(reference=told.reference).first()
    if row is None or told.currency != row.currency:
        audit.note("payment unknown or in another currency", reference=told.reference[:40])
        return False
    Payment.objects.filter(pk=row.pk).update(asked_at=clock.now())
    changed = _captured(row, told) if told.captured > row.captured else False
    changed = _stands(row, told.state) or changed
    for one in told.refunds:
        changed = _returned(row, one) or changed
    return changed


def _stands(row: Payment, state: Paid) -> bool:
    """What was not paid may have been declined or left; what was paid stays paid."""
    said = {Paid.DECLINED: PaymentState.DECLINED, Paid.EXPIRED: PaymentState.EXPIRED}.get(state)
    if said is None or row.state in {PaymentState.PAID, said}:
        return False
    Payment.objects.filter(pk=row.pk).update(state=said, settled_at=clock.now())
    return True


def _captured(row: Payment, told: Told) -> bool:
    """Money came: it settles what is owed, and the rest is theirs to spend."""
    cents, order = told.captured - row.captured, row.order
    row.captured, row.state = told.captured, PaymentState.PAID
    Payment.objects.filter(pk=row.pk).update(
        captured=told.captured, state=PaymentState.PAID, settled_at=clock.now()
    )
    settled = ledger.allocate(order, cents)
    post = books.received(cents, settled)
    ledger.post(row.owner_id, Event.RECEIVED, post, row.currency, order)
    ledger.add_credit(row.owner_id, LotKind.PURCHASED, cents - settled, row.currency)
    stand(order)
    if told.card is not None:
        _keep(order, told.card)
    tell_receipt(order, cents)
    return True


def _keep(order: Order, card: Card) -> None:
    """Keep a card where it is needed again: its token, and what its owner knows it by."""
    if order.product.kind != Kind.SUBSCRIPTION and order.dues.count() < 2:
        return
    method, _is_new = Method.objects.update_or_create(
        owner_id=order.owner_id,
        token=card.token[:120],
        defaults={
            "brand": card.brand[:30], "last_four": card.last_four[-4:],
            "expiry": card.expiry[:7], "kept_at": clock.now(),
        },
    )  # fmt: skip
    mine = Subscription.objects.filter(owner_id=order.owner_id, product_id=order.product_id)
    mine.filter(ended_at=None).update(method=method)


def _returned(row: Payment, told: Returned) -> bool:
    """A refund as the carrier has it; one that was begun there is taken over."""
    refund = Refund.objects.filter(reference=told.reference).first()
    if refund is None:
        if told.state == RefundState.FAILED:
            return False
        refund = Refund.objects.create(
            owner_id=row.owner_id, payment=row, reference=told.reference[:40], cents=told.cents,
            way=RefundWay.SOURCE, at=clock.now(), asked_at=clock.now(),
        )  # fmt: skip
    if refund.state != RefundState.ASKED or told.state == RefundState.ASKED:
        return False
    Refund.objects.filter(pk=refund.pk).update(state=told.state, settled_at=clock.now())
    if told.state == RefundState.DONE:
        ledger.credit_note(row.order, refund.cents)
        post = books.returned(refund.cents)
        ledger.post(row.owner_id, Event.RETURNED, post, row.currency, row.order)
        end_if_refunded(row.order)
    return True


def end_if_refunded(order: Order) -> None:
    """End what an order opened where its refunds do that, as its product says."""
    paid = order.payments.aggregate(sum=Sum("captured"))["sum"] or 0
    refunds = Refund.objects.filter(payment__order=order).exclude(state=RefundState.FAILED)
    back = refunds.aggregate(sum=Sum("cents"))["sum"] or 0
    ends = Ends(order.product.refund_ends)
    is_over = ends is Ends.ANY or (ends is Ends.FULL and back >= paid)
    if back and is_over and order.state == OrderState.CONFIRMED:
        opening.close_order(order)
        ledger.close_rest(order)


@action(BILLING)
def waiting(*, by: Viewer, everything: bool, limit: int) -> list[Known]:
    """Payments that the carrier is to be asked about, those asked longest ago first."""
    rows = Payment.objects.order_by("asked_at", "pk")
    if not everything:
        pending = Refund.objects.filter(state=RefundState.ASKED).values("payment_id")
        rows = rows.filter(state=PaymentState.ASKED) | rows.filter(pk__in=pending)
    found = [Known(*one) for one in rows.values_list("reference", "carrier_id")[:limit]]
    Payment.objects.filter(reference__in=[one.reference for one in found]).update(
        asked_at=clock.now()
    )
    return found


@action(BILLING)
def refunds_to_send(*, by: Viewer, limit: int) -> list[str]:
    """Refunds to the card that the carrier has not settled, by reference."""
    rows = Refund.objects.filter(state=RefundState.ASKED, way=RefundWay.SOURCE).order_by("pk")
    return list(rows.values_list("reference", flat=True)[:limit])
