"""That the law forbids, until a day, to tell somebody of a demand."""

from __future__ import annotations

from django.db import models

from salerno.privacy import clauses, clock
from salerno.privacy.declare import Holds
from salerno.privacy.fields import SubjectKey


class Seal(models.Model):
    """Rows that carry it do not exist for their owner before it ends; nor does it itself.

    ``reference``: the desk's file. ``until_at``: always a day, never for ever. A renewal is
    committed to anew, so that the end that counts is the one in the ledger.
    """

    owner = SubjectKey()
    reference = models.CharField(max_length=20)
    reason = models.CharField(max_length=400)
    until_at = models.DateTimeField()
    at = models.DateTimeField(default=clock.now)
    salt = models.CharField(max_length=32)
    ledger_seq = models.PositiveBigIntegerField()

    holds = Holds(
        clauses.SEALS.on(reference, reason, salt), plain=(until_at, at, ledger_seq), since=at
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "reference"), name="seal_once_a_file"),
        )

    def __str__(self) -> str:
        return f"seal {self.pk}"
