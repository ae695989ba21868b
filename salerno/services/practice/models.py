"""What is asked, which is about nobody; and what a learner did and knows, each in its own table.

What a program's administrator may see stands in ``Progress``, ``Sitting``, ``Score`` and
``Calibration``: no single answer can be read from them.
"""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SubjectKey
from salerno.services.practice import clauses
from salerno.services.practice.rules.choice import Why
from salerno.services.practice.values import ItemState, Step

ABOUT_NOBODY = "what is asked, and nobody who answers"


def revision() -> str:
    """A name that no other state of a bank has."""
    return secrets.token_hex(8)


class Bank(models.Model):
    """A question bank. ``revision`` changes with every change of what can be asked."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=600)
    item_id = models.PositiveBigIntegerField(unique=True)
    revision = models.CharField(max_length=16, default=revision)
    exam_questions = models.PositiveSmallIntegerField(default=40)
    question_seconds = models.PositiveSmallIntegerField(default=90)
    pass_percent = models.PositiveSmallIntegerField(default=70)
    learners = models.PositiveIntegerField(default=0)

    holds = Impersonal(ABOUT_NOBODY)

    def __str__(self) -> str:
        return self.slug


class Objective(models.Model):
    """A line of the blueprint. Without a parent it is a module; questions hang on the others."""

    bank = models.ForeignKey(Bank, on_delete=models.CASCADE, related_name="objectives")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=160)
    weight = models.FloatField(default=1.0)
    number = models.PositiveSmallIntegerField(default=0)

    holds = Impersonal(ABOUT_NOBODY)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("bank", "slug"), name="practice_objective_once"),
        )

    def __str__(self) -> str:
        return self.slug


class Item(models.Model):
    """A question. ``options``: text and reason of each; ``answer``: the place of the right one.

    ``panel``: a table of laboratory results or the like. ``shown``: how many learners met it.
    """

    bank = models.ForeignKey(Bank, on_delete=models.CASCADE, related_name="items")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=80)
    state = models.CharField(max_length=8, choices=ItemState, default=ItemState.DRAFT)
    stem = models.TextField()
    ask = models.CharField(max_length=300)
    panel = models.JSONField(default=dict, blank=True)
    options = models.JSONField(default=list)
    answer = models.PositiveSmallIntegerField()
    rationale = models.TextField()
    references = models.JSONField(default=list)
    slope = models.FloatField(default=1.0)
    difficulty = models.FloatField(default=0.0)
    calibrated_on = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0)
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)

    holds = Impersonal(ABOUT_NOBODY)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("bank", "key"), name="practice_item_once"),)
        indexes = (models.Index(fields=("bank", "state"), name="practice_item_by_state"),)

    def __str__(self) -> str:
        return self.key


class Editing(models.Model):
    """Who did what to a question. The reviewer is somebody else than the author."""

    owner = SubjectKey()
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=8, choices=Step)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.EDITING.on(step), plain=(item, at), since=at)

    def __str__(self) -> str:
        return f"editing {self.pk}"


class Exam(models.Model):
    """A practice exam under way or over. ``right`` of ``asked``, once it is handed in."""

    owner = SubjectKey()
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    asked = models.PositiveSmallIntegerField()
    right = models.PositiveSmallIntegerField(null=True, blank=True)

    holds = Holds(
        clauses.OUTCOMES.on(right),
        plain=(bank, number, started_at, ends_at, submitted_at, asked),
        since=started_at,
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "bank", "number"), name="practice_exam_once"),
        )

    def __str__(self) -> str:
        return f"exam {self.pk}"


class Answer(models.Model):
    """A question put to somebody, and what they said; unanswered while ``answered_at`` is empty.

    ``number``: of the study answers of this person in this bank, or the place in an exam.
    ``figures``: what the choice of this question rested on.
    """

    owner = SubjectKey()
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, null=True, related_name="answers")
    number = models.PositiveIntegerField()
    why = models.CharField(max_length=12, choices=[(one, one) for one in Why])
    figures = models.JSONField(default=dict)
    shown_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    chosen = models.PositiveSmallIntegerField(null=True, blank=True)
    sure = models.PositiveSmallIntegerField(null=True, blank=True)
    seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    is_right = models.BooleanField(null=True)
    is_repeat = models.BooleanField(default=False)

    holds = Holds(
        clauses.RESPONSES.on(chosen, sure, seconds),
        clauses.OUTCOMES.on(is_right),
        clauses.ABILITY.on(figures),
        plain=(bank, item, exam, number, why, shown_at, answered_at, is_repeat),
        since=shown_at,
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "bank"),
                condition=Q(answered_at=None, exam=None),
                name="practice_one_open_question",
            ),
            models.UniqueConstraint(fields=("exam", "number"), name="practice_exam_place_once"),
        )
        indexes = (
            models.Index(fields=("owner", "bank", "number"), name="practice_answer_by_owner"),
            models.Index(fields=("item",), name="practice_answer_by_item"),
        )

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Card(models.Model):
    """What somebody knows of one question: how often met, whether learned, when it comes back."""

    owner = SubjectKey()
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    times = models.PositiveSmallIntegerField(default=0)
    streak = models.PositiveSmallIntegerField(default=0)
    is_learned = models.BooleanField(default=False)
    wait = models.PositiveSmallIntegerField(default=0)
    back_at = models.PositiveIntegerField(default=0)
    state = models.PositiveSmallIntegerField(default=1)
    step = models.PositiveSmallIntegerField(null=True, blank=True, default=0)
    stability = models.FloatField(null=True, blank=True)
    difficulty = models.FloatField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    first_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.RECALL.on(
            times, streak, is_learned, wait, back_at, state, step, stability, difficulty, due_at,
            reviewed_at,
        ),
        plain=(bank, item, first_at),
        since=first_at,
    )  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "item"), name="practice_card_once"),
        )
        indexes = (models.Index(fields=("owner", "bank"), name="practice_card_by_owner"),)

    def __str__(self) -> str:
        return f"card {self.pk}"


class Standing(models.Model):
    """The estimate of an ability: one person, one objective. In logits."""

    owner = SubjectKey()
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="+")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="+")
    mean = models.FloatField(default=0.0)
    variance = models.FloatField(default=1.0)
    answers = models.PositiveIntegerField(default=0)
    items = models.PositiveIntegerField(default=0)
    mastered_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.ABILITY.on(mean, variance, answers, items, mastered_at),
        plain=(bank, objective, changed_at),
        since=changed_at,
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "objective"), name="practice_standing_once"),
        )

    def __str__(self) -> str:
        return f"standing {self.pk}"


class Progress(models.Model):
    """How many of a module's ``live`` questions somebody has learned, as of their last answer."""

    owner = SubjectKey()
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="+")
    module = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="+")
    learned = models.PositiveIntegerField(default=0)
    live = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.PROGRESS.on(learned, live), plain=(bank, module, changed_at), since=changed_at
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "module"), name="practice_module_progress_once"
            ),
        )

    def __str__(self) -> str:
        return f"progress {self.pk}"


class Sitting(models.Model):
    """A stretch of work in one module, without a pause of half an hour, within one day (UTC)."""

    owner = SubjectKey()
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="+")
    module = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    last_at = models.DateTimeField()
    seconds = models.PositiveIntegerField(default=0)
    answers = models.PositiveIntegerField(default=0)

    holds = Holds(
        clauses.TIME.on(started_at, last_at, seconds, answers),
        plain=(bank, module),
        since=started_at,
    )

    class Meta:
        indexes = (
            models.Index(fields=("owner", "bank", "module"), name="practice_sitting_by_owner"),
        )

    def __str__(self) -> str:
        return f"sitting {self.pk}"


class Score(models.Model):
    """The score of a practice exam: written when the resident has seen it, and not before."""

    owner = SubjectKey()
    exam = models.OneToOneField(Exam, on_delete=models.CASCADE, related_name="+")
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="+")
    right = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField()
    seen_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.SCORES.on(right, asked, started_at, submitted_at),
        plain=(exam, bank, seen_at),
        since=seen_at,
    )

    def __str__(self) -> str:
        return f"score {self.pk}"


class Calibration(models.Model):
    """The metacognitive scores of somebody's latest answers; no row below the floor of answers."""

    owner = SubjectKey()
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="+")
    answers = models.PositiveIntegerField()
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    sure = models.FloatField()
    right = models.FloatField()
    bias = models.FloatField()
    brier = models.FloatField()
    reliability = models.FloatField()
    resolution = models.FloatField()
    uncertainty = models.FloatField()
    ece = models.FloatField()
    gamma = models.FloatField(null=True, blank=True)
    auroc = models.FloatField(null=True, blank=True)

    holds = Holds(
        clauses.METACOGNITION.on(
            answers, from_at, to_at, sure, right, bias, brier, reliability, resolution,
            uncertainty, ece, gamma, auroc,
        ),
        plain=(bank,),
        since=to_at,
    )  # fmt: skip

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "bank"), name="practice_calibration_once"),
        )

    def __str__(self) -> str:
        return f"calibration {self.pk}"


class Plan(models.Model):
    """When somebody sits their real exam: their own word, and theirs to take back."""

    owner = SubjectKey()
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="+")
    exam_date = models.DateField()
    changed_at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.PLAN.on(exam_date), plain=(bank, changed_at), since=changed_at)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "bank"), name="practice_plan_once"),
        )

    def __str__(self) -> str:
        return f"plan {self.pk}"
