"""Activities and bodies, which are about nobody; and what learners earn, claim and report."""

from __future__ import annotations

from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SealedField, SubjectKey, SubjectPrimaryKey
from salerno.services.credits import clauses
from salerno.services.credits.rules import new_number, new_reference
from salerno.services.credits.values import Format, Source, State, Way

OFFERED = "what is offered, and nobody who takes it"


class CreditType(models.Model):
    """A kind of credit, such as AMA PRA Category 1."""

    slug = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    unit = models.CharField(max_length=40)

    holds = Impersonal(OFFERED)

    def __str__(self) -> str:
        return self.title


class Activity(models.Model):
    """An accredited activity on an item. ``number``: by which bodies know it."""

    slug = models.SlugField(max_length=80, unique=True)
    item_id = models.PositiveBigIntegerField(db_index=True)
    title = models.CharField(max_length=300)
    goals = models.JSONField(default=list)
    way = models.CharField(max_length=8, choices=Way)
    pass_percent = models.PositiveSmallIntegerField()
    tries = models.PositiveSmallIntegerField(default=3)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    support = models.TextField(max_length=2000)
    interests = models.TextField(max_length=2000)
    number = models.CharField(max_length=40)
    exam = models.JSONField(default=list)
    evaluation = models.JSONField(default=list)

    holds = Impersonal(OFFERED)

    def __str__(self) -> str:
        return self.slug


class Offer(models.Model):
    """A kind of credit that an activity gives."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="offers")
    type = models.ForeignKey(CreditType, models.PROTECT, related_name="+")
    most = models.DecimalField(max_digits=6, decimal_places=2)

    holds = Impersonal(OFFERED)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("activity", "type"), name="offer_once"),)

    def __str__(self) -> str:
        return f"offer {self.pk}"


class Body(models.Model):
    """A body that credits are reported to, and the contract under which it receives them."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300)
    country = models.CharField(max_length=2)
    format = models.CharField(max_length=4, choices=Format)
    needs = models.JSONField(default=list)
    kinds = models.ManyToManyField(CreditType, through="Taken", related_name="+")
    contract = models.CharField(max_length=120, blank=True, default="")
    contract_date = models.DateField(null=True, blank=True)
    contract_ends = models.DateField(null=True, blank=True)
    contract_digest = models.CharField(max_length=64, blank=True, default="")
    is_confidential = models.BooleanField(default=False)
    has_drop = models.BooleanField(default=False)
    activated_at = models.DateTimeField(null=True, blank=True)

    holds = Impersonal("boards and councils; their people do not stand here")

    def __str__(self) -> str:
        return self.slug


class Taken(models.Model):
    """A kind of credit that a body takes."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="taken")
    type = models.ForeignKey(CreditType, models.PROTECT, related_name="+")

    holds = Impersonal("which board takes which kind of credit")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("body", "type"), name="taken_once"),)

    def __str__(self) -> str:
        return f"taken {self.pk}"


class ReadUpTo(models.Model):
    """How far the facts of other rooms were read."""

    fact_id = models.PositiveBigIntegerField(default=0)

    holds = Impersonal("one number")

    def __str__(self) -> str:
        return str(self.fact_id)


class Try(models.Model):
    """One answering of an exam: its result, and not what was answered."""

    owner = SubjectKey()
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    percent = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.WORK.on(percent), plain=(activity, number, at), since=at)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "activity", "number"), name="try_once"),
        )

    def __str__(self) -> str:
        return f"try {self.pk}"


class Completion(models.Model):
    """Somebody completed an activity. ``reason``: why the desk says so, where it does."""

    owner = SubjectKey()
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    source = models.CharField(max_length=4, choices=Source)
    reason = models.CharField(max_length=300, blank=True, default="")
    completed_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.WORK.on(source, reason), plain=(activity, completed_at), since=completed_at
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "activity"), name="completed_once"),
        )

    def __str__(self) -> str:
        return f"completion {self.pk}"


class Evaluation(models.Model):
    """What somebody thought of an activity."""

    owner = SubjectKey()
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.EVALUATION.on(answers), plain=(activity, at), since=at)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "activity"), name="evaluated_once"),
        )

    def __str__(self) -> str:
        return f"evaluation {self.pk}"


class Credit(models.Model):
    """A credit that was claimed. It stays for six years, whoever leaves."""

    owner = SubjectKey()
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    type = models.ForeignKey(CreditType, models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=6, decimal_places=2)
    completed_on = models.DateField()
    claimed_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.RECORD.on(amount, completed_on), plain=(activity, type, claimed_at),
        since=claimed_at,
    )  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "activity", "type"), name="credit_once"),
        )

    def __str__(self) -> str:
        return f"credit {self.pk}"


class Certificate(models.Model):
    """The name on the certificate of a credit, and the number by which anybody verifies it.

    It goes when its credit does, and with the person.
    """

    owner = SubjectKey()
    credit = models.OneToOneField(Credit, models.CASCADE, related_name="certificate")
    number = models.CharField(max_length=24, unique=True, default=new_number)
    name = models.CharField(max_length=120)
    issued_at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.CERTIFICATE.on(number, name), plain=(credit, issued_at), since=issued_at)

    def __str__(self) -> str:
        return f"certificate {self.pk}"


class Identity(models.Model):
    """Who somebody is to boards: once, for all of them."""

    owner = SubjectPrimaryKey()
    given_name = models.CharField(max_length=60)
    family_name = models.CharField(max_length=60)
    licence = SealedField(blank=True, default="")
    birthday = SealedField(blank=True, default="")
    changed_at = models.DateTimeField(auto_now=True)

    holds = Holds(
        clauses.NAME.on(given_name, family_name),
        clauses.BOARD.on(licence),
        clauses.BIRTHDAY.on(birthday),
        plain=(changed_at,),
    )

    def __str__(self) -> str:
        return f"identity {self.pk}"


class BoardNumber(models.Model):
    """The number by which one body knows somebody."""

    owner = SubjectKey()
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    number = SealedField()

    holds = Holds(clauses.BOARD.on(number), plain=(body,))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "body"), name="number_once"),)

    def __str__(self) -> str:
        return f"number {self.pk}"


class Report(models.Model):
    """A credit on its way to a body, since its owner asked for that."""

    owner = SubjectKey()
    credit = models.ForeignKey(Credit, models.CASCADE, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    number = models.CharField(max_length=24, unique=True, default=new_reference)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True, default="")

    holds = Holds(
        clauses.REPORT.on(number, answer),
        plain=(credit, body, state, asked_at, due_on, sent_at, answered_at),
        since=asked_at,
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "body", "credit"), name="credit_reported_once"
            ),
        )
        indexes = (models.Index(fields=("body", "state", "due_on"), name="credit_report_waiting"),)

    def __str__(self) -> str:
        return f"report {self.pk}"


class Sent(models.Model):
    """The number of a report that a body has, kept so that it can be told to remove it."""

    number = models.CharField(max_length=24, unique=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    gone_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    holds = Impersonal("random numbers of reports; once a report is gone its number leads nowhere")

    class Meta:
        indexes = (
            models.Index(fields=("body", "gone_at", "told_at"), name="credit_sent_to_remove"),
        )

    def __str__(self) -> str:
        return f"sent {self.pk}"
