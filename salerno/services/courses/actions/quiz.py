"""An attempt: begun, saved answer by answer, handed in once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from salerno.policy.purposes import COURSES
from salerno.privacy import clock, facts
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.courses import queries, rules
from salerno.services.courses.clauses import QUIZ_POINT
from salerno.services.courses.models import Answer, Attempt
from salerno.services.courses.values import (
    AttemptState,
    Question,
    QuestionKind,
    QuizPage,
    Seat,
)


@action(COURSES, collects=QUIZ_POINT)
def start_attempt(*, by: Viewer, seat: Seat) -> int:
    """Begin an attempt, or go on with the one under way; its number.

    Raises Refused where none is left.
    """
    check_learner(seat)
    page = queries.quiz_page(seat.course)
    if page.draft is not None:
        return page.draft.number
    if not page.left:
        raise Refused(_("You have used every attempt at this quiz. The best one counts."))
    number = len(page.attempts) + 1
    try:
        with transaction.atomic():
            Attempt.objects.create(
                owner_id=by.known, quiz_id=page.quiz.id, scope=seat.course.scope, number=number
            )
    except IntegrityError:
        return number  # sent twice: the other one made it
    return number


def check_learner(seat: Seat) -> None:
    """Raises Refused for a teacher, who reads a quiz and does not take it."""
    if not seat.is_learner:
        raise Refused(_("Only learners of this course take its quiz."))


@action(COURSES, collects=QUIZ_POINT)
def save_answer(
    *, by: Viewer, seat: Seat, attempt_id: int, question: Question, given: Sequence[str]
) -> None:
    """Keep an answer as a draft; sent twice, it is kept once.

    Raises Refused (409) where the attempt is not the viewer's draft: it was handed in meanwhile.
    """
    check_learner(seat)
    _hold_draft(by, seat, attempt_id)
    told = stored(question, given)
    now = clock.now()
    rows = Answer.objects.filter(owner_id=by.known, attempt_id=attempt_id, question_id=question.id)
    if not rows.update(given=told, saved_at=now):
        Answer.objects.create(
            owner_id=by.known, attempt_id=attempt_id, question_id=question.id,
            scope=seat.course.scope, given=told, saved_at=now,
        )  # fmt: skip


def _hold_draft(by: Viewer, seat: Seat, attempt_id: int) -> None:
    """Lock the draft, so that it cannot be handed in while an answer is written."""
    draft = Attempt.objects.filter(
        pk=attempt_id, owner_id=by.known, scope=seat.course.scope, state=AttemptState.DRAFT
    )
    if not draft.update(saved_at=clock.now()):
        raise Refused(
            _("This attempt was handed in, or is not yours. What you sent was not stored."),
            status=409,
        )


def stored(question: Question, given: Sequence[str]) -> list[int] | list[str]:
    """An answer as it is kept: ids of choices, or a number as it was written."""
    if question.kind == QuestionKind.NUMERIC:
        return [one for one in given if one]
    return [int(one) for one in given]


@action(COURSES, collects=QUIZ_POINT)
def submit_attempt(*, by: Viewer, seat: Seat, attempt_id: int) -> int:
    """Hand an attempt in and score it; its number. Handed in twice, it is scored once."""
    check_learner(seat)
    page = queries.quiz_page(seat.course)
    attempt = next((one for one in page.attempts if one.id == attempt_id), None)
    if attempt is None:
        raise Refused(_("There is no such attempt of yours."), status=404)
    if attempt.is_draft:
        _score(by, seat, page, attempt_id)
    return attempt.number


def _score(by: Viewer, seat: Seat, page: QuizPage, attempt_id: int) -> None:
    _hold_draft(by, seat, attempt_id)
    now = clock.now()
    rows = Answer.objects.filter(owner_id=by.known, attempt_id=attempt_id)
    given = dict(rows.values_list("question_id", "given"))
    points = {one.id: earned(one, given.get(one.id) or []) for one in page.quiz.questions}
    late = rules.is_late(now, page.quiz.rules.due_at)
    total = sum(points.values(), Decimal())
    score = rules.after_lateness(total, late, page.quiz.rules.late_percent)
    Attempt.objects.filter(pk=attempt_id, owner_id=by.known).update(
        state=AttemptState.SUBMITTED,
        submitted_at=now,
        is_late=late,
        score=score,
        most=page.quiz.points,
        points={str(one): str(value) for one, value in points.items()},
    )
    facts.record("course.quiz_submitted", by.known, seat.course.item_id)
    if page.quiz.points and score * 100 >= page.quiz.rules.pass_percent * page.quiz.points:
        facts.record("course.passed", by.known, seat.course.item_id)


def earned(question: Question, given: Sequence[int | str]) -> Decimal:
    """What an answer earns."""
    if not given:
        return Decimal()
    if question.kind == QuestionKind.NUMERIC:
        value = question.value or Decimal()
        return rules.score_number(
            rules.number(str(given[0])), value, question.tolerance, question.points
        )
    chosen = [int(one) for one in given]
    if question.kind == QuestionKind.ORDERING:
        inorder = sorted(question.choices, key=lambda one: one.place)
        return rules.score_order(chosen, [one.id for one in inorder], question.points)
    right = [one.id for one in question.choices if one.is_right]
    if question.kind == QuestionKind.SINGLE:
        return rules.score_single(chosen, right, question.points)
    return rules.score_multiple(chosen, right, question.points)
