"""Banks, their blueprints and questions: about nobody. What is chosen from is kept in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from threading import Lock
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from salerno.policy.purposes import EDITORIAL, PRACTICE, RESEARCH
from salerno.privacy import law, subjects
from salerno.privacy.context import viewer
from salerno.privacy.doing import query
from salerno.privacy.errors import Refused
from salerno.privacy.law import Basis
from salerno.services.access import queries as access
from salerno.services.catalog import queries as catalog
from salerno.services.practice import models
from salerno.services.practice.rules.choice import Choosable, Pool
from salerno.services.practice.values import (
    LETTERS,
    Bank,
    ItemState,
    Module,
    Objective,
    Option,
    Panel,
    Question,
)

BANK = (
    "id", "slug", "title", "summary", "item_id", "revision", "exam_questions",
    "question_seconds", "pass_percent", "learners",
)  # fmt: skip
QUESTION = (
    "id", "key", "state", "objective_id", "stem", "ask", "panel", "options", "answer", "rationale",
    "references", "slope", "difficulty",
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """One state of a bank, kept in memory: about nobody."""

    revision: str
    modules: tuple[Module, ...]
    pool: Pool
    objective_of: dict[int, int]  # live question -> objective

    def objectives(self) -> Iterable[Objective]:
        """Every objective."""
        return (one for module in self.modules for one in module.objectives)

    def objectives_of(self, module: str) -> frozenset[int]:
        """The ids of the objectives of a module, by its slug; of every module for ""."""
        return frozenset(
            one.id
            for each in self.modules
            if not module or each.slug == module
            for one in each.objectives
        )

    def objective(self, number: int) -> Objective:
        """One objective, by id."""
        return next(one for one in self.objectives() if one.id == number)

    def module_of(self, objective: int) -> Module:
        """The module of an objective."""
        return next(
            one for one in self.modules if any(each.id == objective for each in one.objectives)
        )

    def parameters(self, objective: int) -> dict[int, tuple[float, float]]:
        """Slope and difficulty of each live question of an objective, by its id."""
        questions = self.pool.questions.get(objective, ())
        return {one.id: (one.slope, one.difficulty) for one in questions}

    def items_of(self, module: Module) -> list[int]:
        """The ids of a module's live questions."""
        return [
            one.id for each in module.objectives for one in self.pool.questions.get(each.id, ())
        ]


_held: dict[int, Held] = {}
_lock = Lock()


def is_offered() -> bool:
    """Whether the policy in force has a ground for practising."""
    return law.in_force().purpose(PRACTICE.id).bases[""] is not Basis.NONE


@query(PRACTICE, EDITORIAL)
def banks() -> list[Bank]:
    """Every bank. One statement."""
    if not is_offered():
        return []
    return [Bank(*row) for row in models.Bank.objects.order_by("title").values_list(*BANK)]


@cache
def _banks() -> QuerySet[models.Bank, tuple[Any, ...]]:
    """The question behind each page of practice, made once."""
    return models.Bank.objects.order_by("pk").values_list(*BANK)


@query(PRACTICE, EDITORIAL, RESEARCH)
def bank(slug: str) -> Bank:
    """A bank by its slug. One statement. Raises Http404 where there is none, or none is offered."""
    row = _banks().filter(slug=slug).first()
    if row is None or not is_offered():
        raise Http404
    return Bank(*row)


@query(PRACTICE)
def opened(slug: str) -> Bank:
    """A bank that the viewer may practise in. At most three statements.

    Raises Http404 where there is none, and Refused where it is not open to the viewer.
    """
    found = bank(slug)
    entry = catalog.item(found.item_id)
    if entry is None:
        raise Http404
    decision = access.decide(entry)
    if not decision.allowed:
        raise Refused(decision.what_to_do)
    return found


@query(PRACTICE)
def has_begun() -> bool:
    """Whether the viewer takes part in practice. At most one statement."""
    me = viewer().subject
    return me is not None and subjects.is_open(me, PRACTICE)


@query(PRACTICE)
def blueprint(found: Bank) -> tuple[Module, ...]:
    """The modules of a bank with their objectives."""
    return held(found).modules


@query(PRACTICE)
def size(found: Bank) -> int:
    """How many questions are live."""
    return len(held(found).objective_of)


def held(found: Bank) -> Held:
    """What can be chosen from: two statements, and none while the bank stays as it is.

    When learners have come meanwhile, how many met each question is read anew, with one.
    """
    known = _held.get(found.id)
    if known is None or known.revision != found.revision:
        known = _load(found)
    elif known.pool.learners != found.learners:
        pool = replace(known.pool, learners=found.learners, shown=_shown(found.id))
        known = replace(known, pool=pool)
    else:
        return known
    with _lock:
        _held[found.id] = known
    return known


def learners_came(bank_id: int, number: int) -> None:
    """Count this worker's own learners, so that only those of others make it read anew."""
    with _lock:
        known = _held.get(bank_id)
        if known is not None:
            pool = replace(known.pool, learners=known.pool.learners + number)
            _held[bank_id] = replace(known, pool=pool)


def one_fewer_met(bank_id: int, item: int) -> None:
    """A question that was put here went back unanswered."""
    known = _held.get(bank_id)
    if known is not None and known.pool.shown.get(item):
        known.pool.shown[item] -= 1


def _shown(bank_id: int) -> dict[int, int]:
    rows = models.Item.objects.filter(bank_id=bank_id, state=ItemState.LIVE)
    return dict(rows.values_list("id", "shown"))


def _load(found: Bank) -> Held:
    modules = _blueprint(found.id)
    rows = models.Item.objects.filter(bank_id=found.id, state=ItemState.LIVE).order_by("id")
    columns = ("id", "objective_id", "slope", "difficulty", "shown")
    questions: dict[int, list[Choosable]] = defaultdict(list)
    shown: dict[int, int] = {}
    objective_of: dict[int, int] = {}
    for pk, objective, slope, difficulty, met in rows.values_list(*columns):
        questions[objective].append(Choosable(pk, slope, difficulty))
        shown[pk], objective_of[pk] = met, objective
    weights = {one.id: one.weight for module in modules for one in module.objectives}
    kept = {one: tuple(each) for one, each in questions.items()}
    return Held(
        found.revision,
        modules,
        Pool(kept, weights, found.learners, shown, objective_of),
        objective_of,
    )


def _blueprint(bank_id: int) -> tuple[Module, ...]:
    rows = list(
        models.Objective.objects.filter(bank_id=bank_id)
        .order_by("number", "id")
        .values_list("id", "parent_id", "slug", "title", "weight")
    )
    leaves = [row for row in rows if row[1] is not None]
    whole = sum(row[4] for row in leaves) or 1.0
    made: dict[int, list[Objective]] = defaultdict(list)
    for pk, parent, slug, title, weight in leaves:
        made[parent].append(Objective(pk, slug, title, weight / whole, parent))
    return tuple(
        Module(pk, slug, title, tuple(made[pk]))
        for pk, parent, slug, title, _weight in rows
        if parent is None
    )


def question(row: tuple[Any, ...]) -> Question:
    """A question from its columns."""
    pk, key, state, objective, stem, ask, panel, options, *rest = row
    answer, rationale, references, slope, difficulty = rest
    return Question(
        pk, key, state, objective, stem, ask, made_panel(panel),
        tuple(
            Option(LETTERS[at], one["text"], one.get("why", "")) for at, one in enumerate(options)
        ),
        answer, rationale, tuple(references), slope, difficulty,
    )  # fmt: skip


def made_panel(stored: dict[str, Any]) -> Panel:
    """A table beside a stem, from its column."""
    return Panel(
        stored.get("title", ""),
        tuple(stored.get("head", ())),
        tuple(tuple(row) for row in stored.get("rows", ())),
    )
