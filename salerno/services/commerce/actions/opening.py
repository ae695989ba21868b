"""What a paid order opens, and what its end closes: by kind of product.

Called by the verbs of this room, inside their act and their transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from django.db.models import F

from salerno.privacy import clock, facts
from salerno.privacy.context import viewer
from salerno.services.access import actions as access
from salerno.services.access.values import NewGrant, NewLicence, Source
from salerno.services.commerce.models import Order, SeatBundle, Subscription
from salerno.services.commerce.rules import days
from salerno.services.commerce.values import Kind

OPENED, ENDED = "commerce.opened", "commerce.ended"


def open_order(order: Order) -> None:
    """Open what was paid for; a later part of the price moves its end."""
    _OPEN[Kind(order.product.kind)](order)
    if order.opened_at is None:
        order.opened_at = clock.now()
        Order.objects.filter(pk=order.pk).update(opened_at=order.opened_at)
        facts.record(OPENED, order.owner_id, order.product.item_id or None)


def close_order(order: Order) -> None:
    """End what an order had opened, now. A second time nothing does."""
    if order.ended_at is not None:
        return
    order.ended_at = clock.now()
    Order.objects.filter(pk=order.pk).update(ended_at=order.ended_at)
    _CLOSE[Kind(order.product.kind)](order)
    facts.record(ENDED, order.owner_id, order.product.item_id or None)


def run_of(row: Subscription) -> days.Run:
    """The days of a subscription, for the rules."""
    return days.Run(
        row.began_at, row.paid_until, row.product.grace_days, row.is_trial, row.cancelled_at,
        row.ended_at,
    )  # fmt: skip


def grant_run(row: Subscription) -> None:
    """Let access end when the subscription does."""
    source = Source.TRIAL if row.is_trial else Source.SUBSCRIPTION
    access.grant(
        by=viewer(),
        new=NewGrant(
            row.owner_id, row.product.item_id, source, run_of(row).opens_until,
            row.product.covers,
        ),
    )  # fmt: skip


def end_run(row: Subscription) -> None:
    """End a subscription now."""
    now = clock.now()
    if row.ended_at is None:
        Subscription.objects.filter(pk=row.pk).update(ended_at=now)
    for source in (Source.SUBSCRIPTION, Source.TRIAL):
        access.end_grant(
            by=viewer(), subject=row.owner_id, item_id=row.product.item_id, source=source
        )


def _open_subscription(order: Order) -> None:
    if order.opened_at is not None:
        return
    now, product = clock.now(), order.product
    if order.replaces is not None and order.replaces.product_id != product.pk:
        end_run(order.replaces)
    row = order.renews or _running(order)
    if row is None:
        row = Subscription(
            owner_id=order.owner_id, product=product, began_at=now, period_at=now,
            paid_until=days.add_months(now, product.months), period_cents=order.total,
        )  # fmt: skip
        row.save(force_insert=True)
    else:
        until = days.renewed(run_of(row), product.months, now)
        row.period_at = row.paid_until if row.paid_until > now and not row.is_trial else now
        row.paid_until, row.period_cents, row.is_trial = until, order.total, False
        row.ended_at, row.cancelled_at, row.tries = None, None, 0
        row.save(
            update_fields=[
                "period_at", "paid_until", "period_cents", "is_trial", "ended_at",
                "cancelled_at", "tries",
            ]
        )  # fmt: skip
    grant_run(row)


def _running(order: Order) -> Subscription | None:
    """A subscription to the same product that has not been ended: it goes on."""
    rows = Subscription.objects.filter(
        owner_id=order.owner_id, product=order.product, ended_at=None
    )
    return rows.select_related("product").order_by("-pk").first()


def _close_subscription(order: Order) -> None:
    rows = Subscription.objects.filter(owner_id=order.owner_id, product=order.product)
    for row in rows.select_related("product"):
        end_run(row)


def _open_course(order: Order) -> None:
    """The whole course, or until the next part is missed by more than the days of grace."""
    unpaid = order.dues.filter(closed_at=None, paid_cents__lt=F("cents"))
    due = unpaid.order_by("position").values_list("due_date", flat=True).first()
    last = days.open_until(due, order.product.grace_days)
    until = datetime.combine(last + timedelta(days=1), time(), UTC) if last else None
    _grant_item(order, until)


def _grant_item(order: Order, until: datetime | None = None) -> None:
    new = NewGrant(order.owner_id, order.product.item_id, Source.ORDER, until)
    access.grant(by=viewer(), new=new)


def _close_item(order: Order) -> None:
    access.end_grant(
        by=viewer(), subject=order.owner_id, item_id=order.product.item_id, source=Source.ORDER
    )


def _open_licence(order: Order) -> None:
    if order.opened_at is None:
        now = clock.now()
        until = days.add_months(now, order.product.months)
        new = NewLicence(
            order.organisation, order.product.covers, now, until, order.organisation_id,
            order.number,
        )  # fmt: skip
        access.license_body(by=viewer(), new=new)


def _close_licence(order: Order) -> None:
    access.end_licence(by=viewer(), reference=order.number)


def _open_seats(order: Order) -> None:
    if order.opened_at is None:
        now = clock.now()
        SeatBundle.objects.update_or_create(
            reference=order.number,
            defaults={
                "organisation_id": order.organisation_id or 0, "product": order.product,
                "count": order.quantity, "since": now, "ended_at": None,
                "until": days.add_months(now, order.product.months),
            },
        )  # fmt: skip


def _close_seats(order: Order) -> None:
    SeatBundle.objects.filter(reference=order.number).update(ended_at=clock.now())


_OPEN: dict[Kind, Callable[[Order], None]] = {
    Kind.SUBSCRIPTION: _open_subscription,
    Kind.INSTITUTION: _open_licence,
    Kind.COURSE: _open_course,
    Kind.SEATS: _open_seats,
    Kind.ITEM: _grant_item,
}
_CLOSE: dict[Kind, Callable[[Order], None]] = {
    Kind.SUBSCRIPTION: _close_subscription,
    Kind.INSTITUTION: _close_licence,
    Kind.COURSE: _close_item,
    Kind.SEATS: _close_seats,
    Kind.ITEM: _close_item,
}
