"""Activities as they stand. They are about nobody."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from salerno.policy.purposes import SHARED
from salerno.privacy import clock
from salerno.privacy.doing import query
from salerno.services.catalog import queries as catalog
from salerno.services.credits import models, rules
from salerno.services.credits.values import Activity, Asked, ExamQuestion, Offer, Way

MOST = 200
SLUG = 80


@query(*SHARED)
def activities() -> list[Activity]:
    """Every activity, open ones first, then by when they end. Three statements."""
    found = _made(models.Activity.objects.order_by("ends_at", "pk")[:MOST])
    order = {"open": 0, "soon": 1, "ended": 2}
    return sorted(found, key=lambda one: order[one.stage])


@query(*SHARED)
def activity(slug: str) -> Activity | None:
    """One activity by its address. Three statements."""
    return next(iter(_made(models.Activity.objects.filter(slug=slug[:SLUG]))), None)


@query(*SHARED)
def activity_of_item(item_id: int) -> Activity | None:
    """The open activity of an item, or None. Three statements at most."""
    now = clock.now()
    rows = models.Activity.objects.filter(item_id=item_id, starts_at__lte=now, ends_at__gt=now)
    return next(iter(_made(rows.order_by("ends_at", "pk")[:1])), None)


@query(*SHARED)
def told_of(item_ids: Collection[int]) -> dict[int, list[Activity]]:
    """The activities of these items that are passed in another room, by item. Three statements."""
    rows = models.Activity.objects.filter(item_id__in=set(item_ids), way=Way.TOLD)
    found: dict[int, list[Activity]] = {}
    for one in _made(rows):
        found.setdefault(one.item_id, []).append(one)
    return found


def _made(rows: QuerySet[models.Activity]) -> list[Activity]:
    found = list(rows)
    offered: dict[int, list[Offer]] = {one.pk: [] for one in found}
    offers = models.Offer.objects.filter(activity_id__in=offered).select_related("type")
    for one in offers.order_by("type__title", "pk"):
        made = Offer(one.type.slug, one.type.title, one.type.unit, one.most, one.type_id)
        offered[one.activity_id].append(made)
    items = catalog.items_by_ids([one.item_id for one in found])
    sources = {key: one.address for key, one in items.items() if not one.is_withdrawn}
    return [_one(one, tuple(offered[one.pk]), sources.get(one.item_id, "")) for one in found]


def _one(row: models.Activity, offers: tuple[Offer, ...], source: str) -> Activity:
    exam = tuple(
        ExamQuestion(one["stem"], tuple(one["choices"]), one["right"], one["why"])
        for one in row.exam
    )
    evaluation = tuple(Asked(one["id"], one["text"], one["is_scale"]) for one in row.evaluation)
    stage = rules.stage(clock.now(), row.starts_at, row.ends_at)
    return Activity(
        row.pk, row.slug, row.item_id, row.title, tuple(row.goals), row.way, row.pass_percent,
        row.tries, row.starts_at, row.ends_at, row.support, row.interests, row.number, exam,
        evaluation, offers, stage, source,
    )  # fmt: skip
