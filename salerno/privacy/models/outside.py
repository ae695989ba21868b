"""What left the house, what waits to leave, and what an erasure still has to do."""

from __future__ import annotations

from django.db import models

from salerno.privacy import clauses, clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SealKey, SubjectKey


class Disclosure(models.Model):
    """Something left the house. ``fields`` names what, never with which value.

    ``prints``: keyed prints of what went to somebody who must hear of a correction.
    ``notice``: empty, or which notice it is (corrected, erased, stop …); ``concerns``: then the
    numbers of what was sent before. ``tried_at``: since when it may have arrived.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"
        STOPPED = "stopped"

    owner = SubjectKey()
    recipient = models.CharField(max_length=60)
    recipient_name = models.CharField(max_length=120)
    clause_ids = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    purpose = models.CharField(max_length=40)
    basis = models.CharField(max_length=40)
    contract = models.CharField(max_length=120)
    country = models.CharField(max_length=60)
    mechanism = models.CharField(max_length=40)
    ground = models.CharField(max_length=200)
    choice = models.CharField(max_length=36, default="", blank=True)
    prints = models.JSONField(default=dict)
    notice = models.CharField(max_length=20, default="", blank=True)
    concerns = models.JSONField(default=list, blank=True)
    seal = SealKey()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    at = models.DateTimeField(default=clock.now)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    salt = models.CharField(max_length=32)
    ledger_seq = models.PositiveBigIntegerField()

    holds = Holds(
        clauses.DISCLOSURES.on(
            recipient, recipient_name, clause_ids, fields, purpose, basis, contract, country,
            mechanism, ground, choice, prints, notice, concerns, salt,
        ),
        plain=(state, at, tried_at, sent_at, ledger_seq),
        since=at,
    )  # fmt: skip

    class Meta:
        indexes = (models.Index(fields=("owner", "-at"), name="disclosure_by_owner"),)

    def __str__(self) -> str:
        return f"to {self.recipient}"


class OutboxItem(models.Model):
    """A payload that waits for its adapter. It holds exactly the fields of its disclosure.

    ``lane``: by which name the recipient knows whom it is about, where order counts. What is of
    one lane leaves in the order of its disclosures, one at a time.
    """

    owner = SubjectKey()
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=60)
    adapter = models.CharField(max_length=40)
    payload = models.JSONField()
    key = models.CharField(max_length=64, unique=True)
    lane = models.CharField(max_length=32, default="", blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=200, default="", blank=True)
    next_try_at = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.OUTBOX.on(recipient, adapter, payload, key, lane, failure),
        plain=(disclosure, tries, next_try_at, created_at),
        since=created_at,
    )

    class Meta:
        indexes = (
            models.Index(fields=("next_try_at",), name="outbox_due"),
            models.Index(fields=("lane", "disclosure"), name="outbox_lane"),
        )

    def __str__(self) -> str:
        return f"for {self.recipient}"


class StoppedRecipient(models.Model):
    """A recipient that is switched off: nothing new is disclosed to it and nothing delivered."""

    recipient = models.CharField(max_length=60, primary_key=True)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)

    holds = Impersonal("which recipients are switched off, and why")

    def __str__(self) -> str:
        return self.recipient


class ErasureStep(models.Model):
    """What an erasure still has to do outside the database. Written with it, done after it."""

    class Kind(models.TextChoices):
        FILE = "file"
        STORE = "store"

    subject_number = models.BigIntegerField()
    kind = models.CharField(max_length=5, choices=Kind)
    target = models.CharField(max_length=300)

    holds = Impersonal("numbers of subjects who no longer exist, and what is left to delete")

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"
