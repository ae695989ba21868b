"""Calibration finds the parameters of a simulated bank again, and reads only who agreed."""

from __future__ import annotations

import numpy as np
import pytest

from salerno.policy.purposes import RESEARCH
from salerno.privacy import choices, clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import GateError
from salerno.privacy.testing import expecting_refusals
from salerno.services.accounts.models import User
from salerno.services.practice import jobs, models
from salerno.services.practice.clauses import ANSWER_POINT
from salerno.services.practice.rules.calibration import Answers, calibrate
from salerno.services.practice.tests.making import learner, study
from salerno.services.practice.values import Bank


def simulated(people: int, items: int, asked: float) -> tuple[Answers, list[float], list[float]]:
    """Answers by known slopes and difficulties; ``asked``: the share that was put to people."""
    lot = np.random.default_rng(7)
    slope = np.exp(lot.normal(0, 0.3, items))
    difficulty = lot.normal(0, 1, items)
    ability = lot.normal(0, 1, people)
    likely = 1 / (1 + np.exp(-slope * (ability[:, None] - difficulty)))
    answers = (lot.random(likely.shape) < likely).astype(np.int8)
    answers[lot.random(likely.shape) > asked] = -1
    return answers, list(slope), list(difficulty)


@pytest.mark.parametrize(
    ("people", "items", "asked", "most_slope", "most_difficulty"),
    [(3000, 60, 1.0, 0.07, 0.09), (3000, 120, 0.5, 0.10, 0.12)],
)
def test_parameters_are_found_again(
    people: int, items: int, asked: float, most_slope: float, most_difficulty: float
) -> None:
    answers, slope, difficulty = simulated(people, items, asked)
    found = calibrate(answers)
    by_slope = float(np.sqrt(np.mean((found.slope - slope) ** 2)))
    by_difficulty = float(np.sqrt(np.mean((found.difficulty - difficulty) ** 2)))
    assert found.has_settled
    assert (by_slope <= most_slope, by_difficulty <= most_difficulty) == (True, True), (
        by_slope, by_difficulty,
    )  # fmt: skip


@pytest.mark.parametrize("answers", [np.zeros((0, 3)), -np.ones((4, 2)), np.zeros(5)])
def test_a_table_without_answers_is_refused(answers: Answers) -> None:
    with pytest.raises(ValueError, match="Calibration needs"):
        calibrate(answers.astype(np.int8))


def test_a_question_that_all_answer_rightly_stays_finite() -> None:
    answers = np.ones((50, 2), dtype=np.int8)
    answers[:25, 1] = 0
    found = calibrate(answers)
    assert np.isfinite(found.slope).all()
    assert np.isfinite(found.difficulty).all()


@pytest.mark.clause("H-58", "works")
def test_only_the_answers_of_those_who_agreed_to_research_count(bank: Bank, pack: str) -> None:
    people = [learner(name)[0] for name in ("Ann", "Ben")]
    for one in people:
        study(one, bank, [(True, 80), (False, 40), (True, 80)], clock.now())
    state = choices.State.GIVEN if pack == "publisher" else choices.State.WITHDRAWN
    with entered(RESEARCH, people[0].viewer):
        choices.choose(people[0].subject, choices.ask(RESEARCH), state, point=ANSWER_POINT)
    done = jobs.calibrate_bank(bank.slug, fewest=1)
    assert (done.people, done.answers, done.written) == (1, 3, done.items)
    assert sorted(set(models.Item.objects.values_list("calibrated_on", flat=True))) == [0, 1]


@pytest.mark.clause("H-58", "refused")
def test_research_reads_no_name_no_choice_and_no_sureness(bank: Bank) -> None:
    learner("Ann")
    with entered(RESEARCH, Viewer.job("calibration")), expecting_refusals():
        for rows in (
            models.Answer.objects.values_list("sure"),
            models.Answer.objects.values_list("chosen"),
            User.objects.values_list("email"),
        ):
            with pytest.raises(GateError):
                list(rows)
