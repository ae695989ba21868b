"""Entitlements."""

from __future__ import annotations

from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Holds
from salerno.privacy.fields import SubjectKey
from salerno.services.access import clauses
from salerno.services.access.values import Source


class Entitlement(models.Model):
    """Somebody may open an item for a time. ``item_id`` is an id of the catalogue.

    ``scope``: the place it belongs to, such as "course:7", whose teachers see it too.
    """

    owner = SubjectKey()
    item_id = models.PositiveBigIntegerField()
    source = models.CharField(
        max_length=12, choices=[(one.value, one.name.lower()) for one in Source]
    )
    scope = models.CharField(max_length=60, default="", blank=True)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    holds = Holds(
        clauses.ENTITLEMENT.on(item_id, source), plain=(since, until, ended_at), scope=scope
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "item_id", "source"), name="entitled_once"),
        )

    def __str__(self) -> str:
        return f"entitlement {self.pk}"
