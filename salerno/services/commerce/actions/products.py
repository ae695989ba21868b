"""What the desk sets up: products, versions of their prices, and coupons."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext as _

from salerno.policy.purposes import EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.catalog import actions as catalog
from salerno.services.catalog.values import Kind as ItemKind
from salerno.services.catalog.values import NewItem
from salerno.services.commerce.models import CURRENCIES, Coupon, Price, Product
from salerno.services.commerce.values import Kind, NewProduct

MOST_CENTS = 100_000_000
PERIODIC = frozenset({Kind.SUBSCRIPTION, Kind.INSTITUTION, Kind.SEATS})
MOST_PARTS = 24


@action(EDITORIAL)
def save_product(*, by: Viewer, new: NewProduct) -> int:
    """Keep a product, by its short name; its id. What is bought for a period has an item of its
    own in the catalogue, by which it opens a kind of things.
    """
    _check(new)
    values = asdict(new) | {"changed_at": clock.now()}
    if new.kind in {Kind.SUBSCRIPTION, Kind.INSTITUTION, Kind.SEATS}:
        values["item_id"] = catalog.put(
            by=by,
            new=NewItem(ItemKind.PAGE, f"/plans/{new.slug}", new.title, summary=new.summary),
        )
    row, _made = Product.objects.update_or_create(slug=values.pop("slug"), defaults=values)
    return int(row.pk)


def _check(new: NewProduct) -> None:
    wrong = ""
    if new.kind not in Kind.values or not new.title.strip():
        wrong = _("A product has a kind and a title.")
    elif new.kind in PERIODIC and new.months < 1:
        wrong = _("What is bought for a period needs its months.")
    elif new.kind in {Kind.SUBSCRIPTION, Kind.INSTITUTION} and not new.covers:
        wrong = _("Say what a subscription or a licence opens.")
    elif new.kind in {Kind.COURSE, Kind.ITEM} and not new.item_id:
        wrong = _("Say which course or article is paid for.")
    elif not 1 <= new.instalments <= MOST_PARTS:
        wrong = _("Between one and 24 instalments.")
    if wrong:
        raise Refused(wrong, status=422)


@action(EDITORIAL)
def set_price(
    *, by: Viewer, slug: str, cents: int, currency: str, from_at: datetime | None = None
) -> int:
    """Give a product a new version of its price; the number of the version.

    Orders keep the version they were placed under; a renewal takes the one in force.
    """
    product = Product.objects.filter(slug=slug).first()
    if product is None:
        raise Refused(_("There is no such product."), status=404)
    if currency not in dict(CURRENCIES) or not 0 <= cents <= MOST_CENTS:
        raise Refused(_("A price is an amount in one of our currencies."), status=422)
    last = Price.objects.filter(product=product).order_by("-version").first()
    version = last.version + 1 if last else 1
    Price.objects.create(
        product=product, version=version, cents=cents, currency=currency,
        from_at=from_at or clock.now(),
    )  # fmt: skip
    return version


@action(EDITORIAL)
def save_coupon(
    *, by: Viewer, code: str, slug: str = "", percent: int = 0, until: datetime | None = None,
    most: int | None = None,
) -> None:  # fmt: skip
    """Keep a coupon: a share of the price of one product, or of each."""
    word = code.strip().upper()
    if not word.isascii() or not word.isalnum() or len(word) > 40 or not 1 <= percent <= 100:
        raise Refused(_("A coupon is a word of letters and digits, and a share of 1 to 100 %."))
    product = Product.objects.filter(slug=slug).first() if slug else None
    if slug and product is None:
        raise Refused(_("There is no such product."), status=404)
    values = {"product": product, "percent": percent, "until": until, "most": most}
    Coupon.objects.update_or_create(code=word, defaults=values)
