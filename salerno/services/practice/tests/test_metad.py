"""Meta-d' against values that another way of reckoning gives, and against simulated judges."""

from __future__ import annotations

from itertools import pairwise, product
from math import isfinite, log
from statistics import NormalDist

import numpy as np
import pytest

from salerno.services.practice.rules.metacognition import Level, levels
from salerno.services.practice.rules.metad import FLOOR, meta_d

NORMAL = NormalDist()
CUTS = (0.4, 0.9, 1.5)


def judged(d: float, noise: float, answers: int, seed: int = 11) -> list[Level]:
    """Somebody whose sureness is the evidence of the answer, blurred by ``noise``."""
    lot = np.random.default_rng(seed)
    evidence = lot.normal(d / 2, 1, answers)
    felt = np.abs(evidence) if isfinite(noise) else np.abs(lot.normal(0, 1, answers))
    if isfinite(noise) and noise:
        felt = np.abs(evidence + lot.normal(0, noise, answers) * np.sign(evidence))
    sure = np.digitize(felt, CUTS) / 4 + 0.2
    return levels(zip(map(float, sure), map(bool, evidence > 0), strict=True))


def exact(d: float, size: float = 1e6) -> list[Level]:
    """The counts that the model itself expects."""
    cuts = [0.0, *CUTS, 9.0]
    found = []
    for number, (low, high) in enumerate(pairwise(cuts)):
        right = NORMAL.cdf(d / 2 - low) - NORMAL.cdf(d / 2 - high)
        wrong = NORMAL.cdf(-d / 2 - low) - NORMAL.cdf(-d / 2 - high)
        held, all_ = round(size * right), round(size * right) + round(size * wrong)
        found.append(Level(number / 4, all_, held, 0, 1))
    return found


@pytest.mark.parametrize("d", [0.0, 0.3, 0.8, 1.4, 2.2, 3.0])
def test_of_an_ideal_judge_it_is_d(d: float) -> None:
    found = meta_d(exact(d))
    assert found is not None
    assert (found.d, found.meta) == pytest.approx((d, d), abs=0.002)
    assert (found.ratio is None) == (d < 0.2)
    assert found.ratio == (None if d < 0.2 else pytest.approx(1, abs=0.01))


def test_of_simulated_judges_it_falls_as_their_sureness_is_blurred_and_is_none_by_chance() -> None:
    fits = [meta_d(judged(1.5, noise, 20_000)) for noise in (0.0, 0.5, 1.0, float("inf"))]
    metas = [one.meta for one in fits if one is not None]
    assert metas[0] == pytest.approx(1.5, abs=0.08)
    assert metas[0] > metas[1] > metas[2] > metas[3]
    assert metas[3] == pytest.approx(0, abs=0.08)


def test_it_is_the_most_likely_by_a_search_over_a_grid() -> None:
    found = [Level(0.3, 40, 18, 0, 1), Level(0.6, 50, 30, 0, 1), Level(0.9, 70, 58, 0, 1)]
    fit = meta_d(found, floor=100)
    assert fit is not None

    def likely(m: float, low: float, high: float) -> float:
        total = 0.0
        for sign in (1, -1):
            mean = sign * m / 2
            above = [NORMAL.cdf(mean), NORMAL.cdf(mean - low), NORMAL.cdf(mean - high), 0.0]
            for one, (more, less) in zip(found, pairwise(above), strict=True):
                count = one.right if sign > 0 else one.answers - one.right
                total += (count + 1 / 6) * log((more - less) / above[0])
        return total

    grid = product(
        [at / 20 for at in range(-10, 41)],
        [at / 20 for at in range(1, 20)],
        [at / 20 for at in range(6, 32)],
    )
    best = max((likely(m, low, high), m) for m, low, high in grid if low < high)
    assert fit.meta == pytest.approx(best[1], abs=0.051)


@pytest.mark.parametrize(
    "found",
    [
        [],
        [Level(0.5, 500, 250, 0, 1)],
        [Level(0.3, 40, 20, 0, 1), Level(0.9, FLOOR - 41, 30, 0, 1)],
        [Level(0.3, 100, 95, 0, 1), Level(0.9, 100, 96, 0, 1)],
        [Level(0.3, 100, 3, 0, 1), Level(0.9, 100, 4, 0, 1)],
    ],
)
def test_on_too_little_it_is_not_given(found: list[Level]) -> None:
    assert meta_d(found) is None


@pytest.mark.parametrize("seed", range(12))
def test_whatever_the_counts_it_is_a_number_within_its_bounds(seed: int) -> None:
    lot = np.random.default_rng(seed)
    answers = lot.integers(1, 400, 2 + seed % 5)
    right = lot.integers(0, answers + 1)
    if seed % 3 == 0:  # sure where wrong, and not where right
        answers, right = np.array([200, 200]), np.array([200, 0])
    counts = zip(answers, right, strict=True)
    found = meta_d([Level(at / 9, int(n), int(k), 0, 1) for at, (n, k) in enumerate(counts)])
    assert found is None or (isfinite(found.meta) and abs(found.meta) <= 6)
