"""Which new question comes next: the blueprint says where from, information says which one.

Exposure is held by the restricted progressive method: a question that more than one learner in
five has met is left out while another will do, and early on, when little is known of somebody,
chance weighs against information, so that the bank is used and not its most telling tenth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from salerno.services.practice.rules.irt import information

MOST_EXPOSED = 0.20
LEAST_LEARNERS = 5  # that a share is of: the first learner is not everybody
RAMP = 12  # new questions of an objective after which information weighs most
MOST_WEIGHT = 0.75
MASTERED_SHARE = 0.25  # of its weight, once an objective is mastered


class Why(StrEnum):
    """Why a question was chosen."""

    REPEAT = "repeat"  # it was wrong or unsure, and has waited
    RECALL = "recall"  # its date has come
    INFORMATION = "information"  # it tells most of what is not known yet
    EXPLORE = "explore"  # little is known, so chance had its say
    LAST = "last"  # everybody has met it, and nothing else is left
    EXAM = "exam"  # drawn for a practice exam


@dataclass(frozen=True, slots=True)
class Choosable:
    """A question as the choice sees it."""

    id: int
    slope: float
    difficulty: float


@dataclass(frozen=True)
class Pool:
    """The live questions of a bank by objective. ``weights`` of the blueprint sum to 1.

    ``shown``: how many learners met each question, of ``learners``; brought up to date as
    questions are put. ``objective_of``: of each question, made from ``questions`` where missing.
    """

    questions: Mapping[int, tuple[Choosable, ...]]
    weights: Mapping[int, float]
    learners: int
    shown: dict[int, int] = field(default_factory=dict)
    objective_of: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Know every question's objective without a search through all of them."""
        if not self.objective_of:
            for objective, found in self.questions.items():
                self.objective_of.update(dict.fromkeys((one.id for one in found), objective))

    def exposure(self, item: int) -> float:
        """The share of learners who met a question."""
        return self.shown.get(item, 0) / max(1, self.learners)

    def may_show(self, item: int) -> bool:
        """Whether a question stays within its exposure when one more learner meets it."""
        learners = max(LEAST_LEARNERS, self.learners)
        return self.shown.get(item, 0) + 1 <= MOST_EXPOSED * learners

    def open_to(self, asked_for: Collection[int], seen: Collection[int]) -> list[int]:
        """The objectives with a question that was not met. Its cost is that of what was met."""
        met = Counter(self.objective_of.get(one) for one in seen)
        return [one for one in asked_for if len(self.questions.get(one, ())) > met[one]]


@dataclass(frozen=True)
class Place:
    """Where a learner stands in one objective. ``items``: the questions of it that they met."""

    ability: float = 0.0
    items: int = 0
    is_mastered: bool = False


@dataclass(frozen=True)
class Pick:
    """A new question, and the figures that chose it. Shares and exposure lie between 0 and 1."""

    item: int
    objective: int
    why: Why
    information: float
    exposure: float
    share_due: float
    share_had: float


def objective_next(
    weights: Mapping[int, float], places: Mapping[int, Place], open_to: Collection[int]
) -> int:
    """The objective that lags most behind the blueprint, of those with something left."""
    nowhere = Place()
    at = {one: places.get(one, nowhere) for one in open_to}
    due = {
        one: weights.get(one, 0.0) * (MASTERED_SHARE if at[one].is_mastered else 1.0)
        for one in open_to
    }
    whole = sum(due.values()) or 1.0
    number = sum(one.items for one in at.values()) + 1
    lag = {one: due[one] / whole * number - at[one].items for one in open_to}
    return max(sorted(lag), key=lambda one: lag[one])


def pick(
    pool: Pool,
    places: Mapping[int, Place],
    seen: Collection[int],
    chance: Callable[[], float],
    wanted: Collection[int] = (),
) -> Pick | None:
    """The next new question, or None where nothing is left.

    ``seen``: ids of questions already met. ``chance``: a number in [0, 1) each time.
    ``wanted``: the objectives that are asked for now; empty, all of them.
    """
    met = set(seen)
    open_to = pool.open_to(wanted or pool.questions, met)
    if not open_to:
        return None
    chosen = objective_next(pool.weights, places, open_to)
    left = [one for one in pool.questions[chosen] if one.id not in met]
    return _of(pool, places, chosen, left, chance)


def _of(
    pool: Pool, places: Mapping[int, Place], objective: int, left: list[Choosable],
    chance: Callable[[], float],
) -> Pick:  # fmt: skip
    place = places.get(objective, Place())
    fresh = [one for one in left if pool.may_show(one.id)]
    candidates = fresh or _least_met(pool, left)
    told = [information(place.ability, one.slope, one.difficulty) for one in candidates]
    most = max(told)
    weight = min(MOST_WEIGHT, place.items / RAMP)
    ranked = [weight * info + (1.0 - weight) * chance() * most for info in told]
    at = max(range(len(ranked)), key=ranked.__getitem__)
    why = Why.INFORMATION if fresh else Why.LAST
    if fresh and told[at] < most and weight < MOST_WEIGHT:
        why = Why.EXPLORE
    met = sum(one.items for one in places.values())
    return Pick(
        candidates[at].id, objective, why, told[at], pool.exposure(candidates[at].id),
        pool.weights.get(objective, 0.0), place.items / met if met else 0.0,
    )  # fmt: skip


def _least_met(pool: Pool, left: list[Choosable]) -> list[Choosable]:
    least = min(pool.exposure(one.id) for one in left)
    return [one for one in left if pool.exposure(one.id) <= least]
