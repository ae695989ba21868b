"""A learner's state in a bank, and what one answer does to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from salerno.services.practice.rules import irt, mastery, recharge
from salerno.services.practice.rules.choice import Place
from salerno.services.practice.rules.irt import Estimate
from salerno.services.practice.rules.mastery import Known
from salerno.services.practice.rules.recharge import Memory

UNKNOWN, UNREMEMBERED = Known(), Memory()


@dataclass(frozen=True)
class Given:
    """An answer that was given at ``at``. ``item`` and ``objective`` are ids."""

    item: int
    objective: int
    is_right: bool
    sure: int
    seconds: int
    at: datetime


@dataclass(frozen=True)
class Card:
    """One question in one head."""

    known: Known = UNKNOWN
    memory: Memory = UNREMEMBERED


@dataclass(frozen=True)
class Standing:
    """The estimate in one objective. ``items``: the questions of it that were met."""

    estimate: Estimate
    answers: int = 0
    items: int = 0
    mastered_at: datetime | None = None


@dataclass(frozen=True)
class State:
    """All that a choice rests on: cards by question, standings by objective."""

    cards: Mapping[int, Card] = field(default_factory=dict)
    standings: Mapping[int, Standing] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The number of the next answer, from 1."""
        return 1 + sum(one.known.times for one in self.cards.values())

    def places(self) -> dict[int, Place]:
        """As the choice takes it."""
        return {
            one: Place(held.estimate.mean, held.items, held.mastered_at is not None)
            for one, held in self.standings.items()
        }

    def standing(self, objective: int) -> Standing:
        """Where somebody stands in an objective; a new one begins near the others."""
        known = self.standings.get(objective)
        if known is not None:
            return known
        return Standing(irt.started([one.estimate for one in self.standings.values()]))

    def waiting(self, items: Sequence[int]) -> int:
        """How many of these questions wait to come back."""
        return sum(
            1 for one in items if (card := self.cards.get(one)) and not card.known.is_learned
        )


@dataclass(frozen=True)
class Of:
    """The objective of an answer: its live questions, as id -> (slope, difficulty)."""

    parameters: Mapping[int, tuple[float, float]]


def after(state: State, given: Given, of: Of) -> State:
    """The state after an answer."""
    before = state.cards.get(given.item, Card())
    known = mastery.answered(
        before.known, is_right=given.is_right, sure=given.sure, number=state.number
    )
    memory = recharge.reviewed(
        before.memory, is_right=given.is_right, sure=given.sure, now=given.at
    )
    cards = {**state.cards, given.item: Card(known, memory)}
    if given.item not in of.parameters:  # retired meanwhile: it stays in history, and moves nothing
        return State(cards, state.standings)
    moved = State(cards, state.standings)
    standing = _stood(state, moved, given, of, is_repeat=before.known.times > 0)
    return State(cards, {**state.standings, given.objective: standing})


def _stood(before: State, moved: State, given: Given, of: Of, *, is_repeat: bool) -> Standing:
    held = before.standing(given.objective)
    slope, difficulty = of.parameters[given.item]
    estimate = irt.updated(
        held.estimate, slope, difficulty, is_right=given.is_right, is_repeat=is_repeat
    )
    answers = held.answers + 1
    is_mastered = mastery.is_mastered(
        estimate, answers, moved.waiting(list(of.parameters)), list(of.parameters.values())
    )
    mastered_at = (held.mastered_at or given.at) if is_mastered else None
    return Standing(estimate, answers, held.items + (not is_repeat), mastered_at)


def learned(state: State, items: Sequence[int]) -> int:
    """How many of these questions are learned."""
    return sum(1 for one in items if (card := state.cards.get(one)) and card.known.is_learned)
