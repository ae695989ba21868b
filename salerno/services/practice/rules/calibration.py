"""Slopes and difficulties from answers: marginal maximum likelihood by EM (Bock and Aitkin).

The two-parameter logistic model with abilities N(0, 1), summed over 61 points. Answers are held
as bytes and multiplied in slices, so that memory stays small beside the answers themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

POINTS = 61
WIDEST = 4.0
MOST_ROUNDS = 120
CLOSE = 1e-4
SLICE = 2_000
STEPS = 2  # of Newton's method for each question in a round
LEAST_SLOPE, MOST_SLOPE, MOST_DIFFICULTY = 0.1, 4.0, 6.0
PRIOR = 0.05  # keeps a question that few have answered from running away

type Floats = npt.NDArray[np.float64]
type Answers = npt.NDArray[np.int8]  # people × questions: 1 right, 0 wrong, -1 not asked


@dataclass(frozen=True)
class Calibrated:
    """One slope and one difficulty a question, and how it went."""

    slope: Floats
    difficulty: Floats
    rounds: int
    has_settled: bool


def calibrate(answers: Answers) -> Calibrated:
    """Estimate every question. Raises ValueError for a table that holds no answer."""
    if answers.ndim != 2 or not (answers >= 0).any():
        raise ValueError("Calibration needs a table of answers, people by questions.")
    nodes = np.linspace(-WIDEST, WIDEST, POINTS)
    weights = np.exp(-0.5 * nodes * nodes)
    weights /= weights.sum()
    is_whole = bool((answers >= 0).all())
    slope, offset = _begun(answers)
    now = np.concatenate((slope, offset))
    size, rounds = len(slope), 0
    moved = np.inf
    while moved >= CLOSE and rounds < MOST_ROUNDS:
        first = _round(answers, now, nodes, weights, is_whole=is_whole)
        second = _round(answers, first, nodes, weights, is_whole=is_whole)
        now, moved = _leap(now, first, second, size)
        rounds += 2
    slope, offset = now[:size], now[size:]
    difficulty = np.clip(-offset / slope, -MOST_DIFFICULTY, MOST_DIFFICULTY)
    return Calibrated(slope, difficulty, rounds, bool(moved < CLOSE))


def _begun(answers: Answers) -> tuple[Floats, Floats]:
    """Slope 1, and the offset that the share right says."""
    asked = (answers >= 0).sum(axis=0)
    right = (answers == 1).sum(axis=0)
    share = np.clip((right + 0.5) / (asked + 1.0), 0.01, 0.99)
    return np.ones(answers.shape[1]), np.log(share / (1 - share)) * 1.2


def _leap(before: Floats, first: Floats, second: Floats, size: int) -> tuple[Floats, float]:
    """Two rounds of EM, then as far along their bend as SQUAREM (S3) says; how far that moved."""
    step = first - before
    bend = second - first - step
    moved = float(np.abs(second - first).max())
    length = float(np.linalg.norm(bend))
    if length < 1e-12:
        return second, moved
    far = -float(np.linalg.norm(step)) / length
    if far >= -1.0:
        return second, moved
    far = max(far, -8.0)
    leapt = before - 2 * far * step + far * far * bend
    leapt[:size] = np.clip(leapt[:size], LEAST_SLOPE, MOST_SLOPE)
    return leapt, moved


def _round(
    answers: Answers, now: Floats, nodes: Floats, weights: Floats, *, is_whole: bool
) -> Floats:
    """One round: who is where, by what is believed now; then each question fitted to that."""
    size = answers.shape[1]
    slope, offset = now[:size], now[size:]
    logit = np.outer(nodes, slope) + offset  # points × questions
    right_log = -np.logaddexp(0.0, -logit)
    wrong_log = -np.logaddexp(0.0, logit)
    asked, right = np.zeros((POINTS, size)), np.zeros((POINTS, size))
    gain = (right_log - wrong_log).T.astype(np.float32)
    lost = wrong_log.T.astype(np.float32)
    start = np.log(weights) + (wrong_log.sum(axis=1) if is_whole else 0.0)
    for at in range(0, len(answers), SLICE):
        part = answers[at : at + SLICE]
        is_right = (part == 1).astype(np.float32)
        like = is_right @ gain + start
        if not is_whole:
            was_asked = (part >= 0).astype(np.float32)
            like += was_asked @ lost
        like -= like.max(axis=1, keepdims=True)
        where = np.exp(like)
        where /= where.sum(axis=1, keepdims=True)
        narrow = where.astype(np.float32)
        right += narrow.T @ is_right
        asked += narrow.T @ was_asked if not is_whole else where.sum(axis=0)[:, None]
    return _fitted(now, nodes, asked, right)


def _fitted(now: Floats, nodes: Floats, asked: Floats, right: Floats) -> Floats:
    """Newton's method for every question at once: two unknowns each."""
    size = right.shape[1]
    slope, offset = now[:size].copy(), now[size:].copy()
    for _step in range(STEPS):
        likely = 1.0 / (1.0 + np.exp(-(np.outer(nodes, slope) + offset)))
        rest = right - asked * likely
        curve = asked * likely * (1.0 - likely)
        by_slope = nodes @ rest - PRIOR * (slope - 1.0)
        by_offset = rest.sum(axis=0) - PRIOR * offset
        aa = (nodes * nodes) @ curve + PRIOR
        ab = nodes @ curve
        bb = curve.sum(axis=0) + PRIOR
        whole = aa * bb - ab * ab
        slope += np.clip((bb * by_slope - ab * by_offset) / whole, -0.5, 0.5)
        offset += np.clip((aa * by_offset - ab * by_slope) / whole, -0.5, 0.5)
        slope = np.clip(slope, LEAST_SLOPE, MOST_SLOPE)
    return np.concatenate((slope, offset))
