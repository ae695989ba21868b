"""Subjects, and what closes, ties and places them: the inputs of the gate."""

from __future__ import annotations

from django.db import models

from salerno.privacy import clauses, clock
from salerno.privacy.declare import Holds
from salerno.privacy.fields import SealKey, SubjectKey


class Subject(models.Model):
    """Somebody the house knows something about: an opaque id and a state.

    ``ended_at``: when the account ended, from where terms that follow it are counted; of a
    pseudonym, when the person whose rows it keeps was erased.
    """

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
    ended_at = models.DateTimeField(null=True)

    holds = Holds(
        clauses.SUBJECT.on(state, layer, is_minor, is_student),
        plain=(created_at, ended_at),
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
        indexes = (models.Index(fields=("clause",), name="closed_cell_by_clause"),)

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
    seal = SealKey()
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
