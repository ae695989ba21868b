"""The register of releases, which names nobody; and refusals that came by post or telephone."""

from __future__ import annotations

from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SubjectKey
from salerno.services.directory import clauses
from salerno.services.directory.values import Channel, Scope


class Release(models.Model):
    """Directory information that was given out. Of whom stands in the ledger of disclosures."""

    recipient = models.CharField(max_length=120)
    purpose = models.CharField(max_length=160)
    fields = models.JSONField(default=list)
    course = models.CharField(max_length=60, blank=True)
    people = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)

    holds = Impersonal("the body that asked, what for and which fields; nobody is named")

    class Meta:
        indexes = (models.Index(fields=("-at",), name="release_latest"),)

    def __str__(self) -> str:
        return f"release {self.pk}"


class RightsNotice(models.Model):
    """That a student was told of the rights in education records (34 CFR 99.7), and which text."""

    owner = SubjectKey()
    version = models.PositiveIntegerField()  # of the policy that the statement belongs to
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.NOTICE.on(version), plain=(at,), since=at)

    class Meta:
        indexes = (models.Index(fields=("owner", "-at"), name="rights_notice_latest"),)

    def __str__(self) -> str:
        return f"notice {self.pk}"


class MailedRefusal(models.Model):
    """Somebody asked outside the site to be kept out, and where the proof of it is filed."""

    owner = SubjectKey()
    scope = models.CharField(max_length=12, choices=Scope)
    channel = models.CharField(max_length=10, choices=Channel)
    evidence = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.REFUSAL.on(scope, channel), clauses.EVIDENCE.on(evidence), plain=(at,))

    def __str__(self) -> str:
        return f"refusal {self.pk}"
