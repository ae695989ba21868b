"""A quiz and the viewer's own attempts at it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import Http404

from salerno.policy.purposes import COURSES
from salerno.privacy import clock
from salerno.privacy.context import viewer
from salerno.privacy.doing import query
from salerno.services.courses import models
from salerno.services.courses.values import (
    Attempt,
    Choice,
    Course,
    Near,
    Question,
    Quiz,
    QuizPage,
    QuizRules,
    Told,
)

ATTEMPT = (
    "id", "number", "state", "started_at", "submitted_at", "is_late", "score", "most", "points",
)  # fmt: skip


def quiz_of(course: Course) -> Quiz | None:
    """The quiz of a course with its questions, or None. Three statements."""
    row = models.Quiz.objects.filter(course_id=course.id).first()
    if row is None:
        return None
    ruled = QuizRules(row.attempts, row.due_at, course.ends_at, row.late_percent, row.pass_percent)
    return Quiz(row.pk, row.title, row.html, ruled, _questions(row.pk))


def _questions(quiz_id: int) -> tuple[Question, ...]:
    choices: dict[int, list[Choice]] = {}
    rows = models.Choice.objects.filter(question__quiz_id=quiz_id).order_by("shown_at")
    columns = ("question_id", "id", "html", "is_right", "feedback", "place")
    for question, *rest in rows.values_list(*columns):
        choices.setdefault(question, []).append(Choice(*rest))
    return tuple(
        Question(
            one.pk, one.number, one.kind, one.stem, one.points, one.rationale, one.value,
            one.tolerance, one.unit, tuple(choices.get(one.pk, ())), told(one.told), one.about,
        )
        for one in models.Question.objects.filter(quiz_id=quiz_id).order_by("number")
    )  # fmt: skip


def told(stored: dict[str, Any]) -> Told:
    """What is said to a number, from its column."""
    near = tuple(
        Near(Decimal(one["value"]), Decimal(one["tolerance"]), one["feedback"])
        for one in stored.get("near", ())
    )
    return Told(stored.get("right", ""), stored.get("wrong", ""), near)


def attempts_of(course: Course, subject: int) -> list[Attempt]:
    """Somebody's attempts in a course, without the answers. One statement."""
    rows = models.Attempt.objects.filter(owner_id=subject, scope=course.scope).order_by("number")
    return [made(row) for row in rows.values_list(*ATTEMPT)]


def made(row: tuple[Any, ...], given: Iterable[tuple[int, list[Any]]] = ()) -> Attempt:
    """An attempt from its columns."""
    points = {int(one): Decimal(earned) for one, earned in (row[8] or {}).items()}
    answers = {question: tuple(str(one) for one in told or ()) for question, told in given}
    values: tuple[Any, ...] = (*row[:8], points, answers)
    return Attempt(*values)


@query(COURSES)
def quiz_page(course: Course) -> QuizPage:
    """The quiz, the viewer's attempts, and the answers of the one under way. Five statements.

    Raises Http404 where the course has no quiz.
    """
    quiz = quiz_of(course)
    if quiz is None:
        raise Http404
    attempts = attempts_of(course, viewer().known)
    open_ids = [one.id for one in attempts if one.is_draft]
    given = dict(_given(open_ids)) if open_ids else {}
    listed = [replace(one, given=given) if one.is_draft else one for one in attempts]
    return QuizPage(quiz, tuple(listed), clock.now())


def _given(attempt_ids: list[int]) -> list[tuple[int, tuple[str, ...]]]:
    rows = models.Answer.objects.filter(owner_id=viewer().known, attempt_id__in=attempt_ids)
    listed = rows.values_list("question_id", "given")
    return [(question, tuple(str(one) for one in told or ())) for question, told in listed]


@query(COURSES)
def attempt(course: Course, number: int) -> tuple[Quiz, Attempt]:
    """One of the viewer's own attempts, with its answers. Raises Http404 where there is none."""
    quiz = quiz_of(course)
    rows = models.Attempt.objects.filter(owner_id=viewer().known, scope=course.scope, number=number)
    row = rows.values_list(*ATTEMPT).first()
    if quiz is None or row is None:
        raise Http404
    answers = models.Answer.objects.filter(owner_id=viewer().known, attempt_id=row[0])
    return quiz, made(row, answers.values_list("question_id", "given"))
