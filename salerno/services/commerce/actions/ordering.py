"""Placing an order, trying a plan, and taking back what was not paid."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Q
from django.utils.translation import gettext as _

from salerno.policy.bodies import buying_for
from salerno.policy.purposes import BILLING
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.paying import holds_card_number
from salerno.services.commerce.actions import ledger, opening
from salerno.services.commerce.clauses import ORDERING
from salerno.services.commerce.models import Coupon, Due, Order, Subscription
from salerno.services.commerce.queries.products import offered
from salerno.services.commerce.rules import days, money
from salerno.services.commerce.values import (
    Kind,
    NewOrder,
    OrderState,
    Product,
    Quote,
    Standing,
)

SAME = timedelta(hours=1)  # the same order again, unpaid, is the one from before
ABANDONED = timedelta(days=7)
NO_CARD = (
    "That looks like the number of a card. We never take one: you type it on the payment "
    "carrier’s own page. Nothing was stored."
)


@action(BILLING, collects=ORDERING)
def place(*, by: Viewer, new: NewOrder) -> str:
    """Order something; the number of the order. What costs nothing stands at once.

    The same again within the hour, unpaid, is the same order. Raises Refused (422) for what
    cannot be ordered so.
    """
    product = offered(new.slug)
    check(product, new)
    _check_body(by.known, product, new)
    coupon = coupon_of(new.coupon, product)
    replaced = _replaced(by.known, product)
    quote = quoted(product, new, coupon, replaced)
    again = _same(by.known, product, new, quote)
    if again:
        return again
    order = Order.objects.create(
        owner_id=by.known, product_id=product.id, price_id=product.price_id, coupon=coupon,
        replaces=replaced, organisation_id=new.organisation_id, organisation=new.organisation,
        name=new.name, postcode=new.postcode, country=new.country, quantity=new.quantity,
        cents=quote.cents, discount=quote.discount, unused=quote.unused, total=quote.total,
        tax=quote.tax, currency=quote.currency, placed_at=clock.now(),
    )  # fmt: skip
    write_dues(order, quote)
    if coupon is not None:
        Coupon.objects.filter(pk=coupon.pk).update(used=F("used") + 1)
    if new.uses_credit:
        ledger.spend_credit(order)
    stand(order)
    return order.number


def check(product: Product, new: NewOrder) -> None:
    """Raises Refused (422) for an order that is not whole."""
    wrong = _wrong_bill(product, new) or _wrong_number(product, new)
    if wrong:
        raise Refused(wrong, status=422)


def _check_body(buyer: int, product: Product, new: NewOrder) -> None:
    """Raises Refused (403) for an institution whose bills go to somebody else."""
    number = new.organisation_id
    if number is None:
        return
    known = {one.id for one in buying_for(buyer)} if product.is_for_body else set()
    if number not in known:
        raise Refused(_("The bills of this institution do not go to you."), status=403)


def _wrong_bill(product: Product, new: NewOrder) -> str:
    texts = (new.name, new.postcode, new.organisation, new.coupon, new.country)
    if any(holds_card_number(one) for one in texts):
        return _(NO_CARD)
    if not new.name.strip() or not new.postcode.strip():
        return _("The bill needs a name and a postal code.")
    if product.is_for_body and not new.organisation.strip():
        return _("Name the institution that this is for.")
    return ""


def _wrong_number(product: Product, new: NewOrder) -> str:
    if product.kind == Kind.SEATS and not new.organisation_id:
        return _("Seats are bought for an institution that we know, by whoever its bills go to.")
    if not 1 <= new.quantity <= money.MOST_QUANTITY:
        return _("Order between 1 and 10,000.")
    if new.quantity > 1 and product.kind != Kind.SEATS:
        return _("This is bought one at a time.")
    if not 1 <= new.instalments <= product.instalments:
        return _("It is not paid in so many instalments.")
    return ""


def coupon_of(code: str, product: Product) -> Coupon | None:
    """The coupon of a word. Raises Refused (422) for one that does not count here now."""
    if not code.strip():
        return None
    word = code.strip().upper()[:40].replace("\0", "")
    rows = Coupon.objects.select_for_update().filter(
        Q(product=None) | Q(product_id=product.id), code=word
    )
    found = rows.first()
    is_over = found is not None and (
        (found.until is not None and found.until <= clock.now())
        or (found.most is not None and found.used >= found.most)
    )
    if found is None or is_over:
        raise Refused(_("This coupon does not count here, or no longer. Leave it out."), status=422)
    return found


def quoted(
    product: Product, new: NewOrder, coupon: Coupon | None, replaced: Subscription | None
) -> Quote:
    """What the order comes to."""
    off = money.Reduction(coupon.percent, coupon.cents) if coupon is not None else None
    rest = 0
    if replaced is not None:
        rest = money.unused(
            replaced.period_cents, replaced.period_at, replaced.paid_until, clock.now()
        )
    asked = money.Asked(
        product.cents, product.currency, product.tax_rate, new.quantity, new.instalments, off, rest
    )
    return money.quote(asked, clock.today())


def write_dues(order: Order, quote: Quote) -> None:
    """Write down what is owed, and when."""
    Due.objects.bulk_create(
        Due(owner_id=order.owner_id, order=order, position=place, cents=cents, due_date=day)
        for place, (day, cents) in enumerate(quote.parts, 1)
        if cents
    )


def stand(order: Order) -> None:
    """Confirm an order whose first part is paid, and open what it is for."""
    if order.state == OrderState.OPEN and ledger.first_is_paid(order):
        ledger.invoice(order)
    if order.state == OrderState.CONFIRMED and order.ended_at is None:
        opening.open_order(order)


def _replaced(owner: int, product: Product) -> Subscription | None:
    """The running plan of another product that opens the same: its rest is taken over."""
    if product.kind != Kind.SUBSCRIPTION:
        return None
    rows = Subscription.objects.filter(
        owner_id=owner, ended_at=None, is_trial=False, product__covers=product.covers
    )
    for one in rows.exclude(product_id=product.id).select_related("product"):
        if days.standing(opening.run_of(one), clock.now()) is not Standing.LAPSED:
            return one
    return None


def _same(owner: int, product: Product, new: NewOrder, quote: Quote) -> str:
    """The number of an order that says the same and waits for its payment, or ""."""
    rows = Order.objects.filter(
        Q(payments=None) | Q(payments__captured=0), owner_id=owner, product_id=product.id,
        state=OrderState.OPEN, placed_at__gt=clock.now() - SAME, total=quote.total,
        quantity=new.quantity, name=new.name, postcode=new.postcode, renews=None,
        organisation=new.organisation,
    )  # fmt: skip
    for one in rows.distinct().order_by("-pk"):
        if one.dues.count() == len(quote.parts) and not one.dues.filter(paid_cents__gt=0).exists():
            return one.number
    return ""


@action(BILLING, collects=ORDERING)
def begin_trial(*, by: Viewer, slug: str) -> None:
    """Try a plan: no card, and it ends by itself. Once for each plan."""
    product = offered(slug)
    if product.kind != Kind.SUBSCRIPTION or not product.trial_days:
        raise Refused(_("This cannot be tried."), status=404)
    if Subscription.objects.filter(owner_id=by.known, product_id=product.id).exists():
        raise Refused(_("You have had this plan, or tried it. Order it to go on."), status=409)
    now = clock.now()
    row = Subscription.objects.create(
        owner_id=by.known, product_id=product.id, began_at=now, period_at=now, is_trial=True,
        paid_until=now + timedelta(days=product.trial_days),
    )  # fmt: skip
    opening.grant_run(row)


@action(BILLING, collects=ORDERING)
def cancel_order(*, by: Viewer, number: str) -> None:
    """Take back an order that was not paid. Raises Refused (409) for one that was."""
    row = Order.objects.select_for_update().filter(number=number, owner_id=by.known).first()
    if row is None:
        raise Refused(_("There is no such order of yours."), status=404)
    if row.state != OrderState.OPEN:
        raise Refused(_("This order stands. Ask for a refund instead."), status=409)
    drop(row)


def drop(order: Order) -> None:
    """An order that comes to nothing: nothing is owed of it."""
    Order.objects.filter(pk=order.pk).update(state=OrderState.CANCELLED, ended_at=clock.now())
    order.dues.filter(closed_at=None).update(closed_at=clock.now())
    ledger.give_credit_back(order)
    if order.coupon_id is not None:
        Coupon.objects.filter(pk=order.coupon_id, used__gt=0).update(used=F("used") - 1)


@action(BILLING, collects=ORDERING)
def drop_abandoned(*, by: Viewer) -> int:
    """Close orders that nobody paid within a week; how many."""
    since = clock.now() - ABANDONED
    rows = list(
        Order.objects.filter(state=OrderState.OPEN, placed_at__lt=since).exclude(
            payments__captured__gt=0
        )[:500]
    )
    for one in rows:
        drop(one)
    return len(rows)
