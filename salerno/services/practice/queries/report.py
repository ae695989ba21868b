"""Where the viewer stands: progress, what comes back when, calibration, and the whole record."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db.models import Sum

from salerno.policy.purposes import PRACTICE
from salerno.privacy import clock
from salerno.privacy.context import viewer
from salerno.privacy.doing import query
from salerno.services.practice import models
from salerno.services.practice.queries import content as banks
from salerno.services.practice.queries.content import Held
from salerno.services.practice.queries.study import state_of
from salerno.services.practice.rules import learner, mastery, pace, recharge, times
from salerno.services.practice.rules.learner import State
from salerno.services.practice.rules.metacognition import Pair
from salerno.services.practice.values import Bank, Module, Objective
from salerno.services.practice.values.study import Due, Line, ModuleStand, Overview, Stand

LINES = 50
LINE = (
    "id", "number", "item__objective__title", "item__ask", "answered_at", "sure", "seconds",
    "is_right", "why", "exam__number",
)  # fmt: skip


@query(PRACTICE)
def overview(found: Bank) -> Overview:
    """Where the viewer stands in a bank, module by module. Five statements."""
    me, held, now = viewer().known, banks.held(found), clock.now()
    state = state_of(found.id, me)
    worked = _worked(found.id, me)
    lately = models.Answer.objects.filter(
        owner_id=me, bank_id=found.id, exam=None,
        answered_at__gte=now - timedelta(days=pace.LATELY),
    )  # fmt: skip
    by_day = Counter(at.date() for at in lately.values_list("answered_at", flat=True) if at)
    plan = models.Plan.objects.filter(owner_id=me, bank_id=found.id)
    exam_date = plan.values_list("exam_date", flat=True).first()
    dues = [at for at, _item in _dues(held, state)]
    return Overview(
        found,
        tuple(module_stand(held, state, one, worked) for one in held.modules),
        state.number - 1,
        sum(at <= now for at in dues),
        state.waiting(list(held.objective_of)),
        sum(by_day.values()),
        exam_date,
        sum(at.date() < exam_date for at in dues) if exam_date else 0,
        dict(by_day),
    )


def _worked(bank_id: int, subject: int) -> Mapping[int, int]:
    rows = models.Sitting.objects.filter(owner_id=subject, bank_id=bank_id)
    return dict(
        rows.values("module_id").annotate(all=Sum("seconds")).values_list("module_id", "all")
    )


def module_stand(
    held: Held, state: State, module: Module, worked: Mapping[int, int]
) -> ModuleStand:
    """Where a state stands in a module."""
    stands = tuple(_stand(held, state, one) for one in module.objectives)
    return ModuleStand(module, stands, times.minutes(worked.get(module.id, 0)))


def _stand(held: Held, state: State, objective: Objective) -> Stand:
    parameters = held.parameters(objective.id)
    questions, ids = list(parameters.values()), list(parameters)
    known = state.standings.get(objective.id)
    estimate = state.standing(objective.id).estimate
    low, expected, high = (
        mastery.expected_share(estimate.mean + far * estimate.error, questions)
        for far in (-1, 0, 1)
    )
    return Stand(
        objective, known.estimate if known else None, known.answers if known else 0,
        expected, low, high, learner.learned(state, ids), len(ids), state.waiting(ids),
        known.mastered_at if known else None,
    )  # fmt: skip


def _dues(held: Held, state: State) -> list[tuple[datetime, int]]:
    """The dates on which learned, live questions come back."""
    return [
        (one.memory.due_at, item)
        for item, one in state.cards.items()
        if one.known.is_learned and item in held.objective_of and one.memory.due_at is not None
    ]


@query(PRACTICE)
def dues(found: Bank) -> list[Due]:
    """Every learned question of the viewer with its date, the next one first. Three statements."""
    me, held, now = viewer().known, banks.held(found), clock.now()
    state = state_of(found.id, me)
    ids = [item for _at, item in _dues(held, state)]
    asks = dict(models.Item.objects.filter(pk__in=ids).values_list("pk", "ask"))
    listed = []
    for item in ids:
        card = state.cards[item]
        memory = card.memory
        if memory.due_at is None or memory.reviewed_at is None:
            continue
        objective = held.objective(held.objective_of[item]).title
        listed.append(
            Due(
                item, asks[item], objective, memory.reviewed_at, memory.due_at,
                memory.stability or 0.0, recharge.recall(memory, now), card.known.times,
                card.known.is_learned,
            )
        )  # fmt: skip
    return sorted(listed, key=lambda one: (one.due_at, one.item_id))


@query(PRACTICE)
def confidence(found: Bank) -> dict[int, list[Pair]]:
    """The viewer's study answers as pairs (sureness, right), by objective. One statement."""
    rows = models.Answer.objects.filter(
        owner_id=viewer().known, bank_id=found.id, exam=None, answered_at__isnull=False
    )
    listed: dict[int, list[Pair]] = defaultdict(list)
    columns = ("item__objective_id", "sure", "is_right")
    for objective, sure, is_right in rows.order_by("number").values_list(*columns):
        listed[objective].append((sure / 100, bool(is_right)))
    return dict(listed)


@query(PRACTICE)
def record(found: Bank, page: int = 1) -> tuple[list[Line], int]:
    """A page of the viewer's answers, the newest first, and how many there are. Two statements."""
    rows = models.Answer.objects.filter(
        owner_id=viewer().known, bank_id=found.id, answered_at__isnull=False
    ).exclude(exam__isnull=False, exam__submitted_at=None)
    start = (max(1, page) - 1) * LINES
    listed = rows.order_by("-answered_at", "-id").values_list(*LINE)[start : start + LINES]
    return [Line(*row) for row in listed], rows.count()


@query(PRACTICE)
def sittings(found: Bank) -> list[tuple[date, str, int, int]]:
    """The viewer's latest sittings: day, module, minutes, answers. One statement."""
    rows = models.Sitting.objects.filter(owner_id=viewer().known, bank_id=found.id)
    columns = ("started_at", "module__title", "seconds", "answers")
    return [
        (at.date(), title, times.minutes(seconds), answers)
        for at, title, seconds, answers in rows.order_by("-started_at").values_list(*columns)[:30]
    ]
