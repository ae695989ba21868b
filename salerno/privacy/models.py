"""The kernel's tables: subjects, what closes and ties them, proof, and the outbox.

Rows of rooms point to ``Subject``, never to the login table.
"""

from __future__ import annotations

from django.db import models

from salerno.privacy import clauses, clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SubjectKey
from salerno.privacy.law import ChoiceForm


class Subject(models.Model):
    """Somebody the house knows something about: an opaque id and a state."""

    class State(models.TextChoices):
        ACTIVE = "active"
        FROZEN = "frozen"
        ERASED = "erased"
        PSEUDONYM = "pseudonym"

    class Layer(models.TextChoices):
        """The law that protects the person beyond the operator's own text."""

        UNKNOWN = "unknown"
        NONE = "none"
        EU = "eu"
        CALIFORNIA = "california"

    id = models.BigAutoField(primary_key=True)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    layer = models.CharField(max_length=12, choices=Layer, default=Layer.UNKNOWN)
    is_minor = models.BooleanField(default=False)
    is_student = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.SUBJECT.on(state, layer, is_minor, is_student),
        plain=(created_at,),
        owner="id",
    )

    def __str__(self) -> str:
        return f"subject {self.pk}"


class Closure(models.Model):
    """Why a subject is closed for a purpose. The gate reads its copy, ``closed_<purpose>``."""

    owner = SubjectKey()
    purpose = models.CharField(max_length=40)
    reason = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.CHOICES.on(purpose, reason), plain=(at,))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "purpose", "reason"), name="closure_once"),
        )

    def __str__(self) -> str:
        return f"{self.purpose}: {self.reason}"


class ClosedCell(models.Model):
    """One clause of one subject that is contested or hidden, whatever the purpose."""

    owner = SubjectKey()
    clause = models.CharField(max_length=60)
    reason = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.CHOICES.on(clause, reason), plain=(at,))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "clause", "reason"), name="closed_cell_once"),
        )

    def __str__(self) -> str:
        return f"{self.clause}: {self.reason}"


class ServiceUse(models.Model):
    """Which services a subject uses: a contract reaches no further than they do."""

    owner = SubjectKey()
    service = models.CharField(max_length=40)
    since = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.CHOICES.on(service), plain=(since,))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "service"), name="service_use_once"),
        )

    def __str__(self) -> str:
        return self.service


class Tie(models.Model):
    """``viewer`` stands in the relation ``kind`` to the owner, within ``scope``, for a time.

    ``reach`` is the level of the lattice the tie opens; 9 for relations outside of it.
    """

    OUTSIDE = 9

    owner = SubjectKey()
    viewer = SubjectKey(role="viewer")
    kind = models.CharField(max_length=30)
    reach = models.PositiveSmallIntegerField(default=OUTSIDE)
    scope = models.CharField(max_length=60, default="", blank=True)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)

    holds = Holds(clauses.TIES.on(kind, scope), plain=(reach, since, until))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("viewer", "owner", "kind", "scope"), name="tie_once"),
        )
        indexes = (models.Index(fields=("viewer", "owner", "reach"), name="tie_by_viewer"),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.owner_id}"


class Place(models.Model):
    """The owner's place in a scope: a course, a cohort, an institution.

    Who has a place in a scope stands towards everybody there at ``reach``, and in ``relation``
    if it names one. So a cohort of thousands needs thousands of rows and not their square.
    """

    owner = SubjectKey()
    scope = models.CharField(max_length=60)
    relation = models.CharField(max_length=30, default="", blank=True)
    reach = models.PositiveSmallIntegerField()
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)

    holds = Holds(clauses.TIES.on(scope, relation), plain=(reach, since, until))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "scope", "relation"), name="place_once"),
        )
        indexes = (models.Index(fields=("scope", "owner"), name="place_by_scope"),)

    def __str__(self) -> str:
        return f"{self.owner_id} in {self.scope}"


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


class Disclosure(models.Model):
    """Something left the house. ``fields`` names what, never with which value.

    ``prints``: keyed prints of what went to somebody who must hear of a correction.
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
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    salt = models.CharField(max_length=32)
    ledger_seq = models.PositiveBigIntegerField()

    holds = Holds(
        clauses.DISCLOSURES.on(
            recipient, recipient_name, clause_ids, fields, purpose, basis, contract, country,
            mechanism, ground, choice, prints, salt,
        ),
        plain=(state, at, sent_at, ledger_seq),
        since=at,
    )  # fmt: skip

    class Meta:
        indexes = (models.Index(fields=("owner", "-at"), name="disclosure_by_owner"),)

    def __str__(self) -> str:
        return f"to {self.recipient}"


class OutboxItem(models.Model):
    """A payload that waits for its adapter. It holds exactly the fields of its disclosure."""

    owner = SubjectKey()
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=60)
    adapter = models.CharField(max_length=40)
    payload = models.JSONField()
    key = models.CharField(max_length=64, unique=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=200, default="", blank=True)
    next_try_at = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.OUTBOX.on(recipient, adapter, payload, key, failure),
        plain=(disclosure, tries, next_try_at, created_at),
        since=created_at,
    )

    class Meta:
        indexes = (models.Index(fields=("next_try_at",), name="outbox_due"),)

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


class Look(models.Model):
    """Somebody other than the person looked: staff, an administrator, an employer."""

    owner = SubjectKey()
    viewer = SubjectKey(role="viewer")
    viewer_role = models.CharField(max_length=60)
    purpose = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)
    clause_ids = models.JSONField(default=list)
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
