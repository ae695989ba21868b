"""Meta-d': the signal behind one's sureness, on the scale of the signal behind one's answers.

After Maniscalco and Lau (2012), with the two responses taken as one, for a question has no sides:
evidence x is normal about m/2 with spread 1 and speaks for one's answer, so that x > 0 is as right;
sureness grows with |x| over thresholds 0 < c1 < c2 … Of the right answers the share above c is
Φ(m/2 - c) / Φ(m/2), of the wrong ones Φ(-m/2 - c) / Φ(-m/2). m and the thresholds are those that
make the counts most likely, found by Fisher's scoring in a bounded number of steps. d' is the same
scale for the answers alone: share right = Φ(d'/2). For an ideal judge of oneself m = d'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import erfc, exp, log, pi, sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from salerno.services.practice.rules.metacognition import Level

FLOOR = 200  # answers: an ideal judge with d' 0.8 is then found within 0.26 (spread)
EACH = 15  # right ones, and wrong ones
STEPS, HALVES = 60, 30
MOST = 6.0  # of m, either way
CLOSE = 1e-7
LEAST_SIGNAL = 0.2  # of d', for a ratio that means something
NORMAL = NormalDist()

type Array = npt.NDArray[np.float64]
type Counts = tuple[Array, Array]  # of the right answers and of the wrong ones, by level


@dataclass(frozen=True)
class MetaD:
    """The fit. ``ratio``: m / d', None where the answers carry too little signal."""

    d: float
    meta: float

    @property
    def ratio(self) -> float | None:
        """How much of the answers' signal one's sureness has."""
        return self.meta / self.d if self.d >= LEAST_SIGNAL else None


def meta_d(found: Sequence[Level], *, floor: int = FLOOR) -> MetaD | None:
    """The fit to answers by level, lowest first; None on too few, or on one level alone."""
    answers, right = sum(one.answers for one in found), sum(one.right for one in found)
    if answers < floor or min(right, answers - right) < EACH or len(found) < 2:
        return None
    pad = 1 / (2 * len(found))  # no cell is empty, so that each threshold is finite
    held = np.array([one.right for one in found]) + pad
    lost = np.array([one.answers - one.right for one in found]) + pad
    d = 2 * NORMAL.inv_cdf((right + 0.5) / (answers + 1))
    return MetaD(d, float(_fitted((held, lost))[0]))


def _fitted(counts: Counts) -> Array:
    """m and the thresholds, by Fisher's scoring; a step that makes it worse is halved."""
    whole = counts[0] + counts[1]
    above = (whole.sum() - whole.cumsum()[:-1]) / whole.sum()
    at = np.array([0.0, *(-NORMAL.inv_cdf(share / 2) for share in above)])
    best = _likelihood(at, counts)
    for _step in range(STEPS):
        slope, weight = _scores(at, counts)
        way = np.linalg.solve(weight + 1e-9 * np.eye(len(at)), slope)
        for _half in range(HALVES):
            fresh = _likelihood(at + way, counts)
            if fresh >= best:
                break
            way = way / 2
        else:
            break
        at, gained, best = at + way, fresh - best, fresh
        if gained < CLOSE:
            break
    return at


def _likelihood(at: Array, counts: Counts) -> float:
    """The logarithm; below everything where thresholds are out of order or m out of bounds."""
    if abs(at[0]) > MOST or at[1] <= 0 or np.any(np.diff(at[1:]) <= 0):
        return float("-inf")
    total = 0.0
    for sign, held in zip((1, -1), counts, strict=True):
        for count, share in zip(held, _shares(sign * at[0] / 2, at[1:]), strict=True):
            if share <= 0:
                return float("-inf")
            total += count * log(share)
    return total


def _shares(mean: float, cuts: Array) -> list[float]:
    """The share of each level, of answers that speak for ``mean``."""
    above = [_above(mean, 0.0), *(_above(mean, float(one)) for one in cuts), 0.0]
    return [(one - other) / above[0] for one, other in pairwise(above)]


def _scores(at: Array, counts: Counts) -> tuple[Array, Array]:
    """The slope of the likelihood and Fisher's information, over m and the thresholds."""
    slope, weight = np.zeros(len(at)), np.zeros((len(at), len(at)))
    for sign, held in zip((1, -1), counts, strict=True):
        mean = float(sign * at[0] / 2)
        shares = np.array(_shares(mean, at[1:]))
        turned = _turned(sign, mean, at, shares)
        slope += turned @ (held / shares)
        weight += held.sum() * (turned / shares) @ turned.T
    return slope, weight


def _turned(sign: int, mean: float, at: Array, shares: Array) -> Array:
    """How each share changes with m (first row) and with each threshold."""
    whole = _above(mean, 0.0)
    dense = [_density(mean), *(_density(mean - float(one)) for one in at[1:]), 0.0]
    turned = np.zeros((len(at), len(shares)))
    for level in range(len(shares)):
        moved = dense[level] - dense[level + 1] - shares[level] * dense[0]
        turned[0, level] = sign / 2 * moved / whole
        if level:
            turned[level, level] = -dense[level] / whole
            turned[level, level - 1] = dense[level] / whole
    return turned


def _above(mean: float, cut: float) -> float:
    """The share of a normal of spread 1 about ``mean`` that lies above ``cut``."""
    return erfc((cut - mean) / sqrt(2)) / 2


def _density(at: float) -> float:
    return exp(-at * at / 2) / sqrt(2 * pi)
