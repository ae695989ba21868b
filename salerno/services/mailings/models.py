"""Mailings, what became of each copy, what people asked for, and notes on a page."""

from __future__ import annotations

from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SubjectKey
from salerno.services.mailings import clauses
from salerno.services.mailings.values import Fate, State, Why
from salerno.services.post.values import Channel, Sort


class Campaign(models.Model):
    """One message to many. ``place``: the last person who was looked at, so that a job goes on."""

    sort = models.CharField(max_length=8, choices=Sort)
    topic = models.CharField(max_length=40, blank=True, default="")
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.EMAIL)
    subject = models.CharField(max_length=150)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    most_shows = models.PositiveSmallIntegerField(default=3)
    ends_date = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    origin = models.CharField(max_length=200, blank=True, default="")
    place = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(default=clock.now)
    queued_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    holds = Impersonal("what the house writes to many; who got it stands with each copy")

    class Meta:
        indexes = (models.Index(fields=("state", "channel"), name="campaign_by_state"),)

    def __str__(self) -> str:
        return self.subject


class Delivery(models.Model):
    """One copy of a mailing: whose, and what became of it. ``letter``: the row of the letter."""

    owner = SubjectKey()
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="copies")
    fate = models.CharField(max_length=10, choices=Fate, default=Fate.QUEUED)
    why = models.CharField(max_length=10, choices=Why, blank=True, default="")
    letter = models.PositiveBigIntegerField(null=True, blank=True)
    disclosure = models.PositiveBigIntegerField(null=True, blank=True)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.DELIVERY.on(campaign, why), plain=(fate, letter, disclosure, at), since=at
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("campaign", "owner"), name="one_copy_each"),)
        indexes = (
            models.Index(fields=("campaign", "fate"), name="copy_by_fate"),
            models.Index(fields=("letter",), name="copy_by_letter"),
        )

    def __str__(self) -> str:
        return f"copy {self.pk}"


class Subscription(models.Model):
    """What somebody asked to be told of. ``email``: of who has no account; else empty.

    ``key``: in the link that confirms it; what nobody confirms goes after a week.
    """

    owner = SubjectKey()
    email = models.CharField(max_length=254, blank=True, default="")
    topic = models.CharField(max_length=12)
    about = models.CharField(max_length=60, blank=True, default="")
    key = models.CharField(max_length=32)
    origin = models.CharField(max_length=200)
    asked_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    holds = Holds(
        clauses.SUBSCRIPTION.on(email, topic, about, key, origin), plain=(asked_at, confirmed_at)
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "topic", "about"), name="asked_once"),
        )
        indexes = (
            models.Index(fields=("topic", "about"), name="asked_by_subject"),
            models.Index(fields=("key",), name="asked_by_key"),
        )

    def __str__(self) -> str:
        return f"subscription {self.pk}"


class Alert(models.Model):
    """That somebody was told of an item: once, however often a job runs."""

    owner = SubjectKey()
    item_id = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.DELIVERY.on(item_id), plain=(at,), since=at)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "item_id"), name="told_once"),)

    def __str__(self) -> str:
        return f"alert {self.pk}"


class Announced(models.Model):
    """That everybody who asked was told of an item."""

    item_id = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField(default=clock.now)

    holds = Impersonal("items that alerts went out for; who was told stands elsewhere")

    def __str__(self) -> str:
        return f"announced {self.item_id}"


class Shown(models.Model):
    """How often a note on the page was shown to somebody, and whether they closed it."""

    owner = SubjectKey()
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="shown")
    times = models.PositiveSmallIntegerField(default=0)
    last_date = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)

    holds = Holds(clauses.SHOWN.on(campaign), plain=(times, last_date, closed_at))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("campaign", "owner"), name="shown_once"),)

    def __str__(self) -> str:
        return f"shown {self.pk}"
