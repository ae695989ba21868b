"""Entitlements; what is free of a kind, what was opened of it, and the licences of institutions."""

from __future__ import annotations

import secrets

from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SubjectKey
from salerno.services.access import clauses
from salerno.services.access.values import Source

COVERED = [(one, one) for one in ("article", "paper", "course", "event")]


def new_epoch() -> str:
    """A word that no table of before had."""
    return secrets.token_hex(8)


class Entitlement(models.Model):
    """Somebody may open an item for a time. ``item_id`` is an id of the catalogue.

    ``scope``: the place it belongs to, such as "course:7", whose teachers see it too.
    ``covers``: a kind of things, each of which it opens, as a subscription opens articles.
    """

    owner = SubjectKey()
    item_id = models.PositiveBigIntegerField()
    source = models.CharField(
        max_length=12, choices=[(one.value, one.name.lower()) for one in Source]
    )
    covers = models.CharField(max_length=12, choices=COVERED, default="", blank=True)
    scope = models.CharField(max_length=60, default="", blank=True)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    holds = Holds(
        clauses.ENTITLEMENT.on(item_id, source), plain=(covers, since, until, ended_at), scope=scope
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "item_id", "source"), name="entitled_once"),
        )

    def __str__(self) -> str:
        return f"entitlement {self.pk}"


class Reading(models.Model):
    """Somebody with an account opened one of the things that are counted."""

    owner = SubjectKey()
    item_id = models.PositiveBigIntegerField()
    read_at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.READING.on(item_id), plain=(read_at,), since=read_at)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "item_id"), name="read_once"),)

    def __str__(self) -> str:
        return f"reading {self.pk}"


class Meter(models.Model):
    """How many things of a kind are free in a period. ``epoch``: changes with all of this."""

    kind = models.CharField(max_length=12, choices=COVERED, unique=True)
    anonymous = models.PositiveSmallIntegerField(default=0)
    registered = models.PositiveSmallIntegerField(default=0)
    epoch = models.CharField(max_length=16, default=new_epoch)

    holds = Impersonal("how many things are free; nobody who reads them stands here")

    def __str__(self) -> str:
        return self.kind


class Exemption(models.Model):
    """A thing that the meter leaves out: free and never counted, or never free."""

    item_id = models.PositiveBigIntegerField(unique=True)
    kind = models.CharField(max_length=12, choices=COVERED)
    is_free = models.BooleanField()

    holds = Impersonal("a thing that is not counted; nobody who reads it stands here")

    def __str__(self) -> str:
        return f"exemption {self.item_id}"


class Licence(models.Model):
    """What an institution may open, and until when. ``reference``: the order it comes from."""

    name = models.CharField(max_length=120)
    organisation_id = models.PositiveBigIntegerField(null=True, blank=True)
    covers = models.CharField(max_length=12, choices=COVERED)
    reference = models.CharField(max_length=40, blank=True, default="")
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    holds = Impersonal("what a body has licensed, and nobody in it")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("reference",), condition=~models.Q(reference=""), name="licence_by_order"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Network(models.Model):
    """A block of addresses of an institution."""

    licence = models.ForeignKey(Licence, models.CASCADE, related_name="networks")
    block = models.CharField(max_length=90)

    holds = Impersonal("addresses of a body's networks, and of nobody's own device")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("licence", "block"), name="network_once"),)

    def __str__(self) -> str:
        return self.block
