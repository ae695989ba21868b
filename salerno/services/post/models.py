"""Letters, wishes about letters, addresses that were stopped, and for whom we write."""

from __future__ import annotations

import secrets

from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SubjectKey, SubjectPrimaryKey
from salerno.privacy.law import Basis
from salerno.services.post import clauses
from salerno.services.post.values import Channel, Ended, Sort


def new_key() -> str:
    """A name for a letter that says nothing: what comes back to us carries it."""
    return secrets.token_hex(10)


class Letter(models.Model):
    """One message to one person, with the purpose it serves and the ground it stands on.

    ``disclosure``: the number under which its way out is accounted for.
    """

    owner = SubjectKey()
    name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=40)
    basis = models.CharField(max_length=24, choices=[(one.value, one.value) for one in Basis])
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    topic = models.CharField(max_length=40, blank=True, default="")
    sort = models.CharField(max_length=8, choices=Sort, default=Sort.SERVICE)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.EMAIL)
    key = models.CharField(max_length=20, blank=True, default="")
    disclosure = models.PositiveBigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.LETTERS.on(name, purpose, to, subject, text, html, topic, key),
        plain=(basis, sort, channel, disclosure, created_at),
        since=created_at,
    )

    class Meta:
        indexes = (
            models.Index(fields=("owner", "-created_at"), name="letter_by_owner"),
            models.Index(fields=("key",), name="letter_by_key"),
        )

    def __str__(self) -> str:
        return f"letter {self.pk}"


class Preference(models.Model):
    """Whether a person wants one topic by one channel, since when, and how they said so."""

    owner = SubjectKey()
    topic = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=Channel)
    is_wanted = models.BooleanField()
    how = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.PREFERENCES.on(topic, channel, is_wanted, how), plain=(at,))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "topic", "channel"), name="wish_once"),
        )

    def __str__(self) -> str:
        return f"{self.topic} by {self.channel}"


class Suppression(models.Model):
    """An address to which a topic is not sent any more: a keyed digest, never the address."""

    owner = SubjectKey()
    address_digest = models.CharField(max_length=64)
    topic = models.CharField(max_length=40)
    why = models.CharField(max_length=10, choices=Ended, default=Ended.ASKED)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.SUPPRESSION.on(address_digest, topic), plain=(why, at), since=at)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("address_digest", "topic"), name="stopped_once"),
        )

    def __str__(self) -> str:
        return f"stopped {self.topic}"


class Contact(models.Model):
    """Where messages reach somebody who gave a number, or a postal address, for that alone."""

    owner = SubjectPrimaryKey()
    number = models.CharField(max_length=20, blank=True, default="")
    postal = models.CharField(max_length=400, blank=True, default="")
    changed_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.NUMBER.on(number), clauses.POSTAL.on(postal), plain=(changed_at,)
    )  # fmt: skip

    def __str__(self) -> str:
        return f"contact {self.pk}"


class Partner(models.Model):
    """One for whom the house writes to its own people; it never gets their addresses."""

    slug = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    holds = Impersonal("an organisation for which the house writes; no person stands here")

    def __str__(self) -> str:
        return self.name
