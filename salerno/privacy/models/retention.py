"""What is held past its term, and what each sweep and each proof found."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.privacy import clauses, clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SealKey, SubjectKey


class Hold(models.Model):
    """What of somebody is not deleted for now, why, and when that is looked at again.

    ``clause_ids``: the clauses it names; none is everything but secrets.
    """

    class Ground(models.TextChoices):
        """The closed list of grounds."""

        LAW = "law", _("A law demands that it is kept")
        CLAIMS = "claims", _("Legal claims of the operator")
        MY_CLAIMS = "my_claims", _("Legal claims of the person")
        UNLAWFUL = "unlawful", _("Processed against the law, and the person wants it kept")
        PRESERVATION = "preservation", _("An authority demands that it is preserved")

    owner = SubjectKey()
    placed_by = SubjectKey(role="officer")
    clause_ids = models.JSONField(default=list)
    ground = models.CharField(max_length=14, choices=Ground)
    reason = models.CharField(max_length=400)
    seal = SealKey()
    review_date = models.DateField()
    placed_at = models.DateTimeField(default=clock.now)
    lifted_at = models.DateTimeField(null=True)

    holds = Holds(
        clauses.HOLDS.on(clause_ids, ground, reason),
        plain=(review_date, placed_at, lifted_at),
    )

    class Meta:
        indexes = (models.Index(fields=("owner", "lifted_at"), name="hold_by_owner"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(ground="") & ~models.Q(reason=""), name="hold_has_ground"
            ),
        )

    def __str__(self) -> str:
        return f"hold {self.pk}: {self.ground}"


class SweepReport(models.Model):
    """One sweep, or one proof that nothing past its term is stored: counts, and nobody.

    ``cutoff_at``: the moment from which its terms are counted. ``lines``: by table and clause
    what was done and how often; of a proof, what was found that should not be there.
    """

    class Kind(models.TextChoices):
        SWEEP = "sweep"
        PROOF = "proof"

    kind = models.CharField(max_length=5, choices=Kind)
    cutoff_at = models.DateTimeField()
    started_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
    policy_version = models.PositiveIntegerField()
    lines = models.JSONField(default=list)
    held = models.PositiveIntegerField(default=0)
    busy = models.PositiveIntegerField(default=0)
    ledger_seq = models.PositiveBigIntegerField(null=True)
    salt = models.CharField(max_length=32, default="")

    holds = Impersonal("counts of what was past its term, by table and clause")

    class Meta:
        indexes = (models.Index(fields=("kind", "-id"), name="sweep_latest"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
