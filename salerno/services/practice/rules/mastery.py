"""When a question is learned, when it comes back in between, and when an objective is mastered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from salerno.services.practice.rules.irt import Estimate, chance

SURE = 80  # percent from which an answer counts as sure
FIRST_WAIT, MOST_WAIT = 3, 12  # other questions in between
LEAST_ANSWERS = 5
LEAST_SHARE = 0.70
LEAST_LOW = 0.50


@dataclass(frozen=True)
class Known:
    """What is known of one question and one learner.

    ``streak``: right answers in a row. ``wait``: the other questions that lie between now and
    its coming back, 0 where it is not waiting. ``back_at``: the number of the answer from which
    it may come back, 0 where it is not waiting.
    """

    times: int = 0
    streak: int = 0
    is_learned: bool = False
    wait: int = 0
    back_at: int = 0


def answered(before: Known, *, is_right: bool, sure: int, number: int) -> Known:
    """After the learner's answer with this ``number``: right and sure, or right twice, is learned.

    What was wrong comes back after three others. What was right and unsure comes back later
    each time: after three, six, at most twelve.
    """
    streak = before.streak + 1 if is_right else 0
    is_learned = is_right and (sure >= SURE or streak >= 2)
    after = replace(before, times=before.times + 1, streak=streak, is_learned=is_learned)
    if is_learned:
        return replace(after, wait=0, back_at=0)
    grown = min(MOST_WAIT, before.wait * 2) if is_right and before.wait else FIRST_WAIT
    return replace(after, wait=grown, back_at=number + grown + 1)


def due_back(waiting: Iterable[tuple[int, int]], number: int) -> int | None:
    """The question that has waited longest of those that may come back as answer ``number``.

    ``waiting``: pairs of a question's id and its ``back_at``.
    """
    found = sorted((back_at, item) for item, back_at in waiting if 0 < back_at <= number)
    return found[0][1] if found else None


def expected_share(ability: float, questions: Iterable[tuple[float, float]]) -> float:
    """The share of these questions, (slope, difficulty), that somebody would answer rightly."""
    shares = [chance(ability, slope, difficulty) for slope, difficulty in questions]
    return sum(shares) / len(shares) if shares else 0.0


def is_mastered(
    estimate: Estimate, answers: int, waiting: int, questions: list[tuple[float, float]]
) -> bool:
    """The rule: enough answers, nothing waiting, 70 % expected, and 50 % even one error lower.

    Enough is five, or as many as the objective has questions.
    """
    if not questions or answers < min(LEAST_ANSWERS, len(questions)) or waiting:
        return False
    low = expected_share(estimate.mean - estimate.error, questions)
    return low >= LEAST_LOW and expected_share(estimate.mean, questions) >= LEAST_SHARE


def percent(learned: int, of: int) -> int:
    """How much of a module is learned, in whole percent, never rounded up to the whole."""
    return min(100, 100 * learned // of) if of else 0
