"""Letters, wishes about letters, and addresses that were stopped."""

from __future__ import annotations

from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Holds
from salerno.privacy.fields import SubjectKey
from salerno.privacy.law import Basis
from salerno.services.post import clauses
from salerno.services.post.values import Channel, Topic


class Letter(models.Model):
    """One letter to one person, with the purpose it serves and the ground it stands on."""

    owner = SubjectKey()
    name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=40)
    basis = models.CharField(max_length=24, choices=[(one.value, one.value) for one in Basis])
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.LETTERS.on(name, purpose, to, subject, text, html),
        plain=(basis, created_at),
        since=created_at,
    )

    class Meta:
        indexes = (models.Index(fields=("owner", "-created_at"), name="letter_by_owner"),)

    def __str__(self) -> str:
        return f"letter {self.pk}"


class Preference(models.Model):
    """Whether a person wants one topic by one channel, since when, and how they said so."""

    owner = SubjectKey()
    topic = models.CharField(max_length=12, choices=Topic)
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
    topic = models.CharField(max_length=12, choices=Topic)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.SUPPRESSION.on(address_digest, topic), plain=(at,), since=at)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("address_digest", "topic"), name="stopped_once"),
        )

    def __str__(self) -> str:
        return f"stopped {self.topic}"
