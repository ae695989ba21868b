"""The door's two tables."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SubjectKey
from salerno.web import clauses


class Device(models.Model):
    """A browser that said yes to being counted. Its subject is nobody until it signs in."""

    owner = SubjectKey()
    token_digest = models.CharField(max_length=64, unique=True)
    first_seen_date = models.DateField()
    created_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.DEVICE.on(token_digest, first_seen_date), plain=(created_at,), since=created_at
    )

    def __str__(self) -> str:
        return f"device {self.pk}"


class SecurityEvent(models.Model):
    """Something that was refused: what, when, and a digest that changes each day."""

    class Kind(models.TextChoices):
        SIGN_IN_FAILED = "sign_in_failed", _("A sign-in that failed")
        THROTTLED = "throttled", _("Too many tries")
        ROLE_REFUSED = "role_refused", _("Staff pages without the role")
        SECOND_FACTOR_MISSING = "second_factor_missing", _("Staff without a second factor")

    owner = SubjectKey()
    kind = models.CharField(max_length=24, choices=Kind)
    address_digest = models.CharField(max_length=32)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.SECURITY_LOG.on(kind, address_digest), plain=(at,), since=at)

    class Meta:
        indexes = (models.Index(fields=("-at",), name="security_latest"),)

    def __str__(self) -> str:
        return self.kind


class PeriodicRun(models.Model):
    """When a periodic job last ran, so that `/health` can say that one is late."""

    name = models.CharField(max_length=60, primary_key=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)

    holds = Impersonal("when the house's own jobs ran")

    def __str__(self) -> str:
        return self.name


class VersionInEffect(models.Model):
    """The version of a pack whose coming into force was carried out here."""

    pack = models.CharField(max_length=60, primary_key=True)
    version = models.PositiveIntegerField()
    since = models.DateTimeField(default=clock.now)

    holds = Impersonal("which version of the policy was carried out")

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"
