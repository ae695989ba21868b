"""Items."""

from __future__ import annotations

from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Impersonal, Reach
from salerno.services.catalog.values import Access, Kind


class Item(models.Model):
    """One thing that is published, whatever room it belongs to."""

    kind = models.CharField(max_length=12, choices=Kind)
    address = models.CharField(max_length=200, unique=True)
    title = models.CharField(max_length=500)
    summary = models.TextField(blank=True, default="")
    language = models.CharField(max_length=12, default="en")
    audience = models.PositiveSmallIntegerField(
        choices=[(int(one), one.name.lower()) for one in Reach], default=int(Reach.PUBLIC)
    )
    access = models.CharField(max_length=12, choices=Access, default=Access.OPEN)
    is_accredited = models.BooleanField(default=False)
    sponsor = models.CharField(max_length=200, blank=True, default="")
    label = models.CharField(max_length=200, blank=True, default="")
    minimum_age = models.PositiveSmallIntegerField(default=0)
    subjects = models.JSONField(default=list)  # what it is about: "sleep", "heart-failure"
    published_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=clock.now)

    holds = Impersonal("what the house publishes; nobody who reads it stands here")

    class Meta:
        indexes = (
            models.Index(fields=("kind", "-published_at", "-id"), name="item_by_kind"),
            models.Index(fields=("-published_at", "-id"), name="item_by_time"),
        )

    def __str__(self) -> str:
        return self.address
