"""Progress and scores: one's own, those of a course's learners, and what an institution reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Max, Sum
from django.http import Http404

from salerno.policy.purposes import COURSES, INSTITUTION_REPORTS
from salerno.privacy.context import viewer
from salerno.privacy.doing import query
from salerno.services.accounts import queries as accounts
from salerno.services.courses import models, rules
from salerno.services.courses.queries.quiz import attempts_of
from salerno.services.courses.queries.units import lines
from salerno.services.courses.values import (
    Attempt,
    Course,
    EnrolmentState,
    Participation,
    Report,
    RosterLine,
)


def _report(course: Course, subject: int) -> Report:
    quiz = models.Quiz.objects.filter(course_id=course.id).annotate(most=Sum("questions__points"))
    row = quiz.values_list("pass_percent", "most").first()
    attempts: list[Attempt] = attempts_of(course, subject)
    pass_percent, most = row if row is not None else (0, Decimal())
    made = Report(
        lines(course, subject), tuple(attempts), most or Decimal(), pass_percent, row is not None
    )
    if made.best is None:
        return made
    asked = models.Question.objects.filter(quiz__course_id=course.id, about__gt=0)
    parts = rules.by_unit(asked.values_list("pk", "about", "points"), made.best.points)
    return replace(made, by_unit=parts)


@query(COURSES)
def report(course: Course) -> Report:
    """The viewer's own report. Five statements at most."""
    return _report(course, viewer().known)


@query(COURSES)
def learner_report(course: Course, subject: int) -> tuple[RosterLine, Report]:
    """A learner's report, for those who teach the course. Raises Http404 for anybody else's."""
    found = [one for one in _roster(course, (subject,)) if one.subject == subject]
    if not found:
        raise Http404
    return found[0], _report(course, subject)


@query(COURSES)
def roster(course: Course) -> list[RosterLine]:
    """The learners of a course, as the gate shows them to the viewer. Five statements."""
    return _roster(course)


def _roster(course: Course, only: Collection[int] = ()) -> list[RosterLine]:
    rows = models.Enrolment.objects.filter(course_id=course.id, state=EnrolmentState.ACTIVE)
    if only:
        rows = rows.filter(owner_id__in=only)
    enrolled = dict(rows.exclude(owner_id=viewer().subject).values_list("owner_id", "enrolled_at"))
    units = models.Unit.objects.filter(course_id=course.id).count()
    done = _done(course.scope, enrolled)
    best = _best(course.scope, enrolled)
    cards = accounts.cards(enrolled)
    made = [
        RosterLine(
            one,
            cards[one].name if one in cards else "",
            at,
            done.get(one, (0, None))[0],
            units,
            best[one][0] if one in best else 0,
            best[one][1] if one in best else None,
            best[one][2] if one in best else None,
            _latest(done.get(one, (0, None))[1], best[one][3] if one in best else None),
        )
        for one, at in enrolled.items()
    ]
    return sorted(made, key=lambda one: (one.name.casefold(), one.subject))


def _latest(*times: datetime | None) -> datetime | None:
    return max((one for one in times if one is not None), default=None)


def _done(scope: str, people: Iterable[int]) -> dict[int, tuple[int, datetime | None]]:
    rows = (
        models.UnitProgress.objects.filter(scope=scope, owner_id__in=list(people))
        .values("owner_id")
        .annotate(done=Count("completed_at"), last=Max("opened_at"))
    )
    return {one["owner_id"]: (one["done"], one["last"]) for one in rows}


def _best(
    scope: str, people: Iterable[int]
) -> dict[int, tuple[int, Decimal | None, Decimal | None, datetime | None]]:
    """Attempts made, the best score, of how much, and when the last one was saved, by learner."""
    rows = models.Attempt.objects.filter(scope=scope, owner_id__in=list(people))
    found: dict[int, tuple[int, Decimal | None, Decimal | None, datetime | None]] = {}
    columns = ("owner_id", "score", "most", "saved_at")
    for owner, score, most, at in rows.order_by("pk").values_list(*columns):
        made, best, of, last = found.get(owner, (0, None, None, None))
        if score is not None and (best is None or score > best):
            best, of = score, most
        found[owner] = (made + 1, best, of, _latest(last, at))
    return found


@query(INSTITUTION_REPORTS)
def participation(people: Collection[int]) -> list[Participation]:
    """What an institution reads of its own: whether they take part, and how they do.

    The gate leaves out whoever did not agree, or is tied to another institution. Five statements,
    however many people.
    """
    rows = models.Enrolment.objects.filter(owner_id__in=list(people))
    columns = ("owner_id", "course_id", "course__title", "scope", "enrolled_at", "state")
    enrolled = list(rows.order_by("course_id", "owner_id").values_list(*columns))
    units = dict(models.Unit.objects.values_list("course_id").annotate(n=Count("pk")))
    done = _counted(people)
    best = _percents(people)
    return [
        Participation(
            owner, title, at, state == EnrolmentState.LEFT, done.get((owner, scope), 0),
            units.get(course, 0), best.get((owner, scope)),
        )
        for owner, course, title, scope, at, state in enrolled
    ]  # fmt: skip


def _counted(people: Collection[int]) -> dict[tuple[int, str], int]:
    rows = models.UnitProgress.objects.filter(owner_id__in=list(people))
    counted = rows.values_list("owner_id", "scope").annotate(done=Count("completed_at"))
    return {(owner, scope): done for owner, scope, done in counted}


def _percents(people: Collection[int]) -> dict[tuple[int, str], int]:
    rows = models.Attempt.objects.filter(owner_id__in=list(people))
    found: dict[tuple[int, str], int] = {}
    for owner, scope, score, most in rows.values_list("owner_id", "scope", "score", "most"):
        if score is not None and most:
            found[owner, scope] = max(found.get((owner, scope), 0), int(score * 100 / most))
    return found
