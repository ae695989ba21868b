"""What the viewer may open: their entitlements, with what each opens and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from salerno.policy.purposes import ACCOUNT
from salerno.privacy.doing import query
from salerno.privacy.doors import door
from salerno.services.access import queries as access
from salerno.services.access.values import Decision, Source
from salerno.services.catalog import queries as catalog
from salerno.services.catalog.values import Item

SOURCES: Mapping[str, str | Promise] = {
    Source.ENROLMENT: _("You enrolled"),
    Source.SUBSCRIPTION: _("Your subscription"),
    Source.LICENCE: _("The licence of your institution"),
    Source.GIFT: _("It was given to you"),
    Source.ORDER: _("You bought it"),
    Source.TRIAL: _("You are trying it"),
}


@dataclass(frozen=True)
class Opened:
    """One entitlement: what it is of, where it came from, and whether it opens that now."""

    item: Item
    source: str | Promise
    since: datetime
    until: datetime | None
    decision: Decision


@query(ACCOUNT)
def opened() -> list[Opened]:
    """Every entitlement of the viewer, over or not, the latest first. Three statements."""
    held = access.entitlements()
    items = catalog.items_by_ids({one.item_id for one in held})
    # Whoever holds an entitlement was asked for their age when they got it.
    oldest = max((one.minimum_age for one in items.values()), default=0)
    decided = access.decide_each(items.values(), age=oldest)
    return [
        Opened(
            items[one.item_id],
            SOURCES.get(one.ground.source, one.ground.source),
            one.ground.since,
            one.ground.ended_at or one.ground.until,
            decided[one.item_id],
        )
        for one in held
        if one.item_id in items
    ]


@door(ACCOUNT, signed_in=True)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The list."""
    return render(request, "you/open.html", {"opened": opened()})
