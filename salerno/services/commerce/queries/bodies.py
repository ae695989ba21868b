"""Seats that organisations bought. About nobody."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from salerno.policy.purposes import SHARED
from salerno.privacy import clock
from salerno.privacy.doing import query
from salerno.services.commerce import models
from salerno.services.commerce.values import Seats


@query(*SHARED)
def seats_of(organisation_id: int) -> list[Seats]:
    """The seats that an organisation has now, bundle by bundle. One statement."""
    return _seats(models.SeatBundle.objects.filter(organisation_id=organisation_id))


@query(*SHARED)
def all_seats() -> list[Seats]:
    """The seats that every organisation has now, bundle by bundle. One statement."""
    return _seats(models.SeatBundle.objects.all())


def _seats(bundles: QuerySet[models.SeatBundle]) -> list[Seats]:
    now = clock.now()
    rows = bundles.filter(
        Q(until=None) | Q(until__gt=now), ended_at=None, since__lte=now,
    )  # fmt: skip
    columns = ("organisation_id", "product__slug", "count", "since", "until")
    return [Seats(*one) for one in rows.order_by("since", "pk").values_list(*columns)]
