"""What is taught, which is about nobody; and what learners do, each row in its course's scope."""

from __future__ import annotations

import secrets
from decimal import Decimal
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SubjectKey
from salerno.services.courses import clauses
from salerno.services.courses.values import (
    AttemptState,
    EnrolmentState,
    MaterialKind,
    QuestionKind,
)

ABOUT_NOBODY = "what is taught, and nobody who learns it"


def private() -> FileSystemStorage:
    """A folder that no web server serves; its files have no address."""
    return FileSystemStorage(base_url=None, file_permissions_mode=0o600)


def random_name(_instance: object, name: str) -> str:
    """A name that tells nothing and cannot be guessed."""
    return str(Path("courses") / f"{secrets.token_hex(16)}{Path(name).suffix}")


class Course(models.Model):
    """A course. ``needs``: lines of the profile it cannot do without, each with its reason."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=600)
    html = models.TextField(blank=True)
    item_id = models.PositiveBigIntegerField(unique=True)
    opens_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    min_age = models.PositiveSmallIntegerField()
    needs = models.JSONField(default=list)

    holds = Impersonal(ABOUT_NOBODY)

    def __str__(self) -> str:
        return self.slug


class Unit(models.Model):
    """One unit of a course; its text is kept as safe HTML, made once."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="units")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    html = models.TextField(blank=True)
    transcript = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    media = models.CharField(max_length=8, choices=MaterialKind, blank=True)
    opens_after_days = models.PositiveSmallIntegerField(default=0)

    holds = Impersonal(ABOUT_NOBODY)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("course", "number"), name="unit_once"),)

    def __str__(self) -> str:
        return f"unit {self.number}"


class Material(models.Model):
    """A file of a unit: what is seen and heard, its captions, its poster, a figure."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="materials")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=MaterialKind)
    content_type = models.CharField(max_length=60)
    language = models.CharField(max_length=12, blank=True)
    label = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64)
    file = models.FileField(storage=private, upload_to=random_name)

    holds = Impersonal(ABOUT_NOBODY)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("unit", "name"), name="material_once"),)

    def __str__(self) -> str:
        return self.name


class Quiz(models.Model):
    """The graded quiz of a course."""

    course = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="quiz")
    title = models.CharField(max_length=160)
    html = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=2)
    due_at = models.DateTimeField(null=True, blank=True)
    late_percent = models.PositiveSmallIntegerField(default=0)
    pass_percent = models.PositiveSmallIntegerField(default=70)

    holds = Impersonal(ABOUT_NOBODY)

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """A question, with why its answer is right. ``told``: what is said to a number."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=QuestionKind)
    stem = models.TextField()
    points = models.DecimalField(max_digits=6, decimal_places=2)
    rationale = models.TextField(blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=8, null=True, blank=True)
    tolerance = models.DecimalField(max_digits=20, decimal_places=8, default=Decimal())
    unit = models.CharField(max_length=30, blank=True)
    told = models.JSONField(default=dict)
    about = models.PositiveSmallIntegerField(default=0)

    holds = Impersonal(ABOUT_NOBODY)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("quiz", "number"), name="question_once"),)

    def __str__(self) -> str:
        return f"question {self.number}"


class Choice(models.Model):
    """A possible answer. ``place``: where it belongs in the right order, from 1."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    shown_at = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField(default=0)
    html = models.TextField()
    is_right = models.BooleanField(default=False)
    feedback = models.TextField(blank=True)

    holds = Impersonal(ABOUT_NOBODY)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("question", "shown_at"), name="choice_once"),
        )

    def __str__(self) -> str:
        return f"choice {self.pk}"


class Enrolment(models.Model):
    """A person in a course."""

    owner = SubjectKey()
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=EnrolmentState, default=EnrolmentState.ACTIVE)
    enrolled_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    holds = Holds(
        clauses.ENROLMENT.on(state, enrolled_at, ended_at),
        plain=(course,),
        scope=scope,
        since=enrolled_at,
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "course"), name="enrolled_once"),)
        indexes = (models.Index(fields=("course", "state"), name="enrolment_by_course"),)

    def __str__(self) -> str:
        return f"enrolment {self.pk}"


class UnitProgress(models.Model):
    """How far a person has come in a unit."""

    owner = SubjectKey()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=60)
    opened_at = models.DateTimeField(default=clock.now)
    completed_at = models.DateTimeField(null=True, blank=True)

    holds = Holds(
        clauses.PROGRESS.on(opened_at, completed_at), plain=(unit,), scope=scope, since=opened_at
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "unit"), name="progress_once"),)
        indexes = (models.Index(fields=("scope", "owner"), name="progress_by_scope"),)

    def __str__(self) -> str:
        return f"progress {self.pk}"


class Attempt(models.Model):
    """One attempt at a quiz. ``points``: what each question earned, by its number in the table."""

    owner = SubjectKey()
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=AttemptState, default=AttemptState.DRAFT)
    started_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False)
    score = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    most = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    points = models.JSONField(default=dict)

    holds = Holds(
        clauses.SCORES.on(score, most, points, is_late),
        plain=(quiz, number, state, started_at, saved_at, submitted_at),
        scope=scope,
        since=started_at,
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "quiz", "number"), name="attempt_once"),
        )
        indexes = (models.Index(fields=("scope", "owner"), name="attempt_by_scope"),)

    def __str__(self) -> str:
        return f"attempt {self.pk}"


class Answer(models.Model):
    """What was answered to one question in one attempt: ids of choices, or a number as written."""

    owner = SubjectKey()
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=60)
    given = models.JSONField(default=list)
    saved_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.COURSEWORK.on(given),
        plain=(attempt, question, saved_at),
        scope=scope,
        since=saved_at,
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("attempt", "question"), name="answer_once"),)

    def __str__(self) -> str:
        return f"answer {self.pk}"
