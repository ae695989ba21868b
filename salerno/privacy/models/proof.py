"""What is kept as proof: notices, choices, collections, looks, facts, and the chain."""

from __future__ import annotations

from django.db import models

from salerno.privacy import clauses, clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SealKey, SubjectKey
from salerno.privacy.law import ChoiceForm


class Notice(models.Model):
    """A text that was shown: addressed by its digest, kept word for word."""

    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    text = models.TextField()

    holds = Impersonal("texts that were shown, not to whom")

    def __str__(self) -> str:
        return self.digest[:12]


class Choice(models.Model):
    """One choice made, appended and never changed. The latest for a topic is its state."""

    class State(models.TextChoices):
        SHOWN = "shown"
        GIVEN = "given"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    owner = SubjectKey()
    topic = models.CharField(max_length=60)
    form = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ChoiceForm])
    state = models.CharField(max_length=10, choices=State)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="+")
    policy_version = models.PositiveIntegerField()
    purposes = models.JSONField(default=list)
    point = models.CharField(max_length=60)
    channel = models.CharField(max_length=20)
    receipt = models.CharField(max_length=36, unique=True)
    at = models.DateTimeField(default=clock.now)
    salt = models.CharField(max_length=32)
    ledger_seq = models.PositiveBigIntegerField()

    holds = Holds(
        clauses.CHOICES.on(topic, purposes, point, channel, receipt, salt),
        plain=(form, state, notice, policy_version, at, ledger_seq),
        since=at,
    )

    class Meta:
        indexes = (models.Index(fields=("owner", "topic", "-id"), name="choice_latest"),)

    def __str__(self) -> str:
        return f"{self.topic}: {self.state}"


class CollectionEvent(models.Model):
    """Something was collected: where, through what, under which text, from whom."""

    owner = SubjectKey()
    point = models.CharField(max_length=60)
    point_version = models.PositiveIntegerField()
    policy_version = models.PositiveIntegerField()
    clause_ids = models.JSONField(default=list)
    channel = models.CharField(max_length=20)
    source = models.CharField(max_length=60)
    seal = SealKey()
    at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.COLLECTION.on(point, clause_ids, channel, source),
        plain=(point_version, policy_version, at),
        since=at,
    )

    class Meta:
        indexes = (models.Index(fields=("owner", "-at"), name="collection_by_owner"),)

    def __str__(self) -> str:
        return self.point


class Look(models.Model):
    """Somebody other than the person looked: staff, an administrator, an employer."""

    owner = SubjectKey()
    viewer = SubjectKey(role="viewer")
    viewer_role = models.CharField(max_length=60)
    purpose = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)
    clause_ids = models.JSONField(default=list)
    seal = SealKey()
    at = models.DateTimeField(default=clock.now)
    salt = models.CharField(max_length=32)
    ledger_seq = models.PositiveBigIntegerField()

    holds = Holds(
        clauses.LOOKS.on(viewer_role, purpose, reason, clause_ids, salt),
        plain=(at, ledger_seq),
        since=at,
    )

    class Meta:
        indexes = (models.Index(fields=("owner", "-at"), name="look_by_owner"),)

    def __str__(self) -> str:
        return f"{self.viewer_role}, {self.purpose}"


class LedgerEntry(models.Model):
    """One link of the chain: a keyed commitment to a payload that stands elsewhere or is gone."""

    seq = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    commitment = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    holds = Impersonal("keyed commitments; without the payload and its salt they say nothing")

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class Fact(models.Model):
    """What happened, in the same transaction: ids only. A higher room reads it later."""

    owner = SubjectKey()
    kind = models.CharField(max_length=40)
    item_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.FACTS.on(kind), plain=(item_id, at), since=at)

    class Meta:
        indexes = (models.Index(fields=("kind", "id"), name="fact_by_kind"),)

    def __str__(self) -> str:
        return self.kind
