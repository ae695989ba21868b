"""Ability by the two-parameter logistic model: the chance of a right answer, and what it tells.

An estimate is a mean and a variance. It begins as N(0, 1) and is brought up to date after every
answer: the expected value over the posterior (EAP), with the posterior kept as a normal.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, sqrt

POINTS = 41
WIDTH = 4.5  # standard deviations to either side that the sum runs over
DRIFT = 0.001  # people learn: an old answer says a little less with every new one
REPEAT_WEIGHT = 0.4  # of an answer to a question whose reasons were read before
LEAST_SPREAD = 1e-3


@dataclass(frozen=True)
class Estimate:
    """What is known of an ability, in logits."""

    mean: float = 0.0
    variance: float = 1.0

    @property
    def error(self) -> float:
        """The standard error."""
        return sqrt(self.variance)


def chance(ability: float, slope: float, difficulty: float) -> float:
    """How likely a right answer is, 0 to 1."""
    logit = slope * (ability - difficulty)
    if logit >= 0:
        return 1.0 / (1.0 + exp(-logit))
    raised = exp(logit)
    return raised / (1.0 + raised)


def information(ability: float, slope: float, difficulty: float) -> float:
    """Fisher's information of one question at ``ability``."""
    right = chance(ability, slope, difficulty)
    return slope * slope * right * (1.0 - right)


def updated(
    before: Estimate, slope: float, difficulty: float, *, is_right: bool, is_repeat: bool = False
) -> Estimate:
    """The estimate after one more answer."""
    weight = REPEAT_WEIGHT if is_repeat else 1.0
    wide = min(1.0, before.variance + DRIFT)
    step = 2 * WIDTH / (POINTS - 1)
    spread = sqrt(wide)
    total = first = second = 0.0
    for number in range(POINTS):
        z = number * step - WIDTH
        ability = before.mean + z * spread
        right = chance(ability, slope, difficulty)
        likely = right if is_right else 1.0 - right
        mass = exp(-0.5 * z * z) * max(likely, 1e-300) ** weight
        total += mass
        first += mass * ability
        second += mass * ability * ability
    mean = first / total
    return Estimate(mean, max(LEAST_SPREAD, second / total - mean * mean))


def started(others: list[Estimate]) -> Estimate:
    """Where a new objective begins: halfway to what the others say together, and as unsure."""
    if not others:
        return Estimate()
    weights = [1.0 / one.variance for one in others]
    together = sum(w * one.mean for w, one in zip(weights, others, strict=True)) / sum(weights)
    return Estimate(together / 2, 1.0)
