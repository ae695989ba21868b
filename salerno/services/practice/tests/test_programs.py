"""What a program reads: exactly four kinds of figures, after the resident, within the seat."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import (
    ADVERTS,
    CAREERS,
    COMMUNITY,
    INSTITUTION_REPORTS,
    PRACTICE,
    SEAT,
)
from salerno.privacy import choices, clock, law
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Purpose, Reach
from salerno.privacy.errors import GateError
from salerno.privacy.law import Basis
from salerno.privacy.places import place
from salerno.privacy.testing import expecting_refusals
from salerno.services.practice import actions, models, queries
from salerno.services.practice.clauses import ANSWER_POINT
from salerno.services.practice.rules import metacognition
from salerno.services.practice.tests.making import fresh, learner, respond, rows, study
from salerno.services.practice.values import Bank, Progress, Span
from tests import people
from tests.people import Person

SCOPE = "program:7"


def seated(name: str) -> Person:
    """A resident on a seat, who agreed to reports where the pack asks."""
    person, _browser = learner(name)
    with entered(PRACTICE, person.viewer):
        place(person.subject, SCOPE, reach=Reach.ME)
    if law.in_force().purpose(INSTITUTION_REPORTS.id).bases[""] is not Basis.LEGITIMATE_INTEREST:
        with entered(PRACTICE, person.viewer):
            choices.choose(
                person.subject, choices.ask(INSTITUTION_REPORTS), choices.State.GIVEN,
                point=ANSWER_POINT,
            )  # fmt: skip
    return person


def administrator() -> Viewer:
    """Who administers the program."""
    person = people.person("chief@example.org", "Chief Quill")
    with entered(PRACTICE, person.viewer):
        place(person.subject, SCOPE, SEAT, reach=Reach.ME)
    return person.viewer


def read(by: Viewer, person: Person, span: Span | None = None) -> Progress:
    """What ``by`` reads of somebody."""
    with entered(INSTITUTION_REPORTS, by):
        spans = {person.subject: span} if span else None
        return queries.progress_of([person.subject], spans)[person.subject]


@pytest.mark.clause("N-66", "works")
def test_percent_and_minutes_are_those_of_a_hand_calculation(bank: Bank) -> None:
    ann, chief = seated("Ann"), administrator()
    study(ann, bank, [(True, 95)] * 4 + [(False, 60)] * 2, clock.now())
    with entered(PRACTICE, ann.viewer):
        cards = models.Card.objects.filter(owner_id=ann.subject, is_learned=True)
        learned = list(cards.values_list("item__objective__parent__title", flat=True))
        worked = models.Answer.objects.filter(owner_id=ann.subject, answered_at__isnull=False)
        seconds: dict[str, int] = {}
        for title, one in worked.values_list("item__objective__parent__title", "seconds"):
            seconds[title] = seconds.get(title, 0) + (one or 0)
    told = read(chief, ann)
    by_hand = {
        title: (100 * learned.count(title) // 8, (one + 30) // 60) for title, one in seconds.items()
    }
    assert {one.title: (one.percent, one.minutes) for one in told.modules} == by_hand


@pytest.mark.clause("N-66", "refused")
def test_time_outside_the_seat_is_not_counted_nor_read_by_a_stranger(bank: Bank) -> None:
    ann, chief = seated("Ann"), administrator()
    begun = clock.now()
    study(ann, bank, [(True, 95)] * 3, begun - timedelta(days=5))
    study(ann, bank, [(True, 95)] * 2, begun)
    within = read(chief, ann, Span(begun - timedelta(hours=1)))
    assert (read(chief, ann).minutes, within.minutes) != (within.minutes, 0)
    with entered(INSTITUTION_REPORTS, chief):
        counted = models.Sitting.objects.filter(started_at__gte=begun - timedelta(hours=1))
        assert sum(counted.values_list("answers", flat=True)) == 2
    stranger = people.person("other@example.org").viewer
    assert read(stranger, ann) == Progress()


@pytest.mark.clause("N-67", "works")
def test_a_score_is_the_residents_first_and_then_the_programs(bank: Bank) -> None:
    ann, chief = seated("Ann"), administrator()
    with entered(PRACTICE, ann.viewer):
        number = actions.start_exam(by=ann.viewer, bank=fresh(bank))
        for at in (1, 2, 3):
            actions.answer_exam(by=ann.viewer, bank=bank, number=number, place=at, chosen=0)
        actions.hand_in(by=ann.viewer, bank=bank, number=number)
    assert read(chief, ann).exams == ()
    page = ann.browser().get(f"{bank.address}/exams/{number}")
    assert "3 of 5" in page.content.decode()
    told = read(chief, ann).exams
    assert [(one.right, one.asked, one.percent) for one in told] == [(3, 5, 60)]


@pytest.mark.clause("N-67", "refused")
def test_no_single_answer_opens_to_the_program(bank: Bank) -> None:
    ann, chief = seated("Ann"), administrator()
    study(ann, bank, [(True, 95)] * 3, clock.now())
    with entered(INSTITUTION_REPORTS, chief), expecting_refusals():
        for model in (models.Answer, models.Card, models.Standing, models.Exam, models.Plan):
            with pytest.raises(GateError):
                list(model.objects.all())


@pytest.mark.clause("N-68", "works")
def test_the_metacognitive_scores_can_be_made_again_from_the_answers(bank: Bank) -> None:
    ann, chief = seated("Ann"), administrator()
    given = [(number % 3 != 0, (20, 60, 95, 80)[number % 4]) for number in range(30)]
    study(ann, bank, given, clock.now())
    pairs = [((one.sure or 0) / 100, bool(one.is_right)) for one in rows(ann, bank)]
    again = metacognition.figures(pairs)
    (told,) = read(chief, ann).metacognition
    assert again is not None
    assert (told.answers, told.bias, told.brier, told.ece, told.gamma, told.auroc) == (
        30, again.bias, again.brier, again.ece, again.gamma, again.auroc,
    )  # fmt: skip


@pytest.mark.clause("N-68", "refused")
def test_below_the_floor_no_score_is_stored_or_shown(bank: Bank) -> None:
    ann, chief = seated("Ann"), administrator()
    study(ann, bank, [(number % 2 == 0, 60) for number in range(29)], clock.now())
    assert read(chief, ann).metacognition == ()
    assert people.stored()["practice_calibration"] == 0


def test_a_program_reads_three_residents_with_as_many_statements_as_one(bank: Bank) -> None:
    some, chief = [seated(name) for name in ("Ann", "Ben", "Cem")], administrator()
    for one in some:
        respond(one, bank)
    counts = []
    for wanted in (some[:1], some):
        with entered(INSTITUTION_REPORTS, chief), CaptureQueriesContext(connection) as caught:
            queries.progress_of([one.subject for one in wanted])
        counts.append(len(caught))
    assert (counts[0], counts[0]) == (counts[1], 5)


@pytest.mark.clause("H-34", "refused")
@pytest.mark.parametrize("purpose", [ADVERTS, CAREERS, COMMUNITY, INSTITUTION_REPORTS])
def test_estimates_open_to_no_other_use(bank: Bank, purpose: Purpose) -> None:
    ann, _browser = learner("Ann")
    respond(ann, bank)
    with entered(purpose, ann.viewer), expecting_refusals(), pytest.raises(GateError):
        list(models.Standing.objects.values_list("mean", flat=True))


@pytest.mark.clause("H-21", "works")
def test_the_record_tells_everything_and_stands_in_the_copy(bank: Bank) -> None:
    ann, browser = learner("Ann")
    study(ann, bank, [(True, 95), (False, 20), (True, 60)], clock.now())
    said = people.words(browser.get(f"{bank.address}/record"))
    expected = ("3 answers", "95%", "20%", "60%", "not right", "Sittings")
    assert [one for one in expected if one not in said] == []


@pytest.mark.clause("H-21", "refused")
def test_without_a_seat_nothing_of_the_record_is_read(bank: Bank) -> None:
    ann, ben = learner("Ann")[0], learner("Ben")[0]
    study(ann, bank, [(True, 95)] * 3, clock.now())
    for model in (models.Sitting, models.Progress, models.Score, models.Calibration):
        for purpose in (INSTITUTION_REPORTS, PRACTICE):
            with entered(purpose, ben.viewer):
                assert list(model.objects.filter(owner_id=ann.subject)) == []
