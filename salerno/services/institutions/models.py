"""Organisations, which are about nobody; who belongs to one, and who reads its reports."""

from __future__ import annotations

from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SubjectKey
from salerno.services.institutions import clauses
from salerno.services.institutions.values import Kind, Source


class Organisation(models.Model):
    """A partner institution, and the contract under which it receives reports."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    country = models.CharField(max_length=2)
    contract = models.CharField(max_length=120, blank=True)
    bans_passing_on = models.BooleanField(default=False)

    holds = Impersonal("a body with which we have a contract, and nobody in it")

    def __str__(self) -> str:
        return self.slug


class Affiliation(models.Model):
    """Somebody belongs to an organisation: claimed by it, and confirmed by the person or not."""

    owner = SubjectKey()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    known_as = models.CharField(max_length=120)
    cohort = models.CharField(max_length=60, blank=True, default="")
    source = models.CharField(max_length=8, choices=Source)
    claimed_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    holds = Holds(
        clauses.AFFILIATION.on(known_as, cohort),
        plain=(organisation, source, claimed_at, confirmed_at, ended_at),
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "organisation"), name="affiliated_once"),
        )
        indexes = (
            models.Index(fields=("organisation", "confirmed_at"), name="affiliation_by_body"),
        )

    def __str__(self) -> str:
        return f"affiliation {self.pk}"


class Administrator(models.Model):
    """Somebody who looks after an organisation: all of it, or one cohort.

    ``is_billing``: its bills go to them, and they buy for it. At most one does.
    """

    owner = SubjectKey()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    cohort = models.CharField(max_length=60, blank=True, default="")
    is_billing = models.BooleanField(default=False)
    appointed_at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.ADMINISTRATOR.on(organisation, cohort, is_billing), plain=(appointed_at,))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "organisation"), name="administrator_once"),
            models.UniqueConstraint(
                fields=("organisation",), condition=models.Q(is_billing=True), name="billed_once"
            ),
        )

    def __str__(self) -> str:
        return f"administrator {self.pk}"
