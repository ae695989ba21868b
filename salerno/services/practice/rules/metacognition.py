"""How well sureness matches the answers: seven figures from pairs of sureness and rightness.

Every figure is defined here in the open, over pairs (p, o): p the sureness as a probability and
o 1 for a right answer, 0 for a wrong one. Nothing is shown below a floor of answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

FLOOR = 30  # answers
Z = 1.959964  # of a 95 % interval
EVEN = 0.03  # a bias that is called none

type Pair = tuple[float, bool]


@dataclass(frozen=True)
class Level:
    """The answers at one level of sureness; ``low`` and ``high`` bound the share right at 95 %."""

    sure: float
    answers: int
    right: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share right."""
        return self.right / self.answers


@dataclass(frozen=True)
class Figures:
    """The metacognitive scores of one set of answers. None where a figure is not defined."""

    answers: int
    sure: float
    right: float
    bias: float
    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    ece: float
    gamma: float | None
    auroc: float | None


def levels(pairs: Iterable[Pair]) -> list[Level]:
    """The answers by level of sureness, lowest first, with Wilson's intervals."""
    counts: dict[float, list[int]] = {}
    for sure, is_right in pairs:
        held = counts.setdefault(sure, [0, 0])
        held[0] += 1
        held[1] += is_right
    return [Level(sure, n, right, *wilson(right, n)) for sure, (n, right) in sorted(counts.items())]


def wilson(right: int, answers: int) -> tuple[float, float]:
    """Wilson's interval for a share at 95 %."""
    if not answers:
        return (0.0, 1.0)
    share, square = right / answers, Z * Z
    middle = (share + square / (2 * answers)) / (1 + square / answers)
    half = Z * sqrt(share * (1 - share) / answers + square / (4 * answers**2))
    half /= 1 + square / answers
    return (max(0.0, middle - half), min(1.0, middle + half))


def figures(pairs: Sequence[Pair], *, floor: int = FLOOR) -> Figures | None:
    """Every figure; None below ``floor`` answers."""
    if len(pairs) < max(1, floor):
        return None
    n = len(pairs)
    found = levels(pairs)
    right = sum(is_right for _sure, is_right in pairs) / n
    sure = sum(one for one, _right in pairs) / n
    return Figures(
        answers=n,
        sure=sure,
        right=right,
        bias=sure - right,
        brier=sum((one - is_right) ** 2 for one, is_right in pairs) / n,
        reliability=sum(one.answers * (one.sure - one.share) ** 2 for one in found) / n,
        resolution=sum(one.answers * (one.share - right) ** 2 for one in found) / n,
        uncertainty=right * (1 - right),
        ece=sum(one.answers * abs(one.sure - one.share) for one in found) / n,
        gamma=gamma(found),
        auroc=auroc(found),
    )


def _orders(found: list[Level]) -> tuple[int, int, int]:
    """Pairs of a right and a wrong answer: the right one surer, less sure, as sure."""
    surer = less = same = 0
    for one in found:
        for other in found:
            both = one.right * (other.answers - other.right)
            if one.sure > other.sure:
                surer += both
            elif one.sure < other.sure:
                less += both
            else:
                same += both
    return surer, less, same


def gamma(found: list[Level]) -> float | None:
    """Goodman and Kruskal: pairs in order less pairs out of order, over both; ties do not count."""
    surer, less, _same = _orders(found)
    return (surer - less) / (surer + less) if surer + less else None


def auroc(found: list[Level]) -> float | None:
    """Type 2: the chance that a right answer was surer than a wrong one; a tie counts half."""
    surer, less, same = _orders(found)
    total = surer + less + same
    return (surer + same / 2) / total if total else None


def leaning(found: Figures) -> str:
    """The finding in a word: over, under or even."""
    if abs(found.bias) <= EVEN:
        return "even"
    return "over" if found.bias > 0 else "under"
