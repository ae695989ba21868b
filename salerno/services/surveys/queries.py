"""What may be read: surveys by everybody, one's own part by oneself, figures by the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from salerno.policy.purposes import ACCOUNT, EDITORIAL, SHARED, SURVEYS
from salerno.privacy import clock, law
from salerno.privacy.declare import Clause
from salerno.privacy.doing import query
from salerno.privacy.law import Basis
from salerno.privacy.subjects import is_open
from salerno.services.surveys import models, values
from salerno.services.surveys.formats import writing
from salerno.services.surveys.rules.questions import Answers

MOST = 200
_COLUMNS = (
    "id", "slug", "title", "why", "is_anonymous", "text", "closes_at", "kept_until", "opened_at",
    "closed_at",
)  # fmt: skip


def is_offered() -> bool:
    """Whether the operator asks for opinions at all."""
    return law.in_force().purpose(SURVEYS.id).bases[""] is not Basis.NONE


def is_asked(subject: int) -> bool:
    """Whether somebody may be asked: they did not say no, and their law allows it."""
    return is_open(subject, SURVEYS)


def term(clause: Clause) -> timedelta:
    """How long the policy keeps what stands under a clause of this room."""
    return timedelta(days=law.in_force().clause(clause.id).term.days)


@query(*SHARED)
def running() -> list[values.Survey]:
    """The surveys that can be answered now, the next to close first. One statement."""
    rows = models.Survey.objects.exclude(opened_at=None).filter(closed_at=None)
    return _surveys(rows.filter(closes_at__gt=clock.now()).order_by("closes_at", "pk"))


@query(*SHARED)
def survey(slug: str) -> values.Survey | None:
    """A survey that was opened. One statement."""
    found = _surveys(models.Survey.objects.exclude(opened_at=None).filter(slug=slug[:60]))
    return found[0] if found else None


@query(*SHARED)
def survey_by_id(survey_id: int) -> values.Survey | None:
    """A survey, opened or not. One statement."""
    found = _surveys(models.Survey.objects.filter(pk=survey_id))
    return found[0] if found else None


@query(EDITORIAL)
def surveys() -> list[values.Survey]:
    """Every survey, the latest first. One statement."""
    return _surveys(models.Survey.objects.order_by("-pk"))


def _surveys(rows: Any) -> list[values.Survey]:
    return [
        values.Survey(**one, questions=writing.read(one["text"]))
        for one in rows.values(*_COLUMNS)[:MOST]
    ]


@query(ACCOUNT)
def own(mine: int, found: values.Survey) -> values.Own:
    """One's own part in a survey, also after a no to surveys. One statement."""
    if found.is_anonymous:
        return values.Own(models.Taken.objects.filter(owner_id=mine, survey=found.slug).exists())
    rows = models.Response.objects.filter(owner_id=mine, survey=found.slug)
    row = rows.values_list("answers", flat=True).first()
    return values.Own(row is not None, row)


@query(SURVEYS)
def sheets(found: values.Survey) -> list[Answers]:
    """All answers of a survey without whose they are, to be counted. One statement."""
    if found.is_anonymous:
        return list(
            models.Sheet.objects.filter(survey=found.slug).values_list("answers", flat=True)
        )
    rows = models.Response.objects.filter(survey=found.slug)
    return list(rows.values_list("answers", flat=True))
