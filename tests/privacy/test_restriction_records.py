"""Who may restrict and decide, what each step leaves, and corrections that one asks for."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from salerno.policy.purposes import (
    SURVEYS,
)
from salerno.privacy import (
    clock,
    corrections,
    ledger,
    proceedings,
    restriction,
    rights,
)
from salerno.privacy.context import Viewer, entered
from salerno.privacy.deadlines import answer_by
from salerno.privacy.models import CorrectionRequest, Restriction, RightsStep
from salerno.privacy.purposes import RIGHTS
from salerno.privacy.registry import registry
from salerno.privacy.restriction import Ground, Outcome
from salerno.services.accounts.models import Profile
from tests import people
from tests.ground import pack
from tests.people import Person
from tests.privacy import restricting as hands
from tests.privacy.restricting import ann, office, refused

__all__ = ["ann", "office", "pack"]

pytestmark = pytest.mark.usefixtures("office")

NAME = "accounts.name"


@pytest.mark.parametrize(
    ("clauses", "ground", "words", "status"),
    [
        ((), Ground.ACCURACY, "x", 422),
        (("accounts.password",), Ground.ACCURACY, "x", 422),
        (("kernel.choices",), Ground.ACCURACY, "x", 422),
        (("no.such",), Ground.ACCURACY, "x", 422),
        ((NAME,), "objection", "x", 422),
        ((NAME,), "", "x", 422),
        ((NAME,), Ground.ACCURACY, "\x00 ", 422),
        ((NAME,), Ground.ACCURACY, "x" * 2001, 422),
    ],
)
def test_what_cannot_be_restricted_is_refused_in_words(
    ann: Person, clauses: tuple[str, ...], ground: str, words: str, status: int
) -> None:
    assert refused(hands.restrict, ann, *clauses, ground=ground, words=words)[0] == status
    assert hands.stored(Restriction) == hands.stored(RightsStep) == 0


def test_nobody_else_acts_for_the_person_but_staff_in_a_case(ann: Person) -> None:
    ben = people.person("cleo@example.org", "Cleo Other")
    number = hands.contest(ann, NAME).number
    olga = hands.officer()
    with hands.mine(ben):
        assert refused(restriction.take_back, by=ben.viewer, number=number)[0] == 404
        assert refused(
            restriction.contest, by=ben.viewer, subject=ann.subject, clause=NAME, words="x"
        )[0] == 403  # fmt: skip
        assert refused(proceedings.receipt, ben.subject, receipt_of(ann))[0] == 404
    without_case = Viewer(subject=olga.subject, staff=True)
    own_case = Viewer.officer(ann.subject, "case:2")
    for by in (ann.viewer, ben.viewer, without_case, own_case):
        with hands.mine(ann):
            decision = restriction.Decision(Outcome.ACCURATE, "x")
            assert refused(restriction.decide, by=by, number=number, decision=decision)[0] == 403
    assert [one.outcome for one in hands.limits(ann)] == [""]


def receipt_of(who: Person) -> str:
    with hands.mine(who):
        found = proceedings.of(
            who.subject, proceedings.Kind.RESTRICTION, hands.limits(who)[0].number
        )
    return found[0].receipt


def test_each_step_has_a_receipt_that_the_ledger_proves(ann: Person) -> None:
    number = hands.contest(ann, NAME).number
    olga = hands.officer()
    hands.decide(olga, number)
    with hands.at_desk(olga):
        day = clock.today() + timedelta(days=40)
        restriction.review(by=olga, number=number, review_date=day, reason="Papers are missing.")
    hands.tell(olga, number)
    hands.take_back(ann, number)
    with hands.mine(ann):
        taken = proceedings.of(ann.subject, proceedings.Kind.RESTRICTION, number)
        proofs = [proceedings.receipt(ann.subject, one.receipt) for one in taken]
    assert [one.step for one in taken] == ["begun", "decided", "reviewed", "told", "taken_back"]
    assert [one.by_staff for one in taken] == [False, True, True, True, False]
    for one in proofs:
        said = ledger.commitment(one["integrity"]["salt"], json.loads(one["integrity"]["payload"]))
        assert said == one["integrity"]["commitment"]
    assert ledger.verify().is_whole


def test_who_received_it_is_told_that_it_is_restricted_and_when_it_ends(ann: Person) -> None:
    hands.badge(ann)
    assert len(hands.badges()) == 1
    number = hands.contest(ann, NAME).number
    assert hands.told() == ["restricted"]
    notice = next(one for one in hands.arrived() if "notice" in one)
    assert "Ann" not in str(notice)
    hands.take_back(ann, number)
    assert hands.told() == ["restricted", "restriction lifted"]


def test_a_letter_that_cannot_go_is_told_another_way(ann: Person) -> None:
    number = hands.contest(ann, NAME).number
    olga = hands.officer()
    hands.decide(olga, number)
    before = list(restriction.end._tellers)
    with hands.at_desk(olga):
        restriction.end._tellers[:] = [lambda _limit, _words: False]
        try:
            assert refused(restriction.tell, by=olga, number=number)[0] == 409
            assert hands.limits(ann)[0].told_at is None
            restriction.tell(by=olga, number=number, channel="post")
        finally:
            restriction.end._tellers[:] = before
    assert hands.limits(ann)[0].told_at is not None


def test_an_erasure_goes_on_and_the_record_stays_without_a_name_and_words(ann: Person) -> None:
    hands.contest(ann, NAME)
    hands.ask(ann, "accounts.age_answer")
    with hands.mine(ann):
        rights.erase(ann.subject, ground="the person asked")
    assert hands.stored(Profile, owner_id=ann.subject) == 0
    for model in (Restriction, RightsStep, CorrectionRequest):
        assert hands.stored(model, owner_id=ann.subject) == 0
        assert hands.stored(model) > 0
    assert hands.stored(RightsStep, words="") == hands.stored(RightsStep)
    assert ledger.verify().is_whole
    with entered(RIGHTS, Viewer.visitor()):
        assert restriction.to_decide() == ()
        assert corrections.to_decide() == ()


def test_the_month_of_an_answer_ends_on_a_working_day() -> None:
    for asked, due in (
        (date(2026, 1, 31), date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2026, 12, 15), date(2027, 1, 15)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 5, 6), date(2026, 6, 8)),  # 6 June is a Saturday
    ):
        assert answer_by(asked) == due


@pytest.mark.clause("N-122", "works")
def test_a_correction_is_asked_for_decided_by_a_day_and_passed_on(ann: Person) -> None:
    hands.badge(ann)
    assert len(hands.badges()) == 1
    number = hands.ask(ann, NAME, contested=True)
    with hands.mine(ann):
        (asked,) = corrections.requests_of(ann.subject)
        assert (asked.due_date, asked.is_open) == (answer_by(clock.today()), True)
        assert [one.number for one in corrections.to_decide()] == [number]
    assert hands.cells(ann) == {NAME}
    assert refused(hands.ask, ann, NAME)[0] == 409
    assert ann.browser().post("/you/profile", {"name": "Ann Writer"}).status_code == 302
    olga = hands.officer()
    with hands.at_desk(olga):
        answer = corrections.Answer(True, "The register says so.")
        corrections.decide(by=olga, number=number, answer=answer)
        assert refused(corrections.decide, by=olga, number=number, answer=answer)[0] == 409
    with hands.mine(ann):
        (asked,) = corrections.requests_of(ann.subject)
    assert (asked.outcome, asked.note) == ("granted", "")
    assert [one.outcome for one in hands.limits(ann)] == ["corrected"]
    assert {"corrected", "restricted"} <= set(hands.told())


@pytest.mark.clause("N-122", "refused")
def test_what_would_falsify_a_record_is_refused_with_a_reason_and_a_note(ann: Person) -> None:
    clause = "courses.scores" if "courses.scores" in registry().clauses else NAME
    number = hands.ask(ann, clause)
    olga = hands.officer()
    with hands.at_desk(olga):
        silent = corrections.Answer(False, " ")
        assert refused(corrections.decide, by=olga, number=number, answer=silent)[0] == 422
        answer = corrections.Answer(False, "The score was earned on that day.")
        corrections.decide(by=olga, number=number, answer=answer)
    with hands.mine(ann):
        (asked,) = corrections.requests_of(ann.subject)
        assert (asked.outcome, asked.note) == ("refused", "I was born in May.")
        assert corrections.notes_of([ann.subject]) == {(ann.subject, clause): "I was born in May."}
        taken = proceedings.of(ann.subject, proceedings.Kind.CORRECTION, number)
    assert [(one.step, one.words) for one in taken] == [
        ("asked", "I was born in May."), ("refused", "The score was earned on that day."),
    ]  # fmt: skip


def test_reading_what_stands_takes_as_many_statements_for_three_as_for_one(
    ann: Person, django_assert_num_queries: Any
) -> None:
    hands.contest(ann, NAME)
    for times in (1, 3):
        with hands.mine(ann), django_assert_num_queries(1):
            assert len(restriction.limits(ann.subject)) == times
        if times == 1:
            hands.contest(ann, "accounts.specialty")
            hands.object_to(ann, SURVEYS)
