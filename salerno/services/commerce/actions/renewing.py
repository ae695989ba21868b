"""The next period of a plan, its end, and cancelling it."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from salerno.policy.purposes import BILLING
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.commerce.actions import ledger, opening, ordering
from salerno.services.commerce.actions.letters import tell
from salerno.services.commerce.actions.paying import Made, charge_kept, written
from salerno.services.commerce.clauses import ORDERING, SETTLING
from salerno.services.commerce.models import Due, Lot, Method, Order, Subscription
from salerno.services.commerce.queries.products import product_of
from salerno.services.commerce.rules import books, days, money
from salerno.services.commerce.rules.books import Event
from salerno.services.commerce.values import OrderState, Standing

MOST = 500


@action(BILLING, collects=ORDERING)
def cancel(*, by: Viewer, subscription: int) -> None:
    """Let a plan run to the end of what is paid, and no further. Again: nothing changes."""
    row = _own(by, subscription)
    if row.cancelled_at is None:
        row.cancelled_at = clock.now()
        Subscription.objects.filter(pk=row.pk).update(cancelled_at=row.cancelled_at)
        if row.ended_at is None and opening.run_of(row).opens_until > clock.now():
            opening.grant_run(row)


@action(BILLING, collects=ORDERING)
def resume(*, by: Viewer, subscription: int) -> None:
    """Let a plan that was cancelled, and has not ended, go on."""
    row = _own(by, subscription)
    if row.ended_at is not None or days.standing(opening.run_of(row), clock.now()) is (
        Standing.LAPSED
    ):
        raise Refused(_("This plan has ended. Order it again."), status=409)
    row.cancelled_at = None
    Subscription.objects.filter(pk=row.pk).update(cancelled_at=None)
    opening.grant_run(row)


def _own(by: Viewer, subscription: int) -> Subscription:
    rows = Subscription.objects.select_related("product")
    row = rows.filter(pk=subscription, owner_id=by.known).first()
    if row is None:
        raise Refused(_("There is no such plan of yours."), status=404)
    return row


def renew_due(*, by: Viewer) -> int:
    """Charge what is due for another period; how many were paid."""
    made = [renewal(by=by, subscription=one) for one in renewals_due(by=by)]
    return sum(charge_kept(by=by, made=one) for one in made if one is not None)


@action(BILLING)
def renewals_due(*, by: Viewer) -> list[int]:
    """The plans whose card is to be charged now."""
    now = clock.now()
    rows = Subscription.objects.filter(
        ended_at=None, cancelled_at=None, is_trial=False, paid_until__lte=now
    )
    return [
        one.pk
        for one in rows.exclude(method=None).select_related("product").order_by("pk")[:MOST]
        if days.is_to_renew(opening.run_of(one), one.tries, now)
    ]


@action(BILLING, collects=SETTLING)
def renewal(*, by: Viewer, subscription: int) -> Made | None:
    """Order the next period, at the price in force; what the carrier is to charge."""
    rows = Subscription.objects.select_for_update(of=("self",))
    row = rows.select_related("product", "method").filter(pk=subscription).first()
    if row is None or row.method is None:
        return None
    last = Order.objects.filter(product=row.product, owner_id=row.owner_id).order_by("-pk").first()
    if last is None:
        return None
    Subscription.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
    order = Order.objects.filter(renews=row, state=OrderState.OPEN).first() or _next(row, last)
    if order is None:
        return None
    return written(order, order.total, token=row.method.token)


def _next(row: Subscription, last: Order) -> Order | None:
    product = product_of(row.product_id)
    if product is None or not product.price_id:
        return None
    asked = money.Asked(product.cents, product.currency, product.tax_rate)
    quote = money.quote(asked, clock.today())
    order = Order.objects.create(
        owner_id=row.owner_id, product_id=product.id, price_id=product.price_id, renews=row,
        name=last.name, postcode=last.postcode, country=last.country, cents=quote.cents,
        total=quote.total, tax=quote.tax, currency=quote.currency, placed_at=clock.now(),
    )  # fmt: skip
    ordering.write_dues(order, quote)
    return order


@action(BILLING, collects=SETTLING)
def lapse(*, by: Viewer) -> int:
    """End the plans whose time has passed; how many. Each person is told."""
    now = clock.now()
    rows = Subscription.objects.filter(ended_at=None, paid_until__lte=now)
    over = [
        one
        for one in rows.select_related("product").order_by("pk")[:MOST]
        if days.standing(opening.run_of(one), now) is Standing.LAPSED
    ]
    for one in over:
        opening.end_run(one)
        for order in Order.objects.filter(renews=one, state=OrderState.OPEN):
            ordering.drop(order)
        facts = {"title": one.product.title, "address": f"/plans/{one.product.slug}"}
        tell(one.owner_id, "ended", _("%s has ended") % one.product.title, facts)
    return len(over)


def charge_dues(*, by: Viewer) -> int:
    """Charge the instalments that are due today; how many were paid."""
    made = [instalment(by=by, due=one) for one in dues_to_charge(by=by)]
    return sum(charge_kept(by=by, made=one) for one in made if one is not None)


@action(BILLING)
def dues_to_charge(*, by: Viewer) -> list[int]:
    """Instalments after the first that are due, and have tries left."""
    rows = Due.objects.filter(
        closed_at=None, paid_cents__lt=F("cents"), due_date__lte=clock.today(), position__gt=1,
        order__state=OrderState.CONFIRMED, tries__lt=len(days.RETRIES),
    )  # fmt: skip
    return list(rows.order_by("due_date", "pk").values_list("pk", flat=True)[:MOST])


@action(BILLING, collects=SETTLING)
def instalment(*, by: Viewer, due: int) -> Made | None:
    """What the carrier is to charge for an instalment; None where it keeps no card for it."""
    row = Due.objects.select_for_update(of=("self",)).select_related("order").get(pk=due)
    today = clock.today()
    if (today - row.due_date).days < days.RETRIES[row.tries]:
        return None
    method = Method.objects.filter(owner_id=row.owner_id).order_by("-kept_at", "-pk").first()
    Due.objects.filter(pk=due).update(tries=F("tries") + 1)
    if method is None:
        return None
    return written(row.order, row.cents - row.paid_cents, token=method.token)


@action(BILLING, collects=SETTLING)
def expire_gifts(*, by: Viewer) -> int:
    """Take away granted credit whose time has passed; how many lots."""
    over = list(Lot.objects.filter(left__gt=0, until__lte=clock.now())[:MOST])
    for one in over:
        ledger.post(one.owner_id, Event.EXPIRED, books.expired(one.left), one.currency)
        Lot.objects.filter(pk=one.pk).update(left=0)
    return len(over)
