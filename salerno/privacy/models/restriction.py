"""What people restricted, objected to, or asked to have corrected; and each step of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.privacy import clauses, clock
from salerno.privacy.declare import Holds
from salerno.privacy.fields import SubjectKey


class Restriction(models.Model):
    """Something of somebody is stored and not used: which clauses or purposes, on what ground.

    ``hold``: the number of the hold that keeps it past its term. ``told_at``: when the person
    was told that it ends; ``lifted_at``: when it ended. What is upheld has an outcome, no review
    and no end but the person's own word.
    """

    class Ground(models.TextChoices):
        """GDPR 18(1)(a) to (d), and 21(2): offers, where nothing is weighed."""

        ACCURACY = "accuracy", _("You say that it is wrong, and we check it")
        UNLAWFUL = "unlawful", _("It was used against the law, and you want it kept")
        CLAIMS = "claims", _("We no longer need it, and you do, for a legal claim")
        OBJECTION = "objection", _("You object to a use, and we weigh it")
        MARKETING = "marketing", _("You object to offers, and nothing is weighed")

    class Outcome(models.TextChoices):
        """How it was decided or ended."""

        OPEN = "", _("Not decided yet")
        CORRECTED = "corrected", _("It was wrong, and is corrected")
        ACCURATE = "accurate", _("It was checked, and is right")
        UPHELD = "upheld", _("Your objection stands")
        OVERRIDDEN = "overridden", _("Our reasons outweigh your objection")
        REVIEWED = "reviewed", _("The review ended it")
        TAKEN_BACK = "taken_back", _("You took it back")
        AGREED = "agreed", _("You said yes later")

    owner = SubjectKey()
    ground = models.CharField(max_length=10, choices=Ground)
    clause_ids = models.JSONField(default=list)
    purpose_ids = models.JSONField(default=list)
    case = models.CharField(max_length=60, default="", blank=True)
    hold = models.BigIntegerField(null=True)
    since = models.DateTimeField(default=clock.now)
    review_date = models.DateField(null=True)
    told_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default="", blank=True)
    lifted_at = models.DateTimeField(null=True)

    holds = Holds(
        clauses.RESTRICTIONS.on(ground, clause_ids, purpose_ids, case, outcome),
        plain=(hold, since, review_date, told_at, lifted_at),
    )

    class Meta:
        indexes = (models.Index(fields=("owner", "lifted_at"), name="restriction_by_owner"),)

    def __str__(self) -> str:
        return f"limit {self.pk}: {self.ground}"


class CorrectionRequest(models.Model):
    """Somebody asked for a correction that they cannot make alone. The desk decides by a day.

    ``note``: what stands beside the record from then on, where the correction was refused.
    """

    class Outcome(models.TextChoices):
        OPEN = "", _("Not decided yet")
        GRANTED = "granted", _("Corrected")
        REFUSED = "refused", _("Not corrected")

    owner = SubjectKey()
    clause = models.CharField(max_length=60)
    case = models.CharField(max_length=60, default="", blank=True)
    words = models.CharField(max_length=2000)
    note = models.CharField(max_length=2000, default="", blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, default="", blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    due_date = models.DateField()
    decided_at = models.DateTimeField(null=True)

    holds = Holds(
        clauses.RESTRICTIONS.on(clause, case, outcome),
        clauses.OWN_WORDS.on(words, note),
        plain=(asked_at, due_date, decided_at),
    )

    class Meta:
        indexes = (models.Index(fields=("owner", "clause"), name="correction_by_owner"),)

    def __str__(self) -> str:
        return f"correction {self.pk}"


class RightsStep(models.Model):
    """One step of a restriction or of a correction: appended, bound into the ledger, kept.

    ``kind`` and ``number`` name the record. ``actor``: whose act it was, the person's or staff's.
    """

    class Kind(models.TextChoices):
        RESTRICTION = "restriction"
        CORRECTION = "correction"
        DECISION = "decision"

    owner = SubjectKey()
    actor = SubjectKey(role="officer")
    kind = models.CharField(max_length=11, choices=Kind)
    number = models.BigIntegerField()
    step = models.CharField(max_length=20)
    words = models.CharField(max_length=2000, default="", blank=True)
    receipt = models.CharField(max_length=36, unique=True)
    at = models.DateTimeField(default=clock.now)
    salt = models.CharField(max_length=32)
    ledger_seq = models.PositiveBigIntegerField()

    holds = Holds(
        clauses.RESTRICTIONS.on(kind, step, receipt, salt),
        clauses.OWN_WORDS.on(words),
        plain=(number, at, ledger_seq),
    )

    class Meta:
        indexes = (models.Index(fields=("owner", "kind", "number"), name="rights_step_of"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.number}: {self.step}"


class Finding(models.Model):
    """Staff found that something of somebody was used against the law."""

    owner = SubjectKey()
    found_by = SubjectKey(role="officer")
    clause_ids = models.JSONField(default=list)
    case = models.CharField(max_length=60, default="", blank=True)
    reason = models.CharField(max_length=400)
    found_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.RESTRICTIONS.on(clause_ids, case),
        clauses.OWN_WORDS.on(reason),
        plain=(found_at,),
    )

    def __str__(self) -> str:
        return f"finding {self.pk}"


class Leftover(models.Model):
    """What rested on a yes alone that was taken back. It goes on its day, or a new yes keeps it."""

    owner = SubjectKey()
    clause = models.CharField(max_length=60)
    purpose = models.CharField(max_length=40)
    since = models.DateTimeField(default=clock.now)
    due_date = models.DateField()

    holds = Holds(clauses.RESTRICTIONS.on(clause, purpose), plain=(since, due_date))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "clause"), name="leftover_once"),)

    def __str__(self) -> str:
        return f"{self.clause} until {self.due_date}"
