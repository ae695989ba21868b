"""Advertisers, campaigns and counts, which are about nobody; and each person's own interests."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SubjectKey
from salerno.services.adverts import clauses
from salerno.services.adverts.values import Placement, Source, State

COUNTS = "counts of what was shown; no line of it comes from one reader or leads to one"


def image_file(_creative: Creative, _name: str) -> str:
    """Where an image lies: under a random name."""
    return f"adverts/{secrets.token_hex(16)}.webp"


def new_key() -> str:
    """The number of a creative in the addresses that it leads to, the same for every reader."""
    return secrets.token_hex(6)


class Advertiser(models.Model):
    """A company that pays for banners."""

    slug = models.SlugField(_("Short name"), max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    address = models.CharField(_("Postal address"), max_length=300)
    country = models.CharField(_("Country, two letters"), max_length=2)
    contract = models.CharField(_("Contract"), max_length=120)
    policy_link = models.URLField(_("Its privacy policy"), max_length=300, blank=True)
    token_digest = models.CharField(max_length=64, blank=True, default="")
    changed_at = models.DateTimeField(default=clock.now)

    holds = Impersonal("companies that pay for banners; their people do not stand here")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("token_digest",),
                condition=~models.Q(token_digest=""),
                name="advertiser_token_once",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Campaign(models.Model):
    """What an advertiser booked. ``served``: shows so far, by which it keeps its pace."""

    advertiser = models.ForeignKey(Advertiser, models.PROTECT, related_name="campaigns")
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=120)
    delivered_by = models.CharField(max_length=120, blank=True, default="")
    placements = models.JSONField(default=list)
    subjects = models.JSONField(default=list)
    countries = models.JSONField(default=list)
    segment = models.CharField(max_length=60, blank=True, default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    budget = models.PositiveIntegerField()
    cap = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    served = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)

    holds = Impersonal("what was booked; whom it meets is decided from the page")

    class Meta:
        indexes = (models.Index(fields=("state", "ends_at"), name="campaign_live"),)

    def __str__(self) -> str:
        return self.name


class Creative(models.Model):
    """What is shown: a picture with words, or markup that stands alone in a closed frame."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="creatives")
    key = models.CharField(max_length=12, unique=True, default=new_key)
    headline = models.CharField(max_length=80)
    words = models.CharField(max_length=200, blank=True, default="")
    link = models.URLField(max_length=500)
    image = models.FileField(upload_to=image_file, blank=True)
    alt = models.CharField(max_length=200, blank=True, default="")
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    markup = models.TextField(blank=True, default="")
    stripped = models.JSONField(default=list)
    changed_at = models.DateTimeField(default=clock.now)

    holds = Impersonal("what an advertiser shows, the same to everybody")

    def __str__(self) -> str:
        return self.headline


class PlacementOption(models.Model):
    """Whether a placement is served by a vendor of the policy instead of by us."""

    placement = models.CharField(max_length=12, choices=Placement, unique=True)
    vendor = models.CharField(max_length=60)

    holds = Impersonal("which vendor fills a place on a page")

    def __str__(self) -> str:
        return self.placement


class Showing(models.Model):
    """One decision that was shown: what it used and why, without whom. Kept for two days."""

    nonce = models.CharField(max_length=24, unique=True)
    creative = models.ForeignKey(Creative, models.CASCADE, related_name="+")
    placement = models.CharField(max_length=12)
    inputs = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    hour = models.DateTimeField()
    is_viewed = models.BooleanField(default=False)
    is_clicked = models.BooleanField(default=False)

    holds = Impersonal(COUNTS)

    class Meta:
        indexes = (models.Index(fields=("hour",), name="showing_by_hour"),)

    def __str__(self) -> str:
        return f"showing {self.pk}"


class Tally(models.Model):
    """Shows, views, clicks and conversions of a creative at a place on a day."""

    creative = models.ForeignKey(Creative, models.CASCADE, related_name="+")
    placement = models.CharField(max_length=12)
    date = models.DateField()
    shows = models.PositiveIntegerField(default=0)
    views = models.PositiveIntegerField(default=0)
    clicks = models.PositiveIntegerField(default=0)
    conversions = models.PositiveIntegerField(default=0)

    holds = Impersonal(COUNTS)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("creative", "placement", "date"), name="tally_once"),
        )

    def __str__(self) -> str:
        return f"tally {self.pk}"


class Blocked(models.Model):
    """What a creative tried and the browser refused, as the browser reported it."""

    creative = models.ForeignKey(Creative, models.CASCADE, related_name="+")
    host = models.CharField(max_length=253)
    date = models.DateField()
    times = models.PositiveIntegerField(default=0)

    holds = Impersonal(COUNTS)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("creative", "host", "date"), name="blocked_once"),
        )

    def __str__(self) -> str:
        return f"blocked {self.pk}"


class Interest(models.Model):
    """A subject that a person reads about or named."""

    owner = SubjectKey()
    subject = models.CharField(max_length=60)
    source = models.CharField(max_length=6, choices=Source)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.INTEREST.on(subject), plain=(source, at), since=at)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "subject"), name="interest_once"),)
        indexes = (models.Index(fields=("subject",), name="interest_by_subject"),)

    def __str__(self) -> str:
        return f"interest {self.pk}"
