"""What the seats of an institution open now, by the scope that they were taken in."""

from __future__ import annotations

from django.db.models import Q

from salerno.policy.purposes import BILLING
from salerno.privacy import clock
from salerno.privacy.doing import query
from salerno.services.access.models import Entitlement


def _live() -> Q:
    return Q(until=None, ended_at=None) | Q(until__gt=clock.now(), ended_at=None)


@query(BILLING)
def taken_in(scope: str) -> int:
    """How many seats of a scope are taken. One statement."""
    return Entitlement.objects.filter(_live(), scope=scope).count()


@query(BILLING)
def held_in(scope: str) -> list[tuple[int, int]]:
    """Who holds which item by a seat of a scope, the first taken first. One statement."""
    rows = Entitlement.objects.filter(_live(), scope=scope).order_by("since", "pk")
    return list(rows.values_list("owner_id", "item_id"))


@query(BILLING)
def scopes_of(kind: str) -> list[str]:
    """The scopes of a kind, such as "institution", in which anything is open. One statement."""
    rows = Entitlement.objects.filter(_live(), scope__startswith=f"{kind}:")
    return sorted(set(rows.values_list("scope", flat=True)))
