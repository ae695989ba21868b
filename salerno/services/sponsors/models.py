"""Sponsors, their papers, and the leads of those who agreed."""

from __future__ import annotations

import secrets
from pathlib import PurePath

from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SubjectKey
from salerno.services.sponsors import clauses


def paper_file(_paper: Paper, name: str) -> str:
    """Where a paper's file lies: a random name, since what editors call it may name people."""
    suffix = ".pdf" if PurePath(name).suffix.lower() == ".pdf" else ".bin"
    return f"papers/{secrets.token_hex(16)}{suffix}"


def new_number() -> str:
    """The number under which a sponsor knows a lead: it says nothing of whose it is."""
    return secrets.token_hex(12)


class Sponsor(models.Model):
    """A company that pays for papers. Its switch stands with the recipients' own."""

    slug = models.SlugField(_("Short name"), max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=120, blank=True)
    address = models.CharField(_("Postal address"), max_length=300)
    country = models.CharField(_("Country, two letters"), max_length=2)
    contract = models.CharField(_("Contract"), max_length=120)
    privacy_link = models.URLField(_("Its privacy policy"), max_length=300)
    words = models.CharField(_("What it makes, and what it paid for"), max_length=300, blank=True)
    has_drop = models.BooleanField(_("Lay leads in its folder as well"), default=False)
    token_digest = models.CharField(max_length=64, blank=True, default="")
    token_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=clock.now)

    holds = Impersonal("companies that pay for papers; their people do not stand here")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("token_digest",),
                condition=~models.Q(token_digest=""),
                name="sponsor_token_once",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Paper(models.Model):
    """A paper, the fields that its sponsors ask for, and whether it can be had without them."""

    slug = models.SlugField(_("Address"), max_length=80, unique=True)
    title = models.CharField(_("Title"), max_length=300)
    summary = models.TextField(_("What it is"), max_length=2000, blank=True)
    byline = models.CharField(_("Written by"), max_length=200, blank=True)
    label = models.CharField(_("Label"), max_length=60, blank=True)
    file = models.FileField(_("The paper"), upload_to=paper_file, blank=True)
    fields = models.JSONField(_("Fields that are passed on"), default=list)
    download_without_sharing = models.BooleanField(
        _("It can be taken without sharing"), default=True
    )
    term_days = models.PositiveIntegerField(_("Days until a lead ends"), default=180)
    item_id = models.BigIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=clock.now)

    holds = Impersonal("what is offered; who took it stands with the leads")

    def __str__(self) -> str:
        return self.title


class Backing(models.Model):
    """A sponsor of a paper."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="backings")
    sponsor = models.ForeignKey(Sponsor, models.PROTECT, related_name="+")

    holds = Impersonal("which company pays for which paper")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("paper", "sponsor"), name="backing_once"),)

    def __str__(self) -> str:
        return f"backing {self.pk}"


class Lead(models.Model):
    """What one person let one sponsor have at one paper: those fields and no other.

    ``receipt``: of the yes on which it rests. ``filed_at``, ``called_at``: when it first stood in
    a file and in an answer of the API, which is when the person's account of it was written.
    """

    owner = SubjectKey()
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="+")
    sponsor = models.ForeignKey(Sponsor, models.PROTECT, related_name="+")
    number = models.CharField(max_length=24, unique=True, default=new_number)
    receipt = models.CharField(max_length=36)
    name = models.CharField(max_length=120, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    organisation = models.CharField(max_length=160, blank=True, default="")
    job_title = models.CharField(max_length=120, blank=True, default="")
    taken_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)

    holds = Holds(
        clauses.LEAD.on(number, receipt, name, email, organisation, job_title),
        plain=(paper, sponsor, taken_at, ends_at, filed_at, called_at),
        since=taken_at,
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "paper", "sponsor"), name="lead_once"),
        )
        indexes = (models.Index(fields=("sponsor", "id"), name="lead_by_sponsor"),)

    def __str__(self) -> str:
        return f"lead {self.pk}"


class Passed(models.Model):
    """The number of a lead that a sponsor may have, kept so that it can be told to remove it.

    ``gone_at``: when the lead ended, for whatever reason; ``told_at``: when its folder said so.
    """

    number = models.CharField(max_length=24, unique=True)
    sponsor = models.ForeignKey(Sponsor, models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    gone_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    holds = Impersonal("random numbers of leads; once a lead is gone its number leads to nobody")

    class Meta:
        indexes = (models.Index(fields=("sponsor", "gone_at", "id"), name="passed_by_sponsor"),)

    def __str__(self) -> str:
        return f"passed {self.pk}"
