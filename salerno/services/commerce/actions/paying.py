"""Going to the payment carrier. What it is told is disclosed, and is what its adapter takes.

The carrier is asked outside any transaction; what it says is settled in one of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from salerno.policy.purposes import BILLING
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.disclose import Payload, disclose
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.paying import Begun, CarrierFailed, gateway
from salerno.services.commerce.actions.settling import settle
from salerno.services.commerce.clauses import BILLED, CARD, SETTLING
from salerno.services.commerce.models import Due, Order, Payment
from salerno.services.commerce.values import Kind, OrderState, PaymentState

CARRIER = "payment_carrier"
CHARGE = Payload(
    "commerce.charge",
    {"name": BILLED, "postcode": BILLED, "token": CARD},
    frozenset({"reference", "cents", "currency", "back", "keeps"}),
)
OPEN_FOR = timedelta(minutes=30)  # a page of the carrier that was begun is used again


@dataclass(frozen=True)
class Made:
    """A payment that is to be begun: what goes out, or where its page already is."""

    reference: str
    charge: Mapping[str, object]
    address: str = ""


def begin(*, by: Viewer, number: str, back: str) -> str:
    """The address of the carrier's page for what is due next of an order.

    Raises Refused (503) where the carrier cannot be reached; the order stays as it is.
    """
    made = ask(by=by, number=number, back=back)
    if made.address:
        return made.address
    try:
        begun = gateway().begin(made.charge)
    except CarrierFailed as failure:
        words = _("The payment carrier cannot be reached now. Your order is kept: try again later.")
        raise Refused(words, status=503) from failure
    note_begun(by=by, reference=made.reference, begun=begun)
    return begun.address


@action(BILLING, collects=SETTLING)
def ask(*, by: Viewer, number: str, back: str) -> Made:
    """Write down that a payment is asked, and account for what the carrier is told."""
    order = Order.objects.select_for_update().filter(number=number, owner_id=by.known).first()
    if order is None:
        raise Refused(_("There is no such order of yours."), status=404)
    due = next_due(order)
    if order.state == OrderState.CANCELLED or due is None:
        raise Refused(_("Nothing is owed of this order."), status=409)
    left = due.cents - due.paid_cents
    waiting = Payment.objects.filter(
        order=order, state=PaymentState.ASKED, cents=left, made_at__gt=clock.now() - OPEN_FOR
    ).exclude(address="")
    known = waiting.order_by("-pk").first()
    if known is not None:
        return Made(known.reference, {}, known.address)
    return written(order, left, back=back)


def next_due(order: Order) -> Due | None:
    """The part of an order that is to be paid next."""
    rows = order.dues.filter(closed_at=None, paid_cents__lt=F("cents"))
    return rows.order_by("position").first()


def written(order: Order, cents: int, *, back: str = "", token: str = "") -> Made:
    """Write a payment down with the account of what goes out for it."""
    row = Payment.objects.create(
        owner_id=order.owner_id, order=order, cents=cents, currency=order.currency,
        is_automatic=bool(token), made_at=clock.now(), asked_at=clock.now(),
    )  # fmt: skip
    goes_on = order.product.kind == Kind.SUBSCRIPTION or order.dues.count() > 1
    charge = {
        "reference": row.reference, "cents": cents, "currency": order.currency,
        "name": order.name, "postcode": order.postcode, "token": token, "back": back,
        "keeps": goes_on,
    }  # fmt: skip
    ground = _("payment for order %s") % order.number
    disclose(CHARGE, CARRIER, {order.owner_id: charge}, ground=ground, is_handed=True)
    return Made(row.reference, charge)


@action(BILLING, collects=SETTLING)
def note_begun(*, by: Viewer, reference: str, begun: Begun) -> None:
    """Keep the carrier's own name for a payment, and where its page is."""
    Payment.objects.filter(reference=reference).update(
        carrier_id=begun.carrier_id[:120], address=begun.address[:500]
    )


def charge_kept(*, by: Viewer, made: Made) -> bool:
    """Charge a card that the carrier keeps; whether it paid. A carrier that is not there leaves
    the payment to be asked about later.
    """
    try:
        told = gateway().charge(made.charge)
    except CarrierFailed:
        return False
    return settle(by=by, told=told)
