"""For editors: banks, their questions with their keys, and a bank as a file."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.http import Http404

from salerno.policy.purposes import EDITORIAL, RESEARCH
from salerno.privacy.context import viewer
from salerno.privacy.doing import query
from salerno.services.catalog import queries as catalog
from salerno.services.practice import models
from salerno.services.practice.queries import content as banks
from salerno.services.practice.queries.content import QUESTION
from salerno.services.practice.values import (
    Bank,
    ItemState,
    NewBank,
    NewItem,
    NewObjective,
    Objective,
    Question,
    Step,
)


@dataclass(frozen=True)
class ItemLine:
    """A question in a list of the desk."""

    id: int
    key: str
    ask: str
    state: str
    objective: str
    difficulty: float
    calibrated_on: int
    shown: int


@query(EDITORIAL)
def items(found: Bank, state: str = "") -> list[ItemLine]:
    """The questions of a bank, those of a state or all. One statement."""
    rows = models.Item.objects.filter(bank_id=found.id).order_by("objective__number", "key")
    if state:
        rows = rows.filter(state=state)
    columns = (
        "id",
        "key",
        "ask",
        "state",
        "objective__title",
        "difficulty",
        "calibrated_on",
        "shown",
    )
    return [ItemLine(*row) for row in rows.values_list(*columns)]


@query(EDITORIAL)
def counts(found: Bank) -> dict[str, int]:
    """How many questions stand where. One statement."""
    rows = models.Item.objects.filter(bank_id=found.id).values("state").annotate(n=Count("id"))
    return dict(rows.values_list("state", "n"))


@query(EDITORIAL)
def counted() -> list[tuple[Bank, dict[str, int]]]:
    """Every bank, and how many of its questions stand where. Two statements."""
    rows = models.Item.objects.values_list("bank_id", "state").annotate(n=Count("id"))
    found: dict[int, dict[str, int]] = {}
    for bank_id, state, count in rows.order_by():
        found.setdefault(bank_id, {})[state] = count
    return [(one, found.get(one.id, {})) for one in banks.banks()]


@query(EDITORIAL)
def item(found: Bank, item_id: int) -> Question:
    """One question, with its key. Raises Http404 where there is none."""
    row = models.Item.objects.filter(pk=item_id, bank_id=found.id).values_list(*QUESTION).first()
    if row is None:
        raise Http404
    return banks.question(row)


@query(EDITORIAL)
def keys(found: Bank) -> dict[int, tuple[int, int]]:
    """The place of the right option and the number of options, by question. One statement."""
    rows = models.Item.objects.filter(bank_id=found.id).values_list("id", "answer", "options")
    return {pk: (answer, len(options)) for pk, answer, options in rows}


@query(EDITORIAL)
def wrote(item_id: int) -> bool:
    """Whether the viewer wrote a question, and so does not review it."""
    rows = models.Editing.objects.filter(owner_id=viewer().known, item_id=item_id)
    return rows.filter(step=Step.WROTE).exists()


@query(EDITORIAL)
def objectives(found: Bank) -> list[tuple[str, list[Objective]]]:
    """The blueprint, module by module."""
    return [(one.title, list(one.objectives)) for one in banks.held(found).modules]


@query(EDITORIAL)
def as_file(found: Bank) -> NewBank:
    """A bank as its file says it. Three statements."""
    rows = models.Objective.objects.filter(bank_id=found.id).order_by("number", "id")
    blueprint = tuple(
        NewObjective(slug, title, parent or "", weight)
        for slug, title, parent, weight in rows.values_list(
            "slug", "title", "parent__slug", "weight"
        )
    )
    listed = models.Item.objects.filter(bank_id=found.id).order_by("id")
    entry = catalog.item(found.item_id)
    return NewBank(
        found.slug, found.title, found.summary, found.exam_questions, found.question_seconds,
        found.pass_percent, entry.access if entry else "registered", blueprint,
        tuple(
            _as_new(banks.question(row), objective)
            for *row_, objective in listed.values_list(*QUESTION, "objective__slug")
            if (row := tuple(row_))
        ),
    )  # fmt: skip


def _as_new(one: Question, objective: str) -> NewItem:
    return NewItem(
        one.key, objective, one.stem, one.ask, tuple((each.text, each.why) for each in one.options),
        one.answer, one.rationale, one.references, one.panel, one.slope, one.difficulty, one.state,
    )  # fmt: skip


@query(RESEARCH)
def first_answers(found: Bank) -> list[tuple[int, int, bool]]:
    """Everybody's first answers who agreed to research: subject, question, right. One statement.

    No name, no sureness and no choice is read: the purpose does not reach them.
    """
    rows = models.Answer.objects.filter(
        bank_id=found.id, is_repeat=False, answered_at__isnull=False,
        item__state=ItemState.LIVE,
    )  # fmt: skip
    listed = rows.values_list("owner_id", "item_id", "is_right")
    return [(owner, item, bool(is_right)) for owner, item, is_right in listed]
