"""A learner's own state in a bank, the open question, and what is said to an answer."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from salerno.policy.purposes import PRACTICE
from salerno.privacy.context import viewer
from salerno.privacy.doing import query
from salerno.services.practice import models
from salerno.services.practice.queries import content as banks
from salerno.services.practice.queries.content import QUESTION, Held
from salerno.services.practice.rules.irt import Estimate
from salerno.services.practice.rules.learner import Card, Standing, State
from salerno.services.practice.rules.mastery import Known
from salerno.services.practice.rules.recharge import Memory
from salerno.services.practice.values import LETTERS, Bank
from salerno.services.practice.values.study import Feedback, Figures, Put, Shown

CARD = (
    "item_id", "times", "streak", "is_learned", "wait", "back_at", "state", "step", "stability",
    "difficulty", "due_at", "reviewed_at",
)  # fmt: skip
STANDING = ("objective_id", "mean", "variance", "answers", "items", "mastered_at")
PUT = (
    "id", "number", "why", "is_repeat", "shown_at", "item_id", "item__objective_id", "item__stem",
    "item__ask", "item__panel", "item__options",
)  # fmt: skip
ANSWERED = (
    "id", "number", "chosen", "sure", "seconds", "is_right", "is_repeat", "why", "figures",
    "answered_at", "item_id",
)  # fmt: skip


def state_of(bank_id: int, subject: int) -> State:
    """Somebody's cards and standings in a bank. Two statements."""
    mine = {"owner_id": subject, "bank_id": bank_id}
    return State(
        {row[0]: Card(Known(*row[1:6]), Memory(*row[6:])) for row in _cards().filter(**mine)},
        {
            row[0]: Standing(Estimate(row[1], row[2]), *row[3:])
            for row in _standings().filter(**mine)
        },
    )


# Each question is made once: all are asked with each answer.


@cache
def _cards() -> QuerySet[models.Card, tuple[Any, ...]]:
    return models.Card.objects.values_list(*CARD)


@cache
def _standings() -> QuerySet[models.Standing, tuple[Any, ...]]:
    return models.Standing.objects.values_list(*STANDING)


@cache
def _open() -> QuerySet[models.Answer, tuple[Any, ...]]:
    rows = models.Answer.objects.filter(answered_at=None, exam=None)
    return rows.order_by("pk").values_list(*PUT)


def open_row(bank_id: int, subject: int) -> tuple[Any, ...] | None:
    """The open question of somebody, in the columns of PUT. One statement."""
    return _open().filter(owner_id=subject, bank_id=bank_id).first()


def shown(options: list[dict[str, str]]) -> tuple[Shown, ...]:
    """The options of a question without their reasons."""
    return tuple(Shown(at, LETTERS[at], one["text"]) for at, one in enumerate(options))


def put(row: tuple[Any, ...], held: Held) -> Put:
    """An open question as a page takes it."""
    objective = row[6]
    module = held.module_of(objective)
    return Put(
        row[0], row[1], row[7], row[8], banks.made_panel(row[9]), shown(row[10]),
        held.objective(objective).title, module.title, row[2], row[3],
    )  # fmt: skip


@query(PRACTICE)
def feedback(found: Bank, answer_id: int) -> Feedback:
    """What is said to one of the viewer's own answers. Two statements.

    Raises Http404 where it is not theirs, not answered, or of an exam.
    """
    me = viewer().known
    rows = models.Answer.objects.filter(
        pk=answer_id, owner_id=me, bank_id=found.id, answered_at__isnull=False, exam=None
    )
    row = rows.values_list(*ANSWERED, *(f"item__{one}" for one in QUESTION)).first()
    if row is None:
        raise Http404
    card = models.Card.objects.filter(owner_id=me, item_id=row[10])
    due = card.values_list("due_at", "wait", "is_learned").first()
    return made_feedback(row, banks.held(found), due)


def made_feedback(row: tuple[Any, ...], held: Held, due: tuple[Any, ...] | None) -> Feedback:
    """From the columns ANSWERED and QUESTION, and the card's date, wait and whether learned."""
    pk, number, chosen, sure, seconds, is_right, is_repeat, why, figures, at, _item = row[:11]
    question = banks.question(row[11:])
    is_learned = bool(due and due[2])
    return Feedback(
        pk, number, question, -1 if chosen is None else chosen, sure or 0, seconds or 0,
        bool(is_right), is_repeat, why, Figures(**(figures or {})),
        held.objective(question.objective_id), held.module_of(question.objective_id), at,
        due[0] if due and is_learned else None, due[1] if due and not is_learned else 0,
    )  # fmt: skip
