"""Surveys, which are about nobody; answers with an owner; sheets without one, and who took part.

A sheet names nobody, carries no time, and has a random key. Who took part stands in another
table, without a time and without a key to any sheet. No column of the two says which belongs
to which, and the order in which rows lie does not either: see ``actions.answering``.
"""

from __future__ import annotations

import uuid

from django.db import models

from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SubjectKey
from salerno.services.surveys import clauses


class Survey(models.Model):
    """A survey. ``text``: its questions as they were written; fixed once it is open."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    why = models.CharField(max_length=600)
    is_anonymous = models.BooleanField(default=True)
    text = models.TextField()
    closes_at = models.DateTimeField()
    kept_until = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    holds = Impersonal("what is asked and until when; who answered stands elsewhere")

    class Meta:
        indexes = (models.Index(fields=("closes_at", "id"), name="survey_by_end"),)

    def __str__(self) -> str:
        return self.slug


class Response(models.Model):
    """What somebody answered, in a survey that keeps names.

    ``counted_from``: so that the term of the clause ends with the survey's own; the same in
    every row of a survey.
    """

    owner = SubjectKey()
    survey = models.SlugField(max_length=60)
    answers = models.JSONField(default=dict)
    counted_from = models.DateTimeField()

    holds = Holds(
        clauses.ANSWERS.on(survey, answers), plain=(counted_from,), since=counted_from
    )  # fmt: skip

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "survey"), name="response_once"),)

    def __str__(self) -> str:
        return f"response {self.pk}"


class Taken(models.Model):
    """Somebody took part in a survey without names. No time, and no key of an answer."""

    owner = SubjectKey()
    survey = models.SlugField(max_length=60)
    counted_from = models.DateTimeField()

    holds = Holds(clauses.TAKEN.on(survey), plain=(counted_from,), since=counted_from)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "survey"), name="survey_once"),)

    def __str__(self) -> str:
        return f"taken {self.pk}"


class Sheet(models.Model):
    """What nobody in particular answered. Its key is random, and made anew at each mixing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.SlugField(max_length=60, db_index=True)
    answers = models.JSONField(default=dict)

    holds = Impersonal("answers without a name, a time or an order: nobody can say whose they are")

    def __str__(self) -> str:
        return str(self.pk)
