"""Practice exams of the viewer: under way, over, and how each question went."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404

from salerno.policy.purposes import PRACTICE
from salerno.privacy import clock
from salerno.privacy.context import viewer
from salerno.privacy.doing import query
from salerno.services.practice import models
from salerno.services.practice.queries import content as banks
from salerno.services.practice.queries.content import QUESTION
from salerno.services.practice.queries.study import ANSWERED, made_feedback, shown
from salerno.services.practice.values import Bank
from salerno.services.practice.values.exams import ExamLine, ExamPage, ExamQuestion, ExamResult
from salerno.services.practice.values.study import Feedback

EXAM = ("id", "number", "asked", "started_at", "ends_at", "submitted_at", "right")


def line(row: tuple[Any, ...], now: datetime) -> ExamLine:
    """An exam from its columns."""
    pk, number, asked, started_at, ends_at, submitted_at, right = row
    return ExamLine(pk, number, asked, started_at, ends_at, submitted_at, right, now)


@query(PRACTICE)
def exams(found: Bank) -> list[ExamLine]:
    """The viewer's exams in a bank, the newest first. One statement."""
    rows = models.Exam.objects.filter(owner_id=viewer().known, bank_id=found.id)
    now = clock.now()
    return [line(row, now) for row in rows.order_by("-number").values_list(*EXAM)]


def exam_at(found: Bank, number: int) -> ExamLine:
    """One exam of the viewer. One statement. Raises Http404 where there is none."""
    rows = models.Exam.objects.filter(owner_id=viewer().known, bank_id=found.id, number=number)
    row = rows.values_list(*EXAM).first()
    if row is None:
        raise Http404
    return line(row, clock.now())


@query(PRACTICE)
def exam_page(found: Bank, number: int, place: int = 0) -> ExamPage:
    """An exam under way, with the question at a place from 1. Three statements.

    Nothing of it tells an answer. Raises Http404 where there is no such exam or place.
    """
    exam = exam_at(found, number)
    rows = models.Answer.objects.filter(owner_id=viewer().known, exam_id=exam.id)
    chosen = dict(rows.order_by("number").values_list("number", "chosen"))
    answered = tuple(one is not None for one in chosen.values())
    if not place:
        return ExamPage(exam, answered)
    columns = ("item__stem", "item__ask", "item__panel", "item__options")
    row = rows.filter(number=place).values_list(*columns).first()
    if row is None:
        raise Http404
    question = ExamQuestion(
        place, row[0], row[1], banks.made_panel(row[2]), shown(row[3]), chosen[place]
    )
    return ExamPage(exam, answered, question)


@query(PRACTICE)
def exam_item(found: Bank, number: int, place: int) -> int:
    """The id of the question at a place of an exam. Raises Http404 where there is none."""
    rows = models.Answer.objects.filter(
        owner_id=viewer().known, bank_id=found.id, exam__number=number, number=place
    )
    item = rows.values_list("item_id", flat=True).first()
    if item is None:
        raise Http404
    return item


@query(PRACTICE)
def exam_result(found: Bank, number: int) -> ExamResult:
    """An exam that is over, with every key and reason. Two statements.

    Raises Http404 while it is under way: no key leaves before the end.
    """
    exam = exam_at(found, number)
    if exam.submitted_at is None:
        raise Http404
    rows = models.Answer.objects.filter(owner_id=viewer().known, exam_id=exam.id).order_by("number")
    held = banks.held(found)
    listed = rows.values_list(*ANSWERED, *(f"item__{one}" for one in QUESTION))
    told = [made_feedback(row, held, None) for row in listed]
    return ExamResult(
        exam,
        _by_module(told),
        tuple(one for one in told if one.chosen >= 0),
        tuple(one for one in told if one.chosen < 0),
    )


def _by_module(told: list[Feedback]) -> tuple[tuple[str, int, int], ...]:
    counts: dict[str, list[int]] = {}
    for one in told:
        held = counts.setdefault(one.module.title, [0, 0])
        held[0] += one.is_right
        held[1] += 1
    return tuple((title, right, asked) for title, (right, asked) in sorted(counts.items()))


def rows_of(exam_id: int, subject: int) -> list[tuple[Any, ...]]:
    """Every question of an exam: id, what was chosen, and the key. One statement."""
    rows = models.Answer.objects.filter(owner_id=subject, exam_id=exam_id)
    return list(rows.values_list("pk", "chosen", "item__answer"))
