"""What was opened."""

from __future__ import annotations

from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SubjectKey
from salerno.services.analytics import clauses
from salerno.services.analytics.values import Deed


class Opening(models.Model):
    """An item that a person read, watched or downloaded. ``nonce``: of the page, counted once."""

    owner = SubjectKey()
    item_id = models.PositiveBigIntegerField()
    deed = models.CharField(max_length=10, choices=Deed)
    nonce = models.CharField(max_length=24)
    at = models.DateTimeField(default=clock.now)
    seconds = models.PositiveIntegerField(null=True)

    holds = Holds(
        clauses.OPENING.on(item_id, deed, nonce, seconds),
        plain=(at,),
        since=at,
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "nonce"), name="opening_once"),)
        indexes = (models.Index(fields=("owner", "-id"), name="opening_latest"),)

    def __str__(self) -> str:
        return f"opening {self.pk}"


class FactPlace(models.Model):
    """Up to which fact of other rooms the history was brought."""

    name = models.CharField(max_length=20, unique=True)
    fact_id = models.BigIntegerField(default=0)

    holds = Impersonal("a number of the last fact that was read; whose it was is not here")

    def __str__(self) -> str:
        return self.name
