"""What is said to each answer of an attempt. Pure: a quiz and an attempt in, words out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from string import ascii_uppercase

from salerno.services.courses import rules
from salerno.services.courses.values import Attempt, Choice, Question, QuestionKind, Quiz, Told


@dataclass(frozen=True)
class Marked:
    """A choice after the quiz. ``given`` and ``place``: what was answered, what is right."""

    letter: str
    html: str
    is_given: bool
    is_right: bool
    feedback: str
    given_place: int = 0
    place: int = 0


@dataclass(frozen=True)
class Verdict:
    """A question after the quiz."""

    question: Question
    earned: Decimal
    is_whole: bool
    is_answered: bool
    number: str
    said: str
    choices: tuple[Marked, ...]


def verdicts(quiz: Quiz, attempt: Attempt) -> list[Verdict]:
    """What is said to each question of an attempt that was handed in."""
    return [_verdict(one, attempt) for one in quiz.questions]


def _verdict(question: Question, attempt: Attempt) -> Verdict:
    given = attempt.given.get(question.id, ())
    earned = attempt.points.get(question.id, Decimal())
    numeric = question.kind == QuestionKind.NUMERIC
    choices = [_marked(question, at, one, given) for at, one in enumerate(question.choices)]
    if question.kind == QuestionKind.ORDERING:
        choices.sort(key=lambda one: one.place)
    is_whole = earned == rules.rounded(question.points)
    return Verdict(
        question, earned, is_whole, bool(given), given[0] if numeric and given else "",
        _said(question, given, is_whole=is_whole), tuple(choices),
    )  # fmt: skip


def _marked(question: Question, at: int, choice: Choice, given: tuple[str, ...]) -> Marked:
    is_given = str(choice.id) in given
    is_order = question.kind == QuestionKind.ORDERING
    return Marked(
        ascii_uppercase[at % 26],
        choice.html,
        is_given,
        choice.is_right,
        choice.feedback,
        given.index(str(choice.id)) + 1 if is_order and is_given else 0,
        choice.place,
    )


def _said(question: Question, given: tuple[str, ...], *, is_whole: bool) -> str:
    if question.kind == QuestionKind.ORDERING:
        return question.told.right
    if question.kind != QuestionKind.NUMERIC or not given:
        return ""
    return question.told.right if is_whole else _of_number(question.told, given[0])


def _of_number(told: Told, given: str) -> str:
    """What is said to a number that is not right: to a known mistake its own words."""
    number = rules.number(given)
    if number is not None:
        for one in told.near:
            if abs(number - one.value) <= one.tolerance:
                return one.feedback
    return told.wrong
