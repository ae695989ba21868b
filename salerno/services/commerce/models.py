"""Products and prices, which are about nobody; orders, money and the ledger, which are.

Money is whole cents. A row of the books keeps its place after an erasure, under no name.
"""

from __future__ import annotations

from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SubjectKey
from salerno.services.commerce import clauses
from salerno.services.commerce.rules.books import Account, Event
from salerno.services.commerce.rules.numbers import new_number, new_reference
from salerno.services.commerce.values import (
    Ends,
    Kind,
    LotKind,
    OrderState,
    PaymentState,
    RefundState,
    RefundWay,
)

ACCOUNTS = [(one.value, one.value) for one in Account]
EVENTS = [(one.value, one.value) for one in Event]
COVERED = [(one, one) for one in ("article", "paper")]
CURRENCIES = [(one, one) for one in ("USD", "EUR", "GBP", "CHF")]


class Product(models.Model):
    """What is sold."""

    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=500, blank=True)
    covers = models.CharField(max_length=12, choices=COVERED, blank=True, default="")
    item_id = models.PositiveBigIntegerField(default=0)
    months = models.PositiveSmallIntegerField(default=0)
    trial_days = models.PositiveSmallIntegerField(default=0)
    grace_days = models.PositiveSmallIntegerField(default=0)
    tax_rate = models.PositiveSmallIntegerField(default=0)
    instalments = models.PositiveSmallIntegerField(default=1)
    refund_ends = models.CharField(max_length=8, choices=Ends, default=Ends.FULL)
    is_offered = models.BooleanField(default=True)
    changed_at = models.DateTimeField(default=clock.now)

    holds = Impersonal("what the house sells; nobody who buys it stands here")

    def __str__(self) -> str:
        return self.slug


class Price(models.Model):
    """A version of a price. The latest that has begun is in force."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="prices")
    version = models.PositiveSmallIntegerField()
    cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, choices=CURRENCIES)
    from_at = models.DateTimeField(default=clock.now)

    holds = Impersonal("what a product costs")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("product", "version"), name="price_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.cents} {self.currency}"


class Coupon(models.Model):
    """A word that takes something off."""

    code = models.CharField(max_length=40, unique=True)
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="+")
    percent = models.PositiveSmallIntegerField(default=0)
    cents = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(null=True, blank=True)
    most = models.PositiveIntegerField(null=True, blank=True)
    used = models.PositiveIntegerField(default=0)

    holds = Impersonal("a word that takes something off; who used it stands with their order")

    def __str__(self) -> str:
        return self.code


class Method(models.Model):
    """A card that the carrier keeps, and by what its owner knows it. Never its number."""

    owner = SubjectKey()
    token = models.CharField(max_length=120)
    brand = models.CharField(max_length=30)
    last_four = models.CharField(max_length=4)
    expiry = models.CharField(max_length=7)
    kept_at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.CARD.on(token, brand, last_four, expiry), plain=(kept_at,))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "token"), name="card_once"),)

    def __str__(self) -> str:
        return f"card {self.pk}"


class Subscription(models.Model):
    """A subscription from its trial to its end. ``method``: the card that renews it."""

    owner = SubjectKey()
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    method = models.ForeignKey(Method, models.SET_NULL, null=True, related_name="+")
    began_at = models.DateTimeField(default=clock.now)
    period_at = models.DateTimeField(default=clock.now)
    paid_until = models.DateTimeField()
    period_cents = models.PositiveIntegerField(default=0)
    is_trial = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    holds = Holds(
        clauses.ORDER.on(product),
        plain=(
            method, began_at, period_at, paid_until, period_cents, is_trial, cancelled_at,
            ended_at, tries,
        ),
        since=paid_until,
    )  # fmt: skip

    class Meta:
        indexes = (models.Index(fields=("ended_at", "paid_until"), name="subscription_by_end"),)

    def __str__(self) -> str:
        return f"subscription {self.pk}"


class Order(models.Model):
    """An order. ``replaces``: the subscription whose rest it takes over; ``renews``: the one
    whose next period it is.
    """

    owner = SubjectKey()
    number = models.CharField(max_length=12, unique=True, default=new_number)
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    price = models.ForeignKey(Price, models.PROTECT, related_name="+")
    coupon = models.ForeignKey(Coupon, models.PROTECT, null=True, related_name="+")
    replaces = models.ForeignKey(Subscription, models.PROTECT, null=True, related_name="+")
    renews = models.ForeignKey(Subscription, models.PROTECT, null=True, related_name="+")
    organisation_id = models.PositiveBigIntegerField(null=True, blank=True)
    organisation = models.CharField(max_length=120, blank=True, default="")
    name = models.CharField(max_length=120)
    postcode = models.CharField(max_length=20)
    country = models.CharField(max_length=2, blank=True, default="")
    quantity = models.PositiveIntegerField(default=1)
    cents = models.PositiveIntegerField()
    discount = models.PositiveIntegerField(default=0)
    unused = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    tax = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3, choices=CURRENCIES)
    state = models.CharField(max_length=12, choices=OrderState, default=OrderState.OPEN)
    placed_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    holds = Holds(
        clauses.ORDER.on(number, product),
        clauses.BILLED.on(name, postcode, country, organisation),
        plain=(
            price, coupon, replaces, renews, organisation_id, quantity, cents, discount, unused,
            total, tax, currency, state, placed_at, confirmed_at, opened_at, ended_at,
        ),
        since=placed_at,
    )  # fmt: skip

    class Meta:
        indexes = (models.Index(fields=("state", "placed_at"), name="order_by_state"),)

    def __str__(self) -> str:
        return f"order {self.pk}"


class Due(models.Model):
    """A part of an order that is owed on a day."""

    owner = SubjectKey()
    order = models.ForeignKey(Order, models.PROTECT, related_name="dues")
    position = models.PositiveSmallIntegerField(default=1)
    cents = models.PositiveIntegerField()
    paid_cents = models.PositiveIntegerField(default=0)
    due_date = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    handed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.ORDER.on(due_date),
        plain=(
            order, position, cents, paid_cents, closed_at, reminders, reminded_at, tries, handed_at,
            made_at,
        ),
        since=made_at,
    )  # fmt: skip

    class Meta:
        constraints = (models.UniqueConstraint(fields=("order", "position"), name="due_once"),)
        indexes = (models.Index(fields=("closed_at", "due_date"), name="due_by_day"),)

    def __str__(self) -> str:
        return f"due {self.pk}"


class Payment(models.Model):
    """A payment at the carrier. ``token``: of the card that was charged without its owner."""

    owner = SubjectKey()
    order = models.ForeignKey(Order, models.PROTECT, related_name="payments")
    reference = models.CharField(max_length=40, unique=True, default=new_reference)
    carrier_id = models.CharField(max_length=120, blank=True, default="")
    address = models.CharField(max_length=500, blank=True, default="")
    cents = models.PositiveIntegerField()
    captured = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3, choices=CURRENCIES)
    state = models.CharField(max_length=8, choices=PaymentState, default=PaymentState.ASKED)
    is_automatic = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now)
    asked_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    holds = Holds(
        clauses.ORDER.on(reference, carrier_id, address),
        plain=(
            order, cents, captured, currency, state, is_automatic, made_at, asked_at, settled_at,
        ),
        since=made_at,
    )  # fmt: skip

    class Meta:
        indexes = (models.Index(fields=("state", "asked_at"), name="payment_by_state"),)

    def __str__(self) -> str:
        return f"payment {self.pk}"


class Refund(models.Model):
    """Money that goes back, or stays as credit."""

    owner = SubjectKey()
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    reference = models.CharField(max_length=40, unique=True, default=new_reference)
    cents = models.PositiveIntegerField()
    way = models.CharField(max_length=8, choices=RefundWay)
    state = models.CharField(max_length=8, choices=RefundState, default=RefundState.ASKED)
    at = models.DateTimeField(default=clock.now)
    asked_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    holds = Holds(
        clauses.ORDER.on(reference),
        plain=(payment, cents, way, state, at, asked_at, settled_at),
        since=at,
    )

    def __str__(self) -> str:
        return f"refund {self.pk}"


class Lot(models.Model):
    """Credit that came at one time: paid or granted, and what is left of it."""

    owner = SubjectKey()
    kind = models.CharField(max_length=10, choices=LotKind)
    cents = models.PositiveIntegerField()
    left = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, choices=CURRENCIES)
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)

    holds = Holds(clauses.ORDER.on(kind), plain=(cents, left, currency, at, until), since=at)

    def __str__(self) -> str:
        return f"credit {self.pk}"


class Entry(models.Model):
    """One event of the ledger."""

    owner = SubjectKey()
    event = models.CharField(max_length=10, choices=EVENTS)
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="entries")
    currency = models.CharField(max_length=3, choices=CURRENCIES)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.ORDER.on(event), plain=(order, currency, at), since=at)

    def __str__(self) -> str:
        return f"entry {self.pk}"


class Line(models.Model):
    """An amount on one account: debit is positive, credit is negative."""

    owner = SubjectKey()
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="lines")
    account = models.CharField(max_length=14, choices=ACCOUNTS)
    cents = models.BigIntegerField()
    currency = models.CharField(max_length=3, choices=CURRENCIES)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.ORDER.on(at), plain=(entry, account, cents, currency), since=at)

    class Meta:
        indexes = (models.Index(fields=("currency", "account"), name="line_by_account"),)

    def __str__(self) -> str:
        return f"line {self.pk}"


class Series(models.Model):
    """Numbers without a gap. The last one given is raised with the row that takes it."""

    name = models.CharField(max_length=20, unique=True)
    last = models.PositiveIntegerField(default=0)

    holds = Impersonal("the last number of a row of invoices")

    def __str__(self) -> str:
        return self.name


class Invoice(models.Model):
    """An invoice or a credit note as it was issued. ``body``: every word of it."""

    owner = SubjectKey()
    series = models.ForeignKey(Series, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    order = models.ForeignKey(Order, models.PROTECT, related_name="invoices")
    of = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    is_credit = models.BooleanField(default=False)
    total = models.PositiveIntegerField()
    tax = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, choices=CURRENCIES)
    body = models.JSONField(default=dict)
    issued_date = models.DateField()
    issued_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.ORDER.on(issued_date),
        clauses.BILLED.on(body),
        plain=(series, position, order, of, is_credit, total, tax, currency, issued_at),
        since=issued_at,
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("series", "position"), name="invoice_number_once"),
        )

    def __str__(self) -> str:
        return f"invoice {self.pk}"


class Notice(models.Model):
    """A notice of the carrier that was heard, so that it counts once."""

    event = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField(default=clock.now)

    holds = Impersonal("the number of a notice of the payment carrier, and of nobody")

    def __str__(self) -> str:
        return f"notice {self.pk}"


class SeatBundle(models.Model):
    """Seats that an organisation bought. ``reference``: the order that paid for them."""

    organisation_id = models.PositiveBigIntegerField()
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=40, unique=True)
    count = models.PositiveIntegerField()
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    holds = Impersonal("what a body has bought, and nobody in it")

    def __str__(self) -> str:
        return f"{self.count} seats"
