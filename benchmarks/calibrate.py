"""Calibration of a question bank: how long, how much memory, how near to the truth.

10,000 people by 500 questions of the two-parameter logistic model, abilities and difficulties
N(0, 1), slopes lognormal(0, 0.3), in a process of its own. The errors are root mean squares over
the questions; the best that 10,000 answers allow is printed beside them as the baseline.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time

import numpy as np
import numpy.typing as npt

from benchmarks.harness import Result, note, report
from salerno.services.practice.rules.calibration import Answers, calibrate

MOST_SECONDS, MOST_MEGABYTES, MOST_SLOPE, MOST_DIFFICULTY = 10.0, 150.0, 0.031, 0.037

THREADS = "OPENBLAS_NUM_THREADS"

type Floats = npt.NDArray[np.float64]


def simulated(seed: int, people: int, items: int) -> tuple[Answers, Floats, Floats]:
    """Answers, and the slopes and difficulties that made them."""
    lot = np.random.default_rng(seed)
    slope, difficulty = np.exp(lot.normal(0, 0.3, items)), lot.normal(0, 1, items)
    ability = lot.normal(0, 1, people)
    answers = np.empty((people, items), np.int8)
    for at in range(0, people, 1000):
        likely = 1 / (1 + np.exp(-slope * (ability[at : at + 1000, None] - difficulty)))
        answers[at : at + 1000] = lot.random(likely.shape) < likely
    return answers, slope, difficulty


def bound(slope: Floats, difficulty: Floats, people: int) -> tuple[float, float]:
    """The errors that would remain if every ability were known."""
    nodes = np.linspace(-5, 5, 401)
    weights = np.exp(-0.5 * nodes * nodes)
    weights /= weights.sum()
    away = nodes - difficulty[:, None]
    likely = 1 / (1 + np.exp(-slope[:, None] * away))
    told = weights * likely * (1 - likely)
    aa, bb = (told * away**2).sum(axis=1), (told * slope[:, None] ** 2).sum(axis=1)
    ab = -(told * away * slope[:, None]).sum(axis=1)
    whole = (aa * bb - ab * ab) * people
    return float(np.sqrt(np.mean(bb / whole))), float(np.sqrt(np.mean(aa / whole)))


def main(words: list[str]) -> int:
    """Measure, with several seeds."""
    parser = argparse.ArgumentParser(prog="salerno bench calibrate", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--items", type=int, default=500)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    given = parser.parse_args(words)
    if os.environ.get(THREADS) != "1":  # two threads on a busy machine wait for each other
        command = [sys.executable, "-m", "benchmarks.calibrate", *words]
        return subprocess.run(command, env=os.environ | {THREADS: "1"}, check=False).returncode
    times: list[float] = []
    errors: list[tuple[float, float, float, float]] = []
    for seed in range(1, given.seeds + 1):
        answers, slope, difficulty = simulated(seed, given.people, given.items)
        begun = time.perf_counter()
        found = calibrate(answers)
        times.append(time.perf_counter() - begun)
        note(f"seed {seed}: {times[-1]:.2f} s, {found.rounds} rounds, settled {found.has_settled}")
        errors.append((
            float(np.sqrt(np.mean((found.slope - slope) ** 2))),
            float(np.sqrt(np.mean((found.difficulty - difficulty) ** 2))),
            *bound(slope, difficulty, given.people),
        ))  # fmt: skip
    report("calibrate", results(given.people * given.items, times, errors), as_json=given.json)
    return 0


def results(
    size: int, times: list[float], errors: list[tuple[float, float, float, float]]
) -> list[Result]:
    """Medians over the seeds, each with its goal."""
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    by_slope, by_difficulty, best_slope, best_difficulty = (
        statistics.median(column) for column in zip(*errors, strict=True)
    )
    seconds = statistics.median(times)

    def made(case: str, value: float, unit: str, goal: float, base: float | None = None) -> Result:
        ratio = None if base is None else round(value / base, 3)
        return Result(case, "none", size, round(value, 4), unit, base, ratio, goal, value <= goal)

    return [
        made("time", seconds, "s", MOST_SECONDS),
        made("memory, the process", megabytes, "MB", MOST_MEGABYTES),
        made("RMSE a, x1000", by_slope * 1000, "", MOST_SLOPE * 1000, best_slope * 1000),
        made("RMSE b, x1000", by_difficulty * 1000, "", MOST_DIFFICULTY * 1000,
             best_difficulty * 1000),
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
