"""An administrator reads exactly the residents on paid seats, and exactly what was told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import ACCOUNT, COMMUNITY, INSTITUTION_REPORTS, PRACTICE, PROFILE
from salerno.privacy import audit, clock, disclose
from salerno.privacy.context import entered
from salerno.privacy.errors import GateError
from salerno.privacy.testing import expecting_refusals
from salerno.services.accounts import queries as accounts
from salerno.services.practice import actions as practice
from salerno.services.practice import models as practised
from salerno.services.practice import queries as banks
from salerno.services.practice.rules import times
from salerno.services.practice.rules.metacognition import FLOOR
from salerno.services.practice.tests.making import made_bank, respond, study
from salerno.services.practice.values import Bank
from salerno.services.programs import actions, jobs, queries, rules
from salerno.services.programs.actions.reading import cohort
from salerno.services.programs.models import Seat
from salerno.services.programs.tests.scene import (
    administrator,
    invited,
    key_for,
    pay,
    program,
    publisher,
    read,
    resident,
    take,
    unpay,
)
from salerno.services.programs.values import Program, Resident
from tests import people
from tests.people import Person, words

__all__ = ["publisher"]
pytestmark = pytest.mark.usefixtures("publisher")
SEEN: tuple[Any, ...] = (
    practised.Progress, practised.Sitting, practised.Score, practised.Calibration, Seat,
)  # fmt: skip


def scene(count: int = 2) -> tuple[Program, Person, Person, Bank]:
    """A program, its administrator, a resident who practised for ten minutes, the bank."""
    bank, of = made_bank(), program(count=count)
    admin = administrator(of)
    rae = resident(admin, of)
    study(rae, bank, [(True, 80), (False, 60), (True, 95)], clock.now())
    return of, admin, rae, bank


def rows(model: Any, who: Person) -> int:
    """How many rows of a table an administrator meets."""
    with entered(INSTITUTION_REPORTS, who.viewer):
        return int(model.objects.exclude(owner_id=who.subject).count())


@pytest.mark.clause("N-65", "works")
def test_a_page_lists_who_sits_on_a_paid_seat_with_the_declared_columns() -> None:
    of, admin, rae, _bank = scene()
    said = words(admin.browser().get(f"/programs/{of.slug}"))
    for one in ("Dr. Rae", "rae@example.org", "Heart", "Lung"):
        assert one in said
    with entered(ACCOUNT, rae.viewer):
        [look] = audit.looks_at(rae.subject)
        [sent] = [one for one in disclose.received(rae.subject) if "residency" in one.recipient]
    assert look.role == "administrator of a program"
    assert set(look.clause_ids) == {
        "programs.seat", "practice.progress", "practice.time", "practice.scores",
        "practice.metacognition",
    }  # fmt: skip
    assert sent.fields == ("calibration", "email", "exams", "known_as", "minutes", "modules")
    assert sent.contract == "Seats harbour 2026"
    browser = rae.browser()
    assert "administrator of a program" in words(browser.get("/you/looked"))
    assert "Harbour residency" in words(browser.get("/you/received"))


@pytest.mark.clause("N-65", "refused")
def test_another_program_and_whoever_pays_personally_stay_apart() -> None:
    of, admin, rae, bank = scene()
    other = program("seaview")
    stranger = administrator(other)
    sam = people.person("sam@example.org", "Sam Alone")
    with entered(PRACTICE, sam.viewer):
        practice.begin(by=sam.viewer)
    study(sam, bank, [(True, 80), (True, 80)], clock.now())
    assert stranger.browser().get(f"/programs/{of.slug}").status_code == 404
    with entered(INSTITUTION_REPORTS, stranger.viewer), pytest.raises(Http404):
        actions.read_report(by=stranger.viewer, slug=of.slug)
    assert [rows(one, stranger) for one in SEEN] == [0] * 5
    said = words(admin.browser().get(f"/programs/{of.slug}"))
    assert "Sam" not in said
    with entered(INSTITUTION_REPORTS, admin.viewer):
        found = banks.progress_of([rae.subject, sam.subject])
    assert (bool(found[rae.subject].modules), found[sam.subject].modules) == (True, ())
    assert rae.browser().get(f"/programs/{of.slug}").status_code == 404
    assert Client().get(f"/programs/{of.slug}").headers["Location"].startswith("/sign-in")


def _leaves(of: Program, rae: Person, admin: Person) -> None:
    browser = rae.browser()
    with entered(ACCOUNT, rae.viewer):
        [seat] = Seat.objects.values_list("pk", flat=True)
    assert browser.post("/you/programs", {"seat": str(seat)}).status_code == 302


def _lapses(of: Program, rae: Person, admin: Person) -> None:
    unpay(of)


def _freed(of: Program, rae: Person, admin: Person) -> None:
    [one] = read(admin, of).residents
    admin.browser().post(f"/programs/{of.slug}/seats/{one.seat}/end")


ENDS: dict[str, Callable[[Program, Person, Person], None]] = {
    "left": _leaves, "unpaid": _lapses, "freed": _freed,
}  # fmt: skip


@pytest.mark.clause("N-65", "refused")
@pytest.mark.parametrize("end", list(ENDS))
def test_the_same_administrator_sees_nothing_once_the_seat_has_ended(end: str) -> None:
    of, admin, rae, _bank = scene()
    assert len(read(admin, of).residents) == 1
    ENDS[end](of, rae, admin)
    with entered(ACCOUNT, rae.viewer):
        before = len(audit.looks_at(rae.subject))
    assert [rows(one, admin) for one in SEEN] == [0] * 5
    assert read(admin, of).residents == ()
    with entered(ACCOUNT, rae.viewer):
        assert len(audit.looks_at(rae.subject)) == before
    assert "sees nothing any more" in words(rae.browser().get("/you/programs"))


def test_when_what_was_paid_runs_out_nothing_is_seen_though_no_job_ran() -> None:
    of, admin, _rae, _bank = scene()
    with clock.clock_at(clock.now() + timedelta(days=102)):
        assert [rows(one, admin) for one in SEEN] == [0] * 5
        assert read(admin, of).residents == ()


def test_paid_again_a_seat_goes_on_and_what_was_between_is_not_counted() -> None:
    of, admin, rae, bank = scene()
    unpay(of)
    study(rae, bank, [(True, 80), (True, 80)], clock.now())
    later = clock.now() + timedelta(hours=3)
    with clock.clock_at(later):
        pay(of, 2, "bill-2")
        [one] = read(admin, of).residents
        assert one.since == later
        assert one.progress.minutes == 0


@pytest.mark.clause("N-66", "works")
def test_progress_and_minutes_by_module_match_a_hand_calculation() -> None:
    of, admin, rae, _bank = scene()
    [one] = read(admin, of).residents
    with entered(PRACTICE, rae.viewer):
        sittings = list(practised.Sitting.objects.values_list("module__title", "seconds"))
        learned = {
            title: (done, live) for title, done, live in
            practised.Progress.objects.values_list("module__title", "learned", "live")
        }  # fmt: skip
    by_hand: dict[str, int] = {}
    for title, seconds in sittings:
        by_hand[title] = by_hand.get(title, 0) + seconds
    assert sum(by_hand.values()) > 0
    assert {each.title: each.minutes for each in one.progress.modules} == {
        each.title: times.minutes(by_hand.get(each.title, 0)) for each in one.progress.modules
    }
    for each in one.progress.modules:
        done, live = learned.get(each.title, (0, 0))
        assert each.percent == (done * 100 // live if live else 0)


@pytest.mark.clause("N-66", "refused")
def test_time_outside_the_seat_is_not_counted() -> None:
    bank, of = made_bank(), program()
    admin = administrator(of)
    rae = people.person("rae@example.org", "Rae Resident")
    with entered(PRACTICE, rae.viewer):
        practice.begin(by=rae.viewer)
    study(rae, bank, [(True, 80)] * 5, clock.now())
    with clock.clock_at(clock.now() + timedelta(days=1)):
        seated(admin, of, rae)
        [one] = read(admin, of).residents
        assert one.progress.minutes == 0
        with entered(INSTITUTION_REPORTS, admin.viewer):
            whole = banks.progress_of([rae.subject])
    assert whole[rae.subject].minutes > 0


def seated(admin: Person, of: Program, who: Person) -> None:
    """Somebody with an account is invited and takes the seat."""
    invited(admin, of, (who.email, "Dr. Rae"))
    take(who, key_for(who.email))


@pytest.mark.clause("N-67", "works")
def test_an_exam_is_seen_by_the_resident_first_and_then_by_the_program() -> None:
    of, admin, rae, bank = scene()
    browser = rae.browser()
    with entered(PRACTICE, rae.viewer):
        number = practice.start_exam(by=rae.viewer, bank=banks.bank(bank.slug))
        practice.hand_in(by=rae.viewer, bank=banks.bank(bank.slug), number=number)
    [one] = read(admin, of).residents
    assert one.progress.exams == ()
    with entered(PRACTICE, rae.viewer):
        practice.see_score(by=rae.viewer, bank=banks.bank(bank.slug), number=number)
    [one] = read(admin, of).residents
    assert [each.asked for each in one.progress.exams] == [5]
    assert "Practice exam" in words(admin.browser().get(f"/programs/{of.slug}"))
    assert browser.get("/you/programs").status_code == 200


@pytest.mark.clause("N-67", "refused")
def test_single_answers_are_refused_to_the_administrator() -> None:
    _of, admin, rae, _bank = scene()
    hidden: tuple[tuple[Any, str], ...] = (
        (practised.Answer, "chosen"), (practised.Answer, "is_right"), (practised.Card, "streak"),
        (practised.Plan, "exam_date"),
    )  # fmt: skip
    for model, name in hidden:
        with (
            entered(INSTITUTION_REPORTS, admin.viewer), expecting_refusals(),
            pytest.raises(GateError),
        ):  # fmt: skip
            list(model.objects.values_list(name))
    for purpose in (PRACTICE, PROFILE, COMMUNITY):
        with entered(purpose, admin.viewer):
            if purpose is PRACTICE:
                assert not practised.Answer.objects.filter(owner_id=rae.subject).exists()
            else:
                assert accounts.cards([rae.subject])[rae.subject].name in ("", "Rae Resident")


@pytest.mark.clause("N-68", "works")
def test_metacognitive_scores_are_read_and_recomputed_from_the_answers() -> None:
    of, admin, rae, bank = scene()
    answers = [(n % 3 != 0, (20, 40, 60, 80, 95)[n % 5]) for n in range(FLOOR)]
    study(rae, bank, answers, clock.now() + timedelta(minutes=30))
    with clock.clock_at(clock.now() + timedelta(hours=3)):
        [one] = read(admin, of).residents
    [found] = one.progress.metacognition
    with entered(PRACTICE, rae.viewer):
        given = list(
            practised.Answer.objects.filter(exam=None, answered_at__isnull=False)
            .order_by("-number").values_list("sure", "is_right")[: found.answers]
        )  # fmt: skip
    sure = sum((one or 0) / 100 for one, _right in given) / len(given)
    right = sum(bool(one) for _sure, one in given) / len(given)
    assert found.bias == pytest.approx(sure - right)
    assert found.brier == pytest.approx(
        sum(((one or 0) / 100 - int(bool(two))) ** 2 for one, two in given) / len(given)
    )


@pytest.mark.clause("N-68", "refused")
def test_on_few_answers_there_is_no_metacognitive_score() -> None:
    of, admin, rae, bank = scene()
    respond(rae, bank)
    [one] = read(admin, of).residents
    assert one.progress.metacognition == ()
    assert "too few answers" in words(admin.browser().get(f"/programs/{of.slug}"))
    assert rows(practised.Calibration, admin) == 0


def test_a_cohort_of_fewer_than_five_has_no_figures() -> None:
    of, admin, _rae, _bank = scene(count=6)
    said = words(admin.browser().get(f"/programs/{of.slug}"))
    assert "shown from five residents on" in said
    [one] = read(admin, of).residents
    many = [Resident(n, one.known_as, one.email, one.since, one.progress) for n in range(5)]
    assert cohort(many[:4]).lines == ()
    assert {each.people for each in cohort(many).lines} == {5}
    assert rules.mean([1.0] * 4) is None


def test_the_report_takes_the_same_statements_for_one_resident_and_for_three() -> None:
    of, admin, _rae, bank = scene(count=5)
    one = statements(admin, of)
    for name in ("kim", "lee"):
        who = resident(admin, of, name)
        study(who, bank, [(True, 80)], clock.now())
    read(admin, of)
    assert statements(admin, of) == one


def statements(admin: Person, of: Program) -> int:
    """How many statements the figures of a report take."""
    with entered(INSTITUTION_REPORTS, admin.viewer), CaptureQueriesContext(connection) as made:
        people_there = queries.seated(of)
        banks.progress_of([one.subject for one in people_there])
    return len(made)


def test_the_job_ends_unpaid_seats_and_offers_that_ran_out() -> None:
    _of, admin, rae, _bank = scene()
    with clock.clock_at(clock.now() + timedelta(days=101)):
        assert jobs.tend() >= 1
        with entered(ACCOUNT, rae.viewer):
            assert list(Seat.objects.values_list("ended", flat=True)) == ["unpaid"]
    assert rows(Seat, admin) == 0
