"""Reads of the catalogue: about nobody, so under every purpose of the house."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet

from salerno.policy.purposes import SHARED
from salerno.privacy import clock
from salerno.privacy.context import viewer
from salerno.privacy.declare import Reach
from salerno.privacy.doing import query
from salerno.services.catalog import models
from salerno.services.catalog.values import Item, Place

PAGE = 20
MOST = 200
MOST_ADDRESSES = 45_000  # a sitemap holds fifty thousand

_COLUMNS = (
    "id", "kind", "address", "title", "summary", "language", "audience", "access",
    "is_accredited", "sponsor", "label", "minimum_age", "subjects", "published_at",
    "withdrawn_at", "changed_at",
)  # fmt: skip


@query(*SHARED)
def item(item_id: int) -> Item | None:
    """One item, withdrawn ones too; None where there is none. One statement."""
    return _first(Q(pk=item_id))


@query(*SHARED)
def item_at(address: str) -> Item | None:
    """The item of an address, withdrawn ones too; None where there is none. One statement."""
    return _first(Q(address=address[:300]))


@query(*SHARED)
def items_by_ids(item_ids: Collection[int]) -> dict[int, Item]:
    """Items by id, withdrawn ones too; what there is none of is left out. One statement."""
    rows = models.Item.objects.filter(pk__in=set(item_ids)).values_list(*_COLUMNS)
    return {row[0]: _made(row) for row in rows}


@query(*SHARED)
def items(
    kind: str = "",
    *,
    before: Place | None = None,
    limit: int = PAGE,
    opened: Collection[int] = (),
) -> list[Item]:
    """What is published now and may be known to the viewer, newest first. One statement.

    ``kind`` "" takes every kind. ``before``: the place of the last item of the page before.
    ``opened``: ids of items for a group to which the viewer belongs.
    """
    now = clock.now()
    rows = models.Item.objects.filter(_known(opened), published_at__lte=now, withdrawn_at=None)
    if kind:
        rows = rows.filter(kind=kind)
    if before is not None:
        same = Q(published_at=before.at, pk__lt=before.id)
        rows = rows.filter(Q(published_at__lt=before.at) | same)
    ordered = rows.order_by("-published_at", "-pk").values_list(*_COLUMNS)
    return [_made(row) for row in ordered[: max(1, min(limit, MOST))]]


@query(*SHARED)
def addresses() -> list[tuple[str, datetime]]:
    """The address of each thing that ``items`` lists, and when it changed. One statement."""
    rows = models.Item.objects.filter(_known(()), published_at__lte=clock.now(), withdrawn_at=None)
    ordered = rows.order_by("-published_at", "-pk").values_list("address", "changed_at")
    return list(ordered[:MOST_ADDRESSES])


def _known(opened: Collection[int]) -> Q:
    """Items of which the viewer may learn."""
    widest = Reach.PUBLIC if viewer().subject is None else Reach.MEMBERS
    known = Q(audience__gte=int(widest))
    return known | Q(pk__in=set(opened)) if opened else known


def _first(asked: Q) -> Item | None:
    row = _items().filter(asked).first()
    return None if row is None else _made(row)


@cache
def _items() -> QuerySet[models.Item, tuple[Any, ...]]:
    """The question behind each page of an item, made once."""
    return models.Item.objects.order_by("pk").values_list(*_COLUMNS)


def _made(row: tuple[Any, ...]) -> Item:
    values: tuple[Any, ...] = (*row[:6], Reach(row[6]), *row[7:12], tuple(row[12]), *row[13:])
    return Item(*values)
