"""Practice exams: how many questions from where, how long, how scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random

GRACE_SECONDS = 30  # an answer that was under way when the time ended still counts


def shares(weights: Mapping[int, float], held: Mapping[int, int], questions: int) -> dict[int, int]:
    """How many questions each objective gives: its share of the blueprint by largest remainder.

    ``held``: how many it has. What one lacks goes to the others, in the order of their weights.
    """
    left = min(questions, sum(held.get(one, 0) for one in weights))
    given = dict.fromkeys(weights, 0)
    while left:
        able = {one: w for one, w in weights.items() if held.get(one, 0) > given[one]}
        whole = sum(able.values())
        if not whole:
            able, whole = dict.fromkeys(able, 1.0), float(len(able))
        exact = {one: left * w / whole for one, w in able.items()}
        for one in able:
            given[one] += min(int(exact[one]), held.get(one, 0) - given[one])
        left = min(questions, sum(held.get(one, 0) for one in weights)) - sum(given.values())
        rests = sorted(able, key=lambda one: (exact[one] % 1, weights[one]), reverse=True)
        for one in rests[:left]:
            if held.get(one, 0) > given[one]:
                given[one] += 1
                left -= 1
    return given


def drawn(
    by_objective: Mapping[int, Sequence[int]], weights: Mapping[int, float], questions: int,
    chance: Random,
) -> list[int]:  # fmt: skip
    """The ids of an exam's questions, mixed, in the blueprint's proportions."""
    held = {one: len(ids) for one, ids in by_objective.items()}
    chosen: list[int] = []
    for one, count in shares(weights, held, questions).items():
        chosen += chance.sample(sorted(by_objective.get(one, ())), count)
    chance.shuffle(chosen)
    return chosen


def seconds_left(ends_at: datetime, now: datetime) -> int:
    """Whole seconds until the end; 0 after it."""
    return max(0, int((ends_at - now).total_seconds()))


def is_over(ends_at: datetime, now: datetime) -> bool:
    """Whether nothing is taken any more."""
    return (now - ends_at).total_seconds() > GRACE_SECONDS
