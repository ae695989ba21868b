"""Events, which are about nobody, and who comes."""

from __future__ import annotations

import secrets

from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import AudienceField, SubjectKey
from salerno.services.events import clauses
from salerno.services.events.rules import Seat
from salerno.services.events.values import Mode

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is read as another


def new_code() -> str:
    """The code of a ticket."""
    return "".join(secrets.choice(LETTERS) for _one in range(10))


class Event(models.Model):
    """An event."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=500, blank=True)
    words = models.TextField(blank=True)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.ONLINE)
    venue = models.CharField(max_length=300, blank=True)
    link = models.URLField(max_length=500, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True)
    capacity = models.PositiveIntegerField()
    is_accredited = models.BooleanField(default=False)
    has_list = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    item_id = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)

    holds = Impersonal("what is held when and where; who comes stands with the registrations")

    class Meta:
        indexes = (models.Index(fields=("starts_at", "id"), name="event_by_time"),)

    def __str__(self) -> str:
        return self.slug


class Registration(models.Model):
    """Somebody who comes to an event, or waits. ``audience``: of the name on the list."""

    owner = SubjectKey()
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    scope = models.CharField(max_length=60)
    seat = models.CharField(max_length=10, choices=[(one, one) for one in Seat])
    code = models.CharField(max_length=12, unique=True, default=new_code)
    badge = models.CharField(max_length=80, blank=True, default="")
    audience = AudienceField()
    at = models.DateTimeField(default=clock.now)
    attended_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    holds = Holds(
        clauses.REGISTRATION.on(seat, code, attended_at),
        clauses.BADGE.on(badge, audience=audience),
        plain=(event, at, reminded_at),
        scope=scope,
        since=at,
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "event"), name="seat_once"),)
        indexes = (models.Index(fields=("event", "seat", "at"), name="seat_by_event"),)

    def __str__(self) -> str:
        return f"registration {self.pk}"
