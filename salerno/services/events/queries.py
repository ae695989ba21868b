"""What may be read: events by everybody, one's own ticket, the list by those on the way."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from salerno.policy.purposes import EDITORIAL, EVENTS, SHARED
from salerno.privacy import clock, law
from salerno.privacy.doing import query
from salerno.privacy.law import Basis
from salerno.services.events import models, values
from salerno.services.events.rules import Seat

MOST = 200
_COLUMNS = (
    "id", "slug", "title", "summary", "words", "mode", "venue", "link", "starts_at", "ends_at",
    "closes_at", "capacity", "is_accredited", "has_list", "published_at", "cancelled_at",
    "item_id",
)  # fmt: skip


def is_offered() -> bool:
    """Whether the operator holds events at all."""
    return law.in_force().purpose(EVENTS.id).bases[""] is not Basis.NONE


@query(*SHARED)
def coming() -> list[values.Event]:
    """The events that are published and not over, the next first. One statement."""
    rows = models.Event.objects.exclude(published_at=None).filter(ends_at__gte=clock.now())
    return [
        values.Event(*one) for one in rows.order_by("starts_at", "pk").values_list(*_COLUMNS)[:MOST]
    ]


@query(*SHARED)
def event(slug: str) -> values.Event | None:
    """A published event. One statement."""
    return _one(models.Event.objects.exclude(published_at=None).filter(slug=slug[:80]))


@query(*SHARED)
def event_by_id(event_id: int) -> values.Event | None:
    """An event, published or not. One statement."""
    return _one(models.Event.objects.filter(pk=event_id))


def _one(rows: Any) -> values.Event | None:
    row = rows.values_list(*_COLUMNS).first()
    return None if row is None else values.Event(*row)


@query(EVENTS)
def ticket(mine: int, event_id: int) -> values.Ticket | None:
    """One's own registration. Two statements at most."""
    rows = models.Registration.objects.filter(event_id=event_id)
    row = rows.filter(owner_id=mine).first()
    if row is None:
        return None
    place = 0
    if row.seat == Seat.WAITING:
        place = rank(event_id, row.pk)
    return values.Ticket(row.seat, row.code, row.badge, row.audience > 0, row.attended_at, place)


def rank(event_id: int, registration: int) -> int:
    """The place of a registration on the waiting list, from 1. Counts, and names nobody."""
    waiting = waiting_ids(event_id)
    return waiting.index(registration) + 1 if registration in waiting else 0


@query(EVENTS)
def waiting_ids(event_id: int) -> list[int]:
    """The registrations that wait, in the order they came."""
    rows = models.Registration.objects.filter(event_id=event_id, seat=Seat.WAITING)
    return list(rows.order_by("at", "pk").values_list("pk", flat=True))


@query(EVENTS)
def listed(event_id: int) -> list[str]:
    """The names of those who come and put themselves on the list, for those who come."""
    rows = models.Registration.objects.filter(event_id=event_id, badge__gt="")
    return sorted(rows.values_list("badge", flat=True)[:2000])


@query(EDITORIAL)
def events() -> list[values.Event]:
    """Every event, the latest first. One statement."""
    rows = models.Event.objects.order_by("-starts_at", "-pk").values_list(*_COLUMNS)
    return [values.Event(*one) for one in rows[:MOST]]


@query(EVENTS)
def tally(found: values.Event) -> values.Tally:
    """How many come, wait and were there. One statement."""
    rows = models.Registration.objects.filter(event_id=found.id)
    counted = rows.aggregate(
        held=Count("pk", filter=Q(seat=Seat.HELD)),
        waiting=Count("pk", filter=Q(seat=Seat.WAITING)),
        attended=Count("pk", filter=~Q(attended_at=None)),
    )
    return values.Tally(found, counted["held"], counted["waiting"], counted["attended"])


@query(EVENTS)
def lines(event_id: int) -> list[values.Line]:
    """The tickets of an event by their codes. One statement."""
    rows = models.Registration.objects.filter(event_id=event_id).exclude(seat=Seat.GIVEN_BACK)
    columns = ("code", "seat", "attended_at")
    return [values.Line(*one) for one in rows.order_by("code").values_list(*columns)[:5000]]


def titles(numbers: set[str]) -> dict[str, str]:
    """What events are called, by their numbers as a scope writes them."""
    known = [int(one) for one in numbers if one.isdigit()]
    rows = models.Event.objects.filter(pk__in=known).values_list("pk", "title")
    return {str(pk): title for pk, title in rows}
