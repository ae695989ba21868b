"""The pure rules against hand calculations, against py-fsrs, and against simulated truth."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from salerno.services.practice.rules import (
    choice,
    exams,
    irt,
    mastery,
    metacognition,
    pace,
    recharge,
    times,
)
from salerno.services.practice.rules.choice import Choosable, Place, Pool
from salerno.services.practice.rules.mastery import Known

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
PAIRS = st.lists(
    st.tuples(st.sampled_from((0.2, 0.4, 0.6, 0.8, 0.95)), st.booleans()), min_size=1, max_size=80
)
HAND = [(0.8, True), (0.8, True), (0.8, False), (0.4, True), (0.4, False)]


def test_the_seven_figures_are_those_of_a_hand_calculation() -> None:
    found = metacognition.figures(HAND, floor=5)
    assert found is not None
    # share right 3/5; at .8: 2/3 of 3, at .4: 1/2 of 2
    assert found.sure == pytest.approx(0.64)
    assert found.bias == pytest.approx(0.04)
    assert found.brier == pytest.approx((0.04 + 0.04 + 0.64 + 0.36 + 0.16) / 5)
    assert found.reliability == pytest.approx((3 * (0.8 - 2 / 3) ** 2 + 2 * 0.1**2) / 5)
    assert found.resolution == pytest.approx((3 * (2 / 3 - 0.6) ** 2 + 2 * 0.1**2) / 5)
    assert found.uncertainty == pytest.approx(0.24)
    assert found.ece == pytest.approx((3 * (0.8 - 2 / 3) + 2 * 0.1) / 5)
    # six pairs of right and wrong: 2 surer, 1 less sure, 3 ties
    assert found.gamma == pytest.approx((2 - 1) / 3)
    assert found.auroc == pytest.approx((2 + 3 / 2) / 6)


@given(PAIRS)
def test_murphys_parts_make_the_brier_score(pairs: list[tuple[float, bool]]) -> None:
    found = metacognition.figures(pairs, floor=1)
    assert found is not None
    parts = found.reliability - found.resolution + found.uncertainty
    assert found.brier == pytest.approx(parts, abs=1e-12)


@given(PAIRS)
def test_gamma_and_auroc_are_those_of_counting_every_pair(pairs: list[tuple[float, bool]]) -> None:
    rights = [sure for sure, is_right in pairs if is_right]
    wrongs = [sure for sure, is_right in pairs if not is_right]
    both = [(right > wrong) - (right < wrong) for right in rights for wrong in wrongs]
    found = metacognition.figures(pairs, floor=1)
    assert found is not None
    ordered = [one for one in both if one]
    assert found.gamma == (pytest.approx(sum(ordered) / len(ordered)) if ordered else None)
    expected = sum((one + 1) / 2 for one in both) / len(both) if both else None
    assert found.auroc == (None if expected is None else pytest.approx(expected))


@given(PAIRS)
def test_every_figure_lies_where_it_can(pairs: list[tuple[float, bool]]) -> None:
    found = metacognition.figures(pairs, floor=1)
    assert found is not None
    assert abs(found.bias) <= found.ece + 1e-12
    assert all(0 <= one <= 1 for one in (found.brier, found.ece, found.right, found.sure))


@pytest.mark.parametrize(("answers", "is_there"), [(29, False), (30, True)])
def test_below_the_floor_there_is_no_figure(answers: int, is_there: bool) -> None:
    assert (metacognition.figures([(0.8, True)] * answers) is not None) is is_there


@pytest.mark.parametrize(
    ("right", "answers", "low", "high"), [(0, 10, 0.0, 0.2775), (8, 10, 0.4902, 0.9433)]
)
def test_wilsons_interval(right: int, answers: int, low: float, high: float) -> None:
    assert metacognition.wilson(right, answers) == pytest.approx((low, high), abs=1e-4)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from((20, 40, 60, 80, 95)),
                          st.integers(1, 40 * 24 * 60)), min_size=1, max_size=25))  # fmt: skip
def test_recharge_equals_py_fsrs(reviews: list[tuple[bool, int, int]]) -> None:
    scheduler = Scheduler(
        desired_retention=0.9, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )
    card, memory, at = Card(card_id=1), recharge.Memory(), NOON
    for is_right, sure, minutes in reviews:
        at += timedelta(minutes=minutes)
        rating = _rating(is_right, sure)
        card, _log = scheduler.review_card(card, rating, review_datetime=at)
        memory = recharge.reviewed(memory, is_right=is_right, sure=sure, now=at)
    kept = (memory.state, memory.step, memory.stability, memory.difficulty, memory.due_at)
    assert kept == (int(card.state), card.step, card.stability, card.difficulty, card.due)
    assert recharge.recall(memory, at) == scheduler.get_card_retrievability(card, at)


def _rating(is_right: bool, sure: int) -> Rating:
    if not is_right:
        return Rating.Again
    return {20: Rating.Hard, 40: Rating.Hard, 60: Rating.Good, 80: Rating.Good, 95: Rating.Easy}[
        sure
    ]


@pytest.mark.parametrize(
    ("before", "is_right", "sure", "after"),
    [
        (Known(), False, 95, Known(1, 0, False, 3, 14)),
        (Known(), True, 80, Known(1, 1, True, 0, 0)),
        (Known(), True, 60, Known(1, 1, False, 3, 14)),
        (Known(1, 0, False, 3, 9), True, 40, Known(2, 1, False, 6, 17)),
        (Known(2, 0, False, 12, 9), True, 40, Known(3, 1, False, 12, 23)),
        (Known(1, 1, False, 3, 9), True, 20, Known(2, 2, True, 0, 0)),
        (Known(5, 4, True), False, 20, Known(6, 0, False, 3, 14)),
    ],
)
def test_when_a_question_is_learned_and_when_it_comes_back(
    before: Known, is_right: bool, sure: int, after: Known
) -> None:
    assert mastery.answered(before, is_right=is_right, sure=sure, number=10) == after


@pytest.mark.parametrize(
    ("mean", "variance", "answers", "waiting", "is_there"),
    [
        (2.0, 0.25, 5, 0, True),
        (2.0, 0.25, 4, 0, False),
        (2.0, 0.25, 5, 1, False),
        (0.7, 0.25, 5, 0, False),
        (1.0, 1.5, 5, 0, False),
    ],
)
def test_an_objective_is_mastered_by_the_stated_rule(
    mean: float, variance: float, answers: int, waiting: int, is_there: bool
) -> None:
    estimate = irt.Estimate(mean, variance)
    asked = [(1.0, 0.0)] * 6
    assert mastery.is_mastered(estimate, answers, waiting, asked) is is_there


@pytest.mark.parametrize(
    ("done", "of", "percent"), [(0, 0, 0), (1, 3, 33), (59, 60, 98), (9, 9, 100)]
)
def test_percent_is_never_rounded_up(done: int, of: int, percent: int) -> None:
    assert mastery.percent(done, of) == percent


def test_one_update_is_that_of_a_fine_sum() -> None:
    estimate = irt.updated(irt.Estimate(0.3, 0.8), 1.4, -0.2, is_right=True)
    grid = [-8 + at * 0.001 for at in range(16_001)]
    spread = 0.8 + irt.DRIFT
    mass = [
        2.718281828459045 ** (-((x - 0.3) ** 2) / 2 / spread) * irt.chance(x, 1.4, -0.2)
        for x in grid
    ]
    mean = sum(m * x for m, x in zip(mass, grid, strict=True)) / sum(mass)
    assert estimate.mean == pytest.approx(mean, abs=2e-3)


@given(st.floats(-6, 6), st.floats(0.05, 1), st.floats(0.2, 3), st.floats(-6, 6))
def test_right_raises_and_wrong_lowers_and_a_repeat_says_less(
    mean: float, variance: float, slope: float, difficulty: float
) -> None:
    before = irt.Estimate(mean, variance)
    right = irt.updated(before, slope, difficulty, is_right=True)
    wrong = irt.updated(before, slope, difficulty, is_right=False)
    again = irt.updated(before, slope, difficulty, is_right=True, is_repeat=True)
    assert wrong.mean - 1e-9 <= mean <= right.mean + 1e-9
    assert again.mean <= right.mean + 1e-9


def test_time_is_capped_and_a_sitting_ends_by_pause_and_by_day() -> None:
    assert times.seconds(NOON, NOON + timedelta(seconds=59.9)) == 59
    assert times.seconds(NOON, NOON + timedelta(hours=8)) == 300
    assert times.seconds(NOON, NOON - timedelta(hours=1)) == 0
    assert times.same_sitting(NOON, NOON + timedelta(minutes=30))
    assert not times.same_sitting(NOON, NOON + timedelta(minutes=31))
    late = NOON.replace(hour=23, minute=50)
    assert not times.same_sitting(late, late + timedelta(minutes=20))
    assert [times.minutes(one) for one in (0, 29, 30, 90)] == [0, 0, 1, 2]


def test_the_pace_is_that_of_a_hand_calculation() -> None:
    found = pace.pace(date(2026, 12, 1), date(2026, 11, 21), unlearned=40, due=16, lately=140)
    assert (found.days, found.left, found.needed, found.had) == (10, 80, 8, 10.0)
    assert (found.is_enough, found.is_over) == (True, False)
    assert pace.pace(date(2026, 11, 1), date(2026, 11, 1), unlearned=1, due=0, lately=0).is_over


@pytest.mark.parametrize(
    ("weights", "held", "questions", "given_out"),
    [
        ({1: 0.5, 2: 0.3, 3: 0.2}, {1: 99, 2: 99, 3: 99}, 10, {1: 5, 2: 3, 3: 2}),
        ({1: 0.5, 2: 0.5}, {1: 2, 2: 99}, 10, {1: 2, 2: 8}),
        ({1: 1.0}, {1: 3}, 10, {1: 3}),
        ({1: 1 / 3, 2: 1 / 3, 3: 1 / 3}, {1: 9, 2: 9, 3: 9}, 10, None),
        ({1: 1.0}, {}, 10, {1: 0}),
    ],
)
def test_an_exam_has_the_blueprints_shares(
    weights: dict[int, float], held: dict[int, int], questions: int,
    given_out: dict[int, int] | None,
) -> None:  # fmt: skip
    found = exams.shares(weights, held, questions)
    assert sum(found.values()) == min(questions, sum(held.values()))
    assert given_out is None or found == given_out


def bank_of(lot: Random, size: int, objectives: int) -> Pool:
    """A simulated bank."""
    questions = {
        one: tuple(
            Choosable(one * 1000 + at, lot.lognormvariate(0, 0.3), lot.gauss(0, 1.2))
            for at in range(size // objectives)
        )
        for one in range(objectives)
    }
    return Pool(questions, dict.fromkeys(range(objectives), 1 / objectives), 0)


def walk(pool: Pool, lot: Random, length: int) -> tuple[list[int], dict[int, int]]:
    """One simulated learner: the questions met, and how many of each objective."""
    places: dict[int, Place] = {}
    estimates: dict[int, irt.Estimate] = {}
    truth, seen = lot.gauss(0, 1), set[int]()
    for _number in range(length):
        found = choice.pick(pool, places, seen, lot.random)
        assert found is not None
        seen.add(found.item)
        pool.shown[found.item] = pool.shown.get(found.item, 0) + 1
        asked = pool.questions[found.objective][found.item % 1000]
        is_right = lot.random() < irt.chance(truth, asked.slope, asked.difficulty)
        before = estimates.get(found.objective, irt.Estimate())
        estimates[found.objective] = irt.updated(
            before, asked.slope, asked.difficulty, is_right=is_right
        )
        met = places.get(found.objective, Place()).items + 1
        places[found.objective] = Place(estimates[found.objective].mean, met)
    return list(seen), {one: each.items for one, each in places.items()}


def greedy(pool: Pool, lot: Random, length: int) -> list[int]:
    """The same with nothing but the most information."""
    estimate, truth, seen = irt.Estimate(), lot.gauss(0, 1), list[int]()
    asked = [one for each in pool.questions.values() for one in each]
    for _number in range(length):
        mean = estimate.mean
        left = [one for one in asked if one.id not in seen]
        best = max(left, key=lambda one: irt.information(mean, one.slope, one.difficulty))
        seen.append(best.id)
        is_right = lot.random() < irt.chance(truth, best.slope, best.difficulty)
        estimate = irt.updated(estimate, best.slope, best.difficulty, is_right=is_right)
    return seen


def test_exposure_stays_under_a_fifth_and_the_bank_is_used() -> None:
    lot, people, length = Random(3), 200, 40
    pool = bank_of(lot, 500, 10)
    counts: dict[int, int] = {}
    for number in range(people):
        object.__setattr__(pool, "learners", number + 1)
        seen, by_objective = walk(pool, lot, length)
        for one in seen:
            counts[one] = counts.get(one, 0) + 1
        assert set(by_objective.values()) == {length // 10}  # the blueprint's quota, exactly
    most, used = max(counts.values()) / people, len(counts) / 500
    alone = {one for _person in range(30) for one in greedy(pool, lot, length)}
    assert most <= choice.MOST_EXPOSED + 1e-9, most
    assert used >= 0.95, used
    assert len(alone) / 500 < 0.6 < used, (len(alone) / 500, used)


@pytest.mark.clause("H-34", "works")
def test_adaptive_choice_needs_at_most_half_the_items_of_chance() -> None:
    lot = Random(5)
    ratios = []
    for _person in range(60):
        truth = lot.gauss(0, 1)
        asked = [Choosable(at, lot.lognormvariate(0, 0.3), lot.uniform(-4, 4)) for at in range(500)]
        adaptive = needed(lot, asked, truth, is_adaptive=True)
        ratios.append(adaptive / needed(lot, asked, truth, is_adaptive=False))
    mean = sum(ratios) / len(ratios)
    spread = (sum((one - mean) ** 2 for one in ratios) / (len(ratios) - 1)) ** 0.5
    high = mean + 1.96 * spread / len(ratios) ** 0.5
    assert high <= 0.5, (mean, high)


def needed(lot: Random, asked: list[Choosable], truth: float, *, is_adaptive: bool) -> int:
    """How many questions until the error is 0.35 logits."""
    estimate, pool = irt.Estimate(), Pool({0: tuple(asked)}, {0: 1.0}, 1)
    seen: set[int] = set()
    by_chance = lot.sample(range(len(asked)), len(asked))
    for number in range(len(asked)):
        item = by_chance[number]
        if is_adaptive:
            found = choice.pick(pool, {0: Place(estimate.mean, number)}, seen, lot.random)
            assert found is not None
            item = found.item
        seen.add(item)
        one = asked[item]
        is_right = lot.random() < irt.chance(truth, one.slope, one.difficulty)
        estimate = irt.updated(estimate, one.slope, one.difficulty, is_right=is_right)
        if estimate.error <= 0.35:
            return number + 1
    return len(asked)


def test_the_objective_that_lags_most_is_next_and_a_mastered_one_counts_a_quarter() -> None:
    weights = {1: 0.5, 2: 0.3, 3: 0.2}
    given_out = []
    places: dict[int, Place] = {}
    for _number in range(10):
        chosen = choice.objective_next(weights, places, weights)
        given_out.append(chosen)
        places[chosen] = Place(0.0, places.get(chosen, Place()).items + 1)
    assert sorted(given_out) == [1] * 5 + [2] * 3 + [3] * 2
    assert all(a != b or a == 1 for a, b in pairwise(given_out))
    mastered = {1: Place(0.0, 0, True)}
    assert choice.objective_next({1: 0.5, 2: 0.2}, mastered, {1, 2}) == 2


def test_what_waited_longest_comes_back_first() -> None:
    waiting = [(7, 12), (3, 9), (5, 30), (4, 0)]
    assert [mastery.due_back(waiting, number) for number in (8, 9, 12, 40)] == [None, 3, 3, 3]
