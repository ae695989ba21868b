"""What is indexed about nobody, and how far the index has read.

The words themselves lie in tables of the database's own full-text search (``formats``).
"""

from __future__ import annotations

from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Impersonal, Reach


class Entry(models.Model):
    """A published item with its text, as it is found."""

    item_id = models.PositiveBigIntegerField(unique=True)
    within = models.PositiveBigIntegerField(default=0)
    address = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    language = models.CharField(max_length=12, default="en")
    audience = models.PositiveSmallIntegerField(default=int(Reach.PUBLIC))
    access = models.CharField(max_length=12, default="open")
    title = models.CharField(max_length=500)
    summary = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")
    published_at = models.DateTimeField(default=clock.now)

    holds = Impersonal("what the house publishes, as it is found")

    def __str__(self) -> str:
        return self.address


class Reading(models.Model):
    """How far a source was read. ``rebuilt_to``: the last document of a rebuild under way."""

    source = models.CharField(max_length=40, unique=True)
    fact_id = models.BigIntegerField(default=0)
    rebuilt_to = models.BigIntegerField(null=True, blank=True)

    holds = Impersonal("places in lists, not what stands there")

    def __str__(self) -> str:
        return self.source
