"""What a person ordered, paid and owes: their own rows. And the books as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Q, Sum

from salerno.policy.purposes import BILLING, SHARED
from salerno.privacy import clock
from salerno.privacy.context import handover, viewer
from salerno.privacy.doing import query
from salerno.privacy.purposes import INTEGRITY
from salerno.services.commerce import models
from salerno.services.commerce.rules import days
from salerno.services.commerce.values import (
    Credit,
    DueShown,
    InvoiceShown,
    LotKind,
    OrderShown,
    OrderState,
    PaymentShown,
    RefundShown,
    SubscriptionShown,
)

MOST = 200
ORDER = (
    "pk", "number", "product__title", "product__kind", "state", "quantity", "total", "tax",
    "discount", "unused", "currency", "placed_at", "confirmed_at", "opened_at", "ended_at",
    "organisation", "organisation_id",
)  # fmt: skip
_PAYMENT = (
    "reference", "cents", "captured", "currency", "state", "address", "made_at", "settled_at",
    "is_automatic",
)  # fmt: skip
_DUE = (
    "pk", "order__number", "order__product__title", "position", "cents", "paid_cents",
    "order__currency", "due_date", "closed_at", "order__state", "reminders", "reminded_at",
)  # fmt: skip
_REFUND = ("reference", "cents", "way", "state", "at", "settled_at", "payment__currency")
_INVOICE = ("pk", "series__name", "position", "is_credit", "total", "tax", "currency",
            "issued_date")  # fmt: skip


@query(BILLING)
def orders() -> list[OrderShown]:
    """The viewer's orders, the latest first, without their parts. One statement."""
    rows = models.Order.objects.order_by("-placed_at", "-pk")
    return [OrderShown(*one) for one in rows.values_list(*ORDER)[:MOST]]


@query(BILLING)
def order(number: str) -> OrderShown | None:
    """One order of the viewer with all that came of it. Five statements."""
    if "\0" in number:
        return None
    row = models.Order.objects.filter(number=number).values_list(*ORDER).first()
    return None if row is None else whole(row)


def whole(row: tuple[Any, ...]) -> OrderShown:
    payments = models.Payment.objects.filter(order_id=row[0]).order_by("made_at", "pk")
    refunds = models.Refund.objects.filter(payment__order_id=row[0]).order_by("at", "pk")
    bills = models.Invoice.objects.filter(order_id=row[0]).order_by("issued_at", "pk")
    parts: list[Any] = [
        *row,
        tuple(_dues(Q(order_id=row[0]))),
        tuple(PaymentShown(*one) for one in payments.values_list(*_PAYMENT)),
        tuple(RefundShown(*one) for one in refunds.values_list(*_REFUND)),
        tuple(_bill(one) for one in bills.values_list(*_INVOICE)),
    ]
    return OrderShown(*parts)


def _bill(one: tuple[Any, ...]) -> InvoiceShown:
    return InvoiceShown(one[0], f"{one[1]}-{one[2]:06}", *one[3:])


def _dues(asked: Q) -> list[DueShown]:
    rows = models.Due.objects.filter(asked).order_by("due_date", "order_id", "position")
    return [_due(one) for one in rows.values_list(*_DUE)[:MOST]]


def _due(one: tuple[Any, ...]) -> DueShown:
    is_closed = one[8] is not None or one[9] == OrderState.CANCELLED
    owing = days.owing(one[4] - one[5], is_closed, one[7], clock.today())
    parts: list[Any] = [*one[:8], owing, *one[10:]]
    return DueShown(*parts)


@query(BILLING)
def owed() -> list[DueShown]:
    """What the viewer owes of orders that stand, the oldest first. One statement."""
    open_ones = Q(closed_at=None, order__state=OrderState.CONFIRMED)
    return [one for one in _dues(open_ones) if one.left > 0]


@query(BILLING)
def subscriptions() -> list[SubscriptionShown]:
    """The viewer's plans, the latest first. Two statements."""
    rows = models.Subscription.objects.select_related("product").order_by("-began_at", "-pk")
    cards = {one.pk: f"{one.brand} ···· {one.last_four}" for one in models.Method.objects.all()}
    return [_subscription(one, cards) for one in rows[:MOST]]


def _subscription(row: models.Subscription, cards: Mapping[int, str]) -> SubscriptionShown:
    run = days.Run(
        row.began_at, row.paid_until, row.product.grace_days, row.is_trial, row.cancelled_at,
        row.ended_at,
    )  # fmt: skip
    return SubscriptionShown(
        row.pk, row.product.title, row.product.slug, days.standing(run, clock.now()),
        row.began_at, row.paid_until, run.opens_until, row.cancelled_at,
        cards.get(row.method_id or 0, ""),
    )  # fmt: skip


@query(BILLING)
def credit(currency: str) -> Credit:
    """What the viewer may spend here. One statement."""
    now = clock.now()
    rows = models.Lot.objects.filter(
        Q(until=None) | Q(until__gt=now), currency=currency, left__gt=0
    )
    sums = dict(rows.values_list("kind").annotate(sum=Sum("left")))
    return Credit(sums.get(LotKind.PURCHASED, 0), sums.get(LotKind.GRANTED, 0), currency)


@query(BILLING)
def bill(invoice_id: int) -> tuple[InvoiceShown, Mapping[str, Any]] | None:
    """A bill of the viewer with every word of it. One statement."""
    rows = models.Invoice.objects.filter(pk=invoice_id)
    row = rows.values_list(*_INVOICE, "body").first()
    return None if row is None else (_bill(row[:-1]), row[-1])


@query(*SHARED)
def has_paid(item_id: int) -> bool:
    """Whether the viewer has an order that stands for a thing of the catalogue. One statement."""
    if viewer().subject is None:
        return False
    with handover(BILLING, ground="whether a fee was paid"):
        rows = models.Order.objects.filter(state=OrderState.CONFIRMED, ended_at=None)
        return rows.filter(product__item_id=item_id).exists()


@query(*SHARED)
def balances() -> dict[str, dict[str, int]]:
    """What stands on each account, by currency: every row counts, and nobody is named.

    One statement.
    """
    with handover(INTEGRITY, ground="the books as a whole"):
        rows = models.Line.objects.values_list("currency", "account").annotate(sum=Sum("cents"))
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for currency, account, cents in rows.order_by("currency", "account"):
            found[currency][account] = cents
        return dict(found)


@query(*SHARED)
def is_balanced() -> bool:
    """Whether every entry, and so the whole, comes to nothing. One statement."""
    with handover(INTEGRITY, ground="the books as a whole"):
        sums = models.Line.objects.values("entry_id").annotate(sum=Sum("cents"))
        return not sums.exclude(sum=0).exists()
