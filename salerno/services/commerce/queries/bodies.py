"""Seats that organisations bought. About nobody."""

from __future__ import annotations

from django.db.models import Q

from salerno.policy.purposes import SHARED
from salerno.privacy import clock
from salerno.privacy.doing import query
from salerno.services.commerce import models
from salerno.services.commerce.values import Seats


@query(*SHARED)
def seats_of(organisation_id: int) -> list[Seats]:
    """The seats that an organisation has now, bundle by bundle. One statement."""
    now = clock.now()
    rows = models.SeatBundle.objects.filter(
        Q(until=None) | Q(until__gt=now), organisation_id=organisation_id, ended_at=None,
        since__lte=now,
    )  # fmt: skip
    columns = ("organisation_id", "product__slug", "count", "since", "until")
    return [Seats(*one) for one in rows.order_by("since", "pk").values_list(*columns)]
