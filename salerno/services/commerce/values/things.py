"""What crosses to other rooms and to templates: products, orders, what is owed, and seats.

Money is whole cents with a currency beside it. Prices include the tax that is named.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.services.commerce.values.plain import Owing, Standing, said


class Kind(models.TextChoices):
    """What a product is, and so what paying for it opens."""

    SUBSCRIPTION = "subscription", _("Subscription")
    INSTITUTION = "institution", _("Licence of an institution")
    COURSE = "course", _("Course fee")
    SEATS = "seats", _("Seats of a program")
    ITEM = "item", _("One article or paper")


class OrderState(models.TextChoices):
    """Where an order stands."""

    OPEN = "open", _("waits for payment")
    CONFIRMED = "confirmed", _("confirmed")
    CANCELLED = "cancelled", _("cancelled")


class PaymentState(models.TextChoices):
    """Where a payment stands, by the carrier's own word."""

    ASKED = "asked", _("waits for the payment carrier")
    PAID = "paid", _("paid")
    DECLINED = "declined", _("declined")
    EXPIRED = "expired", _("not finished")


class RefundWay(models.TextChoices):
    """Where money goes back to."""

    SOURCE = "source", _("back to the card")
    CREDIT = "credit", _("to your credit here")


class RefundState(models.TextChoices):
    """Where a refund stands."""

    ASKED = "asked", _("on its way")
    DONE = "done", _("done")
    FAILED = "failed", _("refused by the payment carrier")


class LotKind(models.TextChoices):
    """How credit came to be: money that was paid here, or a gift of the house."""

    PURCHASED = "purchased", _("paid")
    GRANTED = "granted", _("granted")


class Ends(models.TextChoices):
    """When a refund ends what was paid for."""

    FULL = "full", _("when all is refunded")
    ANY = "any", _("with any refund")
    NEVER = "never", _("never")


@dataclass(frozen=True)
class NewProduct:
    """A product as the desk hands it in. ``months``: of one period; 0: paid once.

    ``covers``: the kind of things that a subscription or a licence opens. ``item_id``: the one
    thing that it opens, in the catalogue. ``tax_rate``: in hundredths of a percent, inside the
    price. ``instalments``: the most parts in which it may be paid.
    """

    slug: str
    kind: str
    title: str
    summary: str = ""
    covers: str = ""
    item_id: int = 0
    months: int = 0
    trial_days: int = 0
    grace_days: int = 0
    tax_rate: int = 0
    instalments: int = 1
    refund_ends: str = Ends.FULL
    is_offered: bool = True


@dataclass(frozen=True)
class Product:
    """A product with the price that is in force."""

    id: int
    slug: str
    kind: str
    title: str
    summary: str
    covers: str
    item_id: int
    months: int
    trial_days: int
    grace_days: int
    tax_rate: int
    instalments: int
    refund_ends: str
    is_offered: bool
    price_id: int = 0
    cents: int = 0
    currency: str = ""
    price_version: int = 0

    @property
    def address(self) -> str:
        """Where it is offered."""
        return f"/plans/{self.slug}"

    @property
    def is_for_body(self) -> bool:
        """Whether an institution is named with it."""
        return self.kind in {Kind.INSTITUTION, Kind.SEATS}

    @property
    def kind_title(self) -> str:
        """What it is, in words."""
        return str(Kind(self.kind).label)

    @property
    def price(self) -> str:
        """The price in force, as it is read."""
        return said(self.cents, self.currency)


@dataclass(frozen=True)
class NewOrder:
    """What somebody orders. ``organisation``: the institution's name, where it is for one."""

    slug: str
    name: str = field(repr=False)
    postcode: str = field(repr=False)
    country: str = ""
    quantity: int = 1
    instalments: int = 1
    coupon: str = ""
    organisation: str = field(default="", repr=False)
    organisation_id: int | None = None
    uses_credit: bool = False


@dataclass(frozen=True)
class DueShown:
    """An amount that is owed, as its debtor reads it."""

    id: int
    order_number: str
    title: str
    position: int
    cents: int
    paid_cents: int
    currency: str
    due_date: date
    owing: Owing
    reminders: int
    reminded_at: datetime | None

    @property
    def left(self) -> int:
        """What is still to be paid, in cents."""
        return self.cents - self.paid_cents

    @property
    def left_said(self) -> str:
        """What is still to be paid, as it is read."""
        return said(self.left, self.currency)

    @property
    def said(self) -> str:
        """The amount, as it is read."""
        return said(self.cents, self.currency)


@dataclass(frozen=True)
class PaymentShown:
    """A payment as the person reads it."""

    reference: str
    cents: int
    captured: int
    currency: str
    state: str
    address: str
    made_at: datetime
    settled_at: datetime | None
    is_automatic: bool

    @property
    def state_words(self) -> str:
        """Where it stands, in words."""
        return str(PaymentState(self.state).label)

    @property
    def said(self) -> str:
        """The amount, as it is read."""
        return said(self.cents, self.currency)


@dataclass(frozen=True)
class RefundShown:
    """A refund as the person reads it."""

    reference: str
    cents: int
    way: str
    state: str
    at: datetime
    settled_at: datetime | None
    currency: str = ""

    @property
    def said(self) -> str:
        """The amount, as it is read."""
        return said(self.cents, self.currency)

    @property
    def words(self) -> str:
        """Which way, and where it stands."""
        return f"{RefundWay(self.way).label}, {RefundState(self.state).label}"


@dataclass(frozen=True)
class InvoiceShown:
    """An invoice or a credit note in a list. ``number``: as it is printed."""

    id: int
    number: str
    is_credit: bool
    total: int
    tax: int
    currency: str
    issued_date: date

    @property
    def said(self) -> str:
        """The amount, as it is read."""
        return said(self.total, self.currency)


@dataclass(frozen=True)
class OrderShown:
    """An order from its placing to what was delivered."""

    id: int
    number: str
    title: str
    kind: str
    state: str
    quantity: int
    total: int
    tax: int
    discount: int
    unused: int
    currency: str
    placed_at: datetime
    confirmed_at: datetime | None
    opened_at: datetime | None
    ended_at: datetime | None
    organisation: str
    organisation_id: int | None = None
    dues: tuple[DueShown, ...] = ()
    payments: tuple[PaymentShown, ...] = ()
    refunds: tuple[RefundShown, ...] = ()
    invoices: tuple[InvoiceShown, ...] = ()

    @property
    def state_words(self) -> str:
        """Where it stands, in words."""
        return str(OrderState(self.state).label)

    @property
    def left(self) -> int:
        """What is still to be paid of it, in cents."""
        open_ones = (one for one in self.dues if one.owing in {Owing.DUE, Owing.OVERDUE})
        return sum(one.left for one in open_ones)

    @property
    def total_said(self) -> str:
        """What it comes to, as it is read."""
        return said(self.total, self.currency)

    @property
    def tax_said(self) -> str:
        """The tax in it, as it is read."""
        return said(self.tax, self.currency)

    @property
    def left_said(self) -> str:
        """What is still to be paid, as it is read."""
        return said(self.left, self.currency)

    @property
    def address(self) -> str:
        """Its own page."""
        return f"/you/orders/{self.number}"


@dataclass(frozen=True)
class SubscriptionShown:
    """A subscription as the person reads it."""

    id: int
    title: str
    slug: str
    standing: Standing
    began_at: datetime
    paid_until: datetime
    opens_until: datetime
    cancelled_at: datetime | None
    card: str  # brand and last four, where it renews by a card

    @property
    def can_be_cancelled(self) -> bool:
        """Whether it would go on by itself."""
        return self.standing in {Standing.LIVE, Standing.GRACE} and self.cancelled_at is None


@dataclass(frozen=True)
class Seats:
    """Seats that an organisation bought, of one product, and until when."""

    organisation_id: int
    product: str
    bought: int
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Credit:
    """What somebody may spend here, in cents: paid and granted apart."""

    purchased: int
    granted: int
    currency: str

    @property
    def total(self) -> int:
        """Both."""
        return self.purchased + self.granted

    @property
    def said(self) -> str:
        """Both, as they are read."""
        return said(self.total, self.currency)
