"""Giving money back, to the card or as credit here; and gifts of credit."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Sum
from django.utils.translation import gettext as _

from salerno.policy.purposes import BILLING
from salerno.privacy import audit, clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.paying import CarrierFailed, gateway
from salerno.services.commerce.actions import ledger
from salerno.services.commerce.actions.settling import end_if_refunded, settle
from salerno.services.commerce.clauses import BILLED, ORDER, SETTLING
from salerno.services.commerce.models import Order, Payment, Refund
from salerno.services.commerce.rules import books
from salerno.services.commerce.rules.books import Event
from salerno.services.commerce.values import (
    LotKind,
    PaymentState,
    RefundState,
    RefundWay,
)

MOST_GIFT = 1_000_000


def refund(*, by: Viewer, number: str, cents: int, way: RefundWay, officer: int = 0) -> int:
    """Give back ``cents`` of an order; how much of it is done by now.

    To the card it is done when the carrier says so. Raises Refused (409, 422) for more than was
    paid and not given back yet.
    """
    references = ask_refund(by=by, number=number, cents=cents, way=way, officer=officer)
    return sum(send_refund(by=by, reference=one) for one in references)


@action(BILLING, collects=SETTLING)
def ask_refund(
    *, by: Viewer, number: str, cents: int, way: RefundWay, officer: int = 0
) -> list[str]:
    """Write refunds down, one for each payment that they come from; what the carrier is to do."""
    order = Order.objects.select_for_update().filter(number=number).first()
    if order is None:
        raise Refused(_("There is no such order."), status=404)
    if officer:
        audit.record_look(
            order.owner_id, officer, role=_("an administrator"),
            reason=_("gave money back for order %s") % number, clauses=(ORDER, BILLED),
        )  # fmt: skip
    sources = _sources(order)
    if cents < 1 or cents > sum(left for _row, left in sources):
        raise Refused(
            _("That is more than was paid and not given back yet. Nothing was changed."),
            status=409 if cents >= 1 else 422,
        )
    made: list[str] = []
    for row, left in sources:
        some = min(left, cents)
        if some > 0:
            made += _write(row, some, way)
            cents -= some
    return made


def _sources(order: Order) -> list[tuple[Payment, int]]:
    """The payments of an order, the latest first, with what may still go back of each."""
    notes = order.invoices.filter(is_credit=True).aggregate(sum=Sum("total"))["sum"] or 0
    waiting = Refund.objects.filter(
        payment__order=order, way=RefundWay.SOURCE, state=RefundState.ASKED
    )
    pending = waiting.aggregate(sum=Sum("cents"))["sum"] or 0
    most = order.total - notes - pending
    found = []
    for row in order.payments.filter(state=PaymentState.PAID).order_by("-pk"):
        back = row.refunds.exclude(state=RefundState.FAILED).aggregate(sum=Sum("cents"))["sum"] or 0
        left = max(0, min(row.captured - back, most))
        most -= left
        found.append((row, left))
    return found


def _write(row: Payment, cents: int, way: RefundWay) -> list[str]:
    now, to_card = clock.now(), way == RefundWay.SOURCE
    state = RefundState.ASKED if to_card else RefundState.DONE
    made = Refund.objects.create(
        owner_id=row.owner_id, payment=row, cents=cents, way=way, state=state, at=now,
        asked_at=now, settled_at=None if to_card else now,
    )  # fmt: skip
    if to_card:
        return [made.reference]
    ledger.credit_note(row.order, cents)
    ledger.post(row.owner_id, Event.KEPT, books.kept(cents), row.currency, row.order)
    ledger.add_credit(row.owner_id, LotKind.PURCHASED, cents, row.currency)
    end_if_refunded(row.order)
    return []


def send_refund(*, by: Viewer, reference: str) -> int:
    """Let the carrier give back; the cents that are done. One that is not there is asked later."""
    found = _to_send(by=by, reference=reference)
    if found is None:
        return 0
    payment, carrier_id, cents = found
    try:
        told = gateway().refund(payment, carrier_id, reference, cents)
    except CarrierFailed:
        return 0
    settle(by=by, told=told)
    return sum(
        one.cents
        for one in told.refunds
        if one.reference == reference and one.state == RefundState.DONE
    )


@action(BILLING)
def _to_send(*, by: Viewer, reference: str) -> tuple[str, str, int] | None:
    rows = Refund.objects.filter(reference=reference, state=RefundState.ASKED)
    return rows.values_list("payment__reference", "payment__carrier_id", "cents").first()


@action(BILLING, collects=SETTLING)
def grant_credit(
    *, by: Viewer, subject: int, cents: int, currency: str, until: datetime | None = None
) -> None:
    """Give somebody credit that costs them nothing. It is spent first, and may end."""
    if not 1 <= cents <= MOST_GIFT:
        raise Refused(_("A gift is between one cent and 10,000."), status=422)
    ledger.post(subject, Event.GRANTED, books.granted(cents), currency)
    ledger.add_credit(subject, LotKind.GRANTED, cents, currency, until=until, at=clock.now())


@action(BILLING, collects=SETTLING)
def grant_for_order(*, by: Viewer, number: str, cents: int, officer: int) -> None:
    """Give the owner of an order credit, in its currency; they can read who did."""
    row = Order.objects.filter(number=number.replace("\0", "")).first()
    if row is None:
        raise Refused(_("There is no such order."), status=404)
    audit.record_look(
        row.owner_id, officer, role=_("an administrator"),
        reason=_("gave credit for order %s") % number, clauses=(ORDER,),
    )  # fmt: skip
    grant_credit(by=by, subject=row.owner_id, cents=cents, currency=row.currency)
