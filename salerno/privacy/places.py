"""Places: who belongs to a scope, such as a course or an institution, and in which relation.

The gate reads them with the ties: a place opens what is shown in its scope, at its reach, and
whatever clauses name its relation. Leaving ends it at once.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q

from salerno.privacy import clock
from salerno.privacy.context import handover
from salerno.privacy.declare import Reach, Relation
from salerno.privacy.models import Place
from salerno.privacy.purposes import RECORD
from salerno.privacy.subjects import keeping


def place(
    subject: int,
    scope: str,
    relation: Relation | None = None,
    *,
    reach: Reach = Reach.PROGRAM,
    until: datetime | None = None,
) -> None:
    """Give ``subject`` a place in ``scope``. A second time changes its reach and its end."""
    with keeping(f"a place in {scope}"):
        Place.objects.update_or_create(
            owner_id=subject,
            scope=scope,
            relation=relation.id if relation else "",
            defaults={"reach": int(reach), "until": until},
        )


def unplace(subject: int, scope: str, relation: Relation | None = None) -> None:
    """End the places of ``subject`` in ``scope`` now; with a relation, that one only."""
    with keeping(f"no place in {scope}"):
        held = Place.objects.filter(owner_id=subject, scope=scope)
        (held.filter(relation=relation.id) if relation else held).delete()


def people_of(scope: str, relation: Relation | None = None) -> tuple[int, ...]:
    """Who has a place in ``scope`` now, in the order they came; with a relation, in that one."""
    now = clock.now()
    with handover(RECORD, ground=f"who has a place in {scope}"):
        rows = Place.objects.filter(Q(until=None) | Q(until__gt=now), scope=scope, since__lte=now)
        if relation is not None:
            rows = rows.filter(relation=relation.id)
        return tuple(dict.fromkeys(rows.order_by("since", "pk").values_list("owner_id", flat=True)))


def counted(relation: Relation) -> dict[str, int]:
    """How many people have a place of a relation now, by scope. One statement."""
    now = clock.now()
    with handover(RECORD, ground="how many have a place"):
        rows = Place.objects.filter(
            Q(until=None) | Q(until__gt=now), relation=relation.id, since__lte=now
        )
        found = rows.values_list("scope").annotate(n=Count("owner_id", distinct=True))
        return dict(found.order_by())


def has_place(subject: int, scope: str, relation: Relation | None = None) -> bool:
    """Whether ``subject`` has a place in ``scope`` now."""
    now = clock.now()
    with handover(RECORD, ground=f"a place in {scope}"):
        rows = Place.objects.filter(
            Q(until=None) | Q(until__gt=now), owner_id=subject, scope=scope, since__lte=now
        )
        if relation is not None:
            rows = rows.filter(relation=relation.id)
        return rows.exists()
