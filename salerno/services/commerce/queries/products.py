"""Products with the price in force. About nobody."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from salerno.policy.purposes import SHARED
from salerno.privacy import clock
from salerno.privacy.doing import query
from salerno.privacy.errors import Refused
from salerno.services.commerce import models
from salerno.services.commerce.values import Kind, Product

MOST, PAGE = 200, 50
_COLUMNS = (
    "pk", "slug", "kind", "title", "summary", "covers", "item_id", "months", "trial_days",
    "grace_days", "tax_rate", "instalments", "refund_ends", "is_offered", "price_in_force",
)  # fmt: skip


def _rows() -> QuerySet[models.Product]:
    begun = models.Price.objects.filter(product=OuterRef("pk"), from_at__lte=clock.now())
    latest = begun.order_by("-from_at", "-version").values("pk")[:1]
    return models.Product.objects.annotate(price_in_force=Subquery(latest))


def _made(rows: QuerySet[models.Product]) -> list[Product]:
    """Products with their prices, in two statements."""
    found: list[tuple[Any, ...]] = list(rows.values_list(*_COLUMNS)[:MOST])
    ids = [one[-1] for one in found]
    prices = models.Price.objects.filter(pk__in=[one for one in ids if one])
    known = {one.pk: (one.pk, one.cents, one.currency, one.version) for one in prices}
    made: list[list[Any]] = [[*one[:-1], *known.get(one[-1], (0, 0, "", 0))] for one in found]
    return [Product(*one) for one in made]


@query(*SHARED)
def plans() -> list[Product]:
    """What is offered and has a price, in the order of kinds. Two statements."""
    rows = _rows().filter(is_offered=True).order_by("kind", "pk")
    return [one for one in _made(rows) if one.price_id]


@query(*SHARED)
def plan(slug: str) -> Product | None:
    """One product that is offered, or None. Two statements."""
    if "\0" in slug:
        return None
    found = [one for one in _made(_rows().filter(slug=slug, is_offered=True)) if one.price_id]
    return found[0] if found else None


@query(*SHARED)
def products(number: int = 1) -> tuple[list[Product], int, int]:
    """A page of every product, its number, and that of the last page. Three statements."""
    last = max(1, -(-models.Product.objects.count() // PAGE))
    at = min(max(1, number), last)
    rows = _rows().order_by("kind", "pk")[(at - 1) * PAGE : at * PAGE]
    return _made(rows), at, last


@query(*SHARED)
def product_at(slug: str) -> Product | None:
    """A product by its name in addresses, offered or not. Two statements."""
    return next(iter(_made(_rows().filter(slug=slug))), None) if "\0" not in slug else None


@query(*SHARED)
def fee_product(item_id: int) -> Product | None:
    """What has to be paid before a thing of the catalogue opens; None where it is free."""
    rows = _rows().filter(item_id=item_id, kind__in=(Kind.COURSE, Kind.ITEM), is_offered=True)
    return next((one for one in _made(rows) if one.price_id), None)


def product_of(product_id: int) -> Product | None:
    """A product by its id, offered or not."""
    return next(iter(_made(_rows().filter(pk=product_id))), None)


def offered(slug: str) -> Product:
    """A product that is offered. Raises Refused (404)."""
    found = plan(slug)
    if found is None:
        raise Refused(_("This is not offered here."), status=404)
    return found
