"""Writing into the books: entries, bills, credit, and what a payment settles.

Called by the verbs of this room, inside their act and their transaction.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, Sum

from salerno.privacy import clock
from salerno.privacy.law import in_force
from salerno.services.commerce.models import Due, Entry, Invoice, Line, Lot, Order, Series
from salerno.services.commerce.rules import books, money
from salerno.services.commerce.rules.books import Event, Posting
from salerno.services.commerce.values import LotKind, OrderState


def post(
    owner: int, event: Event, postings: Sequence[Posting], currency: str, order: Order | None = None
) -> None:
    """Write an entry down. One that says nothing is left out."""
    if not postings:
        return
    now = clock.now()
    row = Entry.objects.create(
        owner_id=owner, event=event.value, order=order, currency=currency, at=now
    )
    Line.objects.bulk_create(
        Line(
            owner_id=owner, entry=row, account=one.account.value, cents=one.cents,
            currency=currency, at=now,
        )
        for one in books.entry(*postings)
    )  # fmt: skip


def allocate(order: Order, cents: int) -> int:
    """Let ``cents`` settle what is open of an order, in its order; how much they settled."""
    settled = 0
    for due in order.dues.filter(closed_at=None, paid_cents__lt=F("cents")).order_by("position"):
        some = min(cents - settled, due.cents - due.paid_cents)
        if some > 0:
            Due.objects.filter(pk=due.pk).update(paid_cents=F("paid_cents") + some)
            settled += some
    return settled


def first_is_paid(order: Order) -> bool:
    """Whether nothing more is asked before the order stands."""
    first = order.dues.order_by("position").first()
    return first is None or first.paid_cents >= first.cents


def add_credit(owner: int, kind: LotKind, cents: int, currency: str, **when: object) -> None:
    """Somebody may spend ``cents`` here from now on. The entry is the caller's."""
    if cents > 0:
        Lot.objects.create(
            owner_id=owner, kind=kind, cents=cents, left=cents, currency=currency, **when
        )


def spend_credit(order: Order) -> int:
    """Let credit settle what it can of an order: granted first, since it ends; oldest first."""
    owner, now = order.owner_id, clock.now()
    rows = Lot.objects.select_for_update().filter(
        owner_id=owner, currency=order.currency, left__gt=0
    )
    usable = [one for one in rows.order_by("at", "pk") if one.until is None or one.until > now]
    usable.sort(key=lambda one: one.kind != LotKind.GRANTED)
    kinds = {one.pk: one.kind for one in usable}
    taken = money.spent([(one.pk, one.left) for one in usable], order.total)
    for lot, some in taken:
        Lot.objects.filter(pk=lot).update(left=F("left") - some)
    given = sum(some for lot, some in taken if kinds[lot] == LotKind.GRANTED)
    paid = sum(some for lot, some in taken) - given
    if paid + given:
        post(owner, Event.SPENT, books.spent(paid, given), order.currency, order)
        allocate(order, paid + given)
    return paid + given


def give_credit_back(order: Order) -> None:
    """What credit had settled of an order that comes to nothing may be spent again."""
    lines = Line.objects.filter(entry__order=order, entry__event=Event.SPENT.value)
    found = dict(lines.values_list("account").annotate(sum=Sum("cents")))
    paid = found.get(books.Account.CREDIT_PAID.value, 0)
    given = found.get(books.Account.CREDIT_GIVEN.value, 0)
    if paid + given:
        back = [Posting(one.account, -one.cents) for one in books.spent(paid, given)]
        post(order.owner_id, Event.SPENT, back, order.currency, order)
        add_credit(order.owner_id, LotKind.PURCHASED, paid, order.currency)
        add_credit(order.owner_id, LotKind.GRANTED, given, order.currency)


def invoice(order: Order) -> None:
    """Issue the bill of an order that stands from now on. It is numbered without a gap."""
    now = clock.now()
    Order.objects.filter(pk=order.pk).update(state=OrderState.CONFIRMED, confirmed_at=now)
    order.state, order.confirmed_at = OrderState.CONFIRMED, now
    if order.total:
        post(
            order.owner_id, Event.INVOICED, books.invoiced(order.total, order.tax),
            order.currency, order,
        )  # fmt: skip
    _issue(order, order.total, order.tax)


def credit_note(order: Order, cents: int) -> int:
    """Take ``cents`` off a bill, as far as it goes; how much that was."""
    notes = order.invoices.filter(is_credit=True).aggregate(sum=Sum("total"))["sum"] or 0
    cents = min(cents, order.total - notes)
    bill = order.invoices.filter(is_credit=False).first()
    if cents <= 0 or bill is None:
        return 0
    tax = money.share(cents, order.total, order.tax, notes)
    post(order.owner_id, Event.CREDITED, books.credited(cents, tax), order.currency, order)
    _issue(order, cents, tax, of=bill)
    return cents


def _issue(order: Order, total: int, tax: int, of: Invoice | None = None) -> Invoice:
    now = clock.now()
    kind = "CN" if of is not None else "IN"
    series, _made = Series.objects.get_or_create(name=f"{kind}-{now.year}")
    series = Series.objects.select_for_update().get(pk=series.pk)
    Series.objects.filter(pk=series.pk).update(last=series.last + 1)
    return Invoice.objects.create(
        owner_id=order.owner_id, series=series, position=series.last + 1, order=order, of=of,
        is_credit=of is not None, total=total, tax=tax, currency=order.currency,
        issued_date=now.date(), issued_at=now, body=_body(order, of),
    )  # fmt: skip


def _body(order: Order, of: Invoice | None) -> dict[str, object]:
    """Every word of a bill, so that it never changes."""
    operator = in_force().operator
    product = order.product
    lines = [[product.title, order.quantity, order.cents]]
    lines += [["coupon", 1, -order.discount]] if order.discount else []
    lines += [["unused", 1, -order.unused]] if order.unused else []
    return {
        "seller": operator.legal_name, "seller_address": operator.address, "name": order.name,
        "organisation": order.organisation, "postcode": order.postcode, "country": order.country,
        "order": order.number, "lines": lines, "rate": product.tax_rate,
        "of": f"{of.series.name}-{of.position:06}" if of is not None else "",
    }  # fmt: skip


def close_rest(order: Order) -> None:
    """Nothing more is owed of an order: what was still open is taken off its bill."""
    open_ones = order.dues.filter(closed_at=None, paid_cents__lt=F("cents"))
    left = sum(one.cents - one.paid_cents for one in open_ones)
    open_ones.update(closed_at=clock.now())
    if order.confirmed_at is not None:
        credit_note(order, left)
