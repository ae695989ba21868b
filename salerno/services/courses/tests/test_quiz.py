"""The quiz: kept answer by answer, handed in once, scored in the open, locked after the end."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from salerno.privacy import clock
from salerno.services.courses import models
from salerno.services.courses.queries.quiz import quiz_of
from salerno.services.courses.tests.making import (
    Made,
    answers,
    draft_id,
    hand_in,
    learner,
    made_course,
    move,
    teacher,
)
from salerno.services.courses.values import NewUnit
from tests.people import column, stored, words


def scores() -> list[Any]:
    """Every score there is."""
    return [
        None if one is None else Decimal(str(one)) for one in column("courses_attempt", "score")
    ]


def test_right_answers_earn_every_point_and_each_question_says_why(course: Made) -> None:
    ann, browser = learner("Ann", course)
    page = words(browser.get(hand_in(ann, browser, course)))
    assert (scores(), "You passed, with 100%" in page) == ([Decimal(6)], True)
    assert [one for one in ("Well heard", "Because", "6 of 6") if one not in page] == []


def test_partial_credit_and_what_is_said_to_a_known_mistake(course: Made) -> None:
    ann, browser = learner("Ann", course)
    browser.post(f"{course.address}/quiz", {"do": "start"})
    attempt = draft_id(ann)
    given: list[tuple[int, dict[str, Any]]] = [
        (1, {"answer": course.choices["1"][1]}),
        (2, {"answer": course.choices["2"][:1]}),
        (3, {"answer": "8.2"}),
        (4, {f"answer_p{one}": str(at) for at, one in
             zip((2, 1, 3), course.orders, strict=True)}),
    ]  # fmt: skip
    for number, sent in given:
        browser.post(f"{course.address}/quiz/{number}", sent | {"attempt": attempt})
    page = words(browser.post(
        f"{course.address}/quiz", {"do": "submit", "attempt": attempt}, follow=True
    ))  # fmt: skip
    assert scores() == [Decimal("1.67")]
    assert [one for one in ("Listen again", "Halved", "partly right") if one not in page] == []


def test_a_draft_survives_going_away_and_coming_back(course: Made) -> None:
    ann, browser = learner("Ann", course)
    browser.post(f"{course.address}/quiz", {"do": "start"})
    attempt = draft_id(ann)
    sent = {"answer": course.choices["1"][1], "attempt": attempt}
    answer = browser.post(f"{course.address}/quiz/1", sent)
    assert answer.headers["Location"] == f"{course.address}/quiz/2"
    again = ann.browser().get(f"{course.address}/quiz/1").content.decode()
    assert f'value="{course.choices["1"][1]}" checked' in again
    assert "1 of 4" in words(ann.browser().get(f"{course.address}/quiz"))
    assert (stored()["courses_answer"], scores()) == (1, [None])


def test_sent_twice_an_answer_is_kept_once_and_an_attempt_is_begun_once(course: Made) -> None:
    ann, browser = learner("Ann", course)
    for _time in range(2):
        browser.post(f"{course.address}/quiz", {"do": "start"})
    attempt = draft_id(ann)
    for _time in range(2):
        browser.post(f"{course.address}/quiz/3", {"answer": "4", "attempt": attempt})
    assert (stored()["courses_attempt"], stored()["courses_answer"]) == (1, 1)


def test_handed_in_twice_it_is_scored_once_and_nothing_changes_afterwards(course: Made) -> None:
    ann, browser = learner("Ann", course)
    address = hand_in(ann, browser, course)
    attempt = draft_id(ann)
    before = (scores(), column("courses_attempt", "submitted_at"))
    again = browser.post(f"{course.address}/quiz", {"do": "submit", "attempt": attempt})
    late = browser.post(f"{course.address}/quiz/3", {"answer": "9", "attempt": attempt})
    assert (again.headers["Location"], late.status_code) == (address, 409)
    assert (scores(), column("courses_attempt", "submitted_at")) == before
    assert browser.get(f"{course.address}/quiz/3").status_code == 302


def test_attempts_are_limited_and_the_best_one_counts(course: Made) -> None:
    ann, browser = learner("Ann", course)
    hand_in(ann, browser, course)
    browser.post(f"{course.address}/quiz", {"do": "start"})
    browser.post(f"{course.address}/quiz", {"do": "submit", "attempt": draft_id(ann)})
    third = browser.post(f"{course.address}/quiz", {"do": "start"})
    assert (scores(), third.status_code) == ([Decimal(6), Decimal(0)], 403)
    assert "You passed" in words(browser.get(f"{course.address}/progress"))


def test_what_comes_late_loses_its_share(course: Made) -> None:
    models.Quiz.objects.update(due_at=clock.now() - timedelta(minutes=1))
    ann, browser = learner("Ann", course)
    page = words(browser.get(hand_in(ann, browser, course)))
    assert (scores(), "20% off" in page) == ([Decimal("4.80")], True)


def test_after_the_end_nothing_is_begun_kept_or_handed_in(course: Made) -> None:
    ann, browser = learner("Ann", course)
    browser.post(f"{course.address}/quiz", {"do": "start"})
    attempt = draft_id(ann)
    move(course, ends_at=clock.now() - timedelta(seconds=1))
    sent = [
        browser.post(f"{course.address}/quiz", {"do": "start"}),
        browser.post(f"{course.address}/quiz/3", {"answer": "4", "attempt": attempt}),
        browser.post(f"{course.address}/quiz", {"do": "submit", "attempt": attempt}),
    ]
    assert [one.status_code for one in sent] == [403] * 3
    assert (stored()["courses_answer"], scores()) == (0, [None])


def test_another_persons_attempt_is_not_there(course: Made) -> None:
    ann, ann_browser = learner("Ann", course)
    hand_in(ann, ann_browser, course)
    _ben, browser = learner("Ben", course)
    browser.post(f"{course.address}/quiz", {"do": "start"})
    theirs = draft_id(ann)
    tries = [
        browser.post(f"{course.address}/quiz/3", {"answer": "1", "attempt": theirs}),
        browser.post(f"{course.address}/quiz", {"do": "submit", "attempt": theirs}),
        browser.get(f"{course.address}/quiz/attempts/2"),
    ]
    assert [one.status_code for one in tries] == [409, 404, 404]
    assert (scores(), stored()["courses_answer"]) == ([Decimal(6), None], 4)


def test_a_draft_of_another_course_takes_no_answer_here(course: Made, other: Made) -> None:
    ann, browser = learner("Ann", course)
    hand_in(ann, browser, course)
    from_other = course.choices["1"][0]
    browser.post(f"{other.address}/enrol", {})
    browser.post(f"{course.address}/quiz", {"do": "start"})
    attempt = draft_id(ann)
    foreign = {"answer": other.choices["1"][0], "attempt": attempt}
    assert browser.post(f"{course.address}/quiz/1", foreign).status_code == 422
    closed = browser.post(f"{other.address}/quiz/1", {"answer": from_other, "attempt": attempt})
    assert closed.status_code == 403


@pytest.mark.parametrize(
    ("number", "sent", "status"),
    [
        (1, {"answer": "x"}, 422),
        (1, {"answer": "99999999999999999999999"}, 422),
        (1, {"answer": "1\x00"}, 422),
        (2, {"answer": ["a", "b"]}, 422),
        (3, {"answer": "four"}, 422),
        (3, {"answer": "9" * 5000}, 422),
        (3, {"answer": "4\x00"}, 422),
        (3, {"answer": "4", "score": "6"}, 400),
        (9, {"answer": "4"}, 404),
    ],
)
def test_what_is_no_answer_is_refused_and_not_kept(
    course: Made, number: int, sent: dict[str, Any], status: int
) -> None:
    ann, browser = learner("Ann", course)
    browser.post(f"{course.address}/quiz", {"do": "start"})
    answer = browser.post(f"{course.address}/quiz/{number}", sent | {"attempt": draft_id(ann)})
    assert (answer.status_code, stored()["courses_answer"]) == (status, 0)


def test_an_order_with_one_place_twice_is_refused_and_an_empty_one_is_kept(course: Made) -> None:
    ann, browser = learner("Ann", course)
    browser.post(f"{course.address}/quiz", {"do": "start"})
    attempt = draft_id(ann)
    twice = {f"answer_p{one}": "1" for one in course.orders}
    refused = browser.post(f"{course.address}/quiz/4", twice | {"attempt": attempt})
    assert (refused.status_code, stored()["courses_answer"]) == (422, 0)
    empty = {f"answer_p{one}": "" for one in course.orders}
    kept = browser.post(f"{course.address}/quiz/4", empty | {"attempt": attempt})
    assert (kept.status_code, column("courses_answer", "given")) == (302, ["[]"])


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 400),
        ({"do": "submit"}, 400),
        ({"do": "submit", "attempt": "abc"}, 400),
        ({"do": "submit", "attempt": "9" * 30}, 400),
        ({"do": "submit", "attempt": "987654"}, 404),
        ({"do": "erase"}, 400),
    ],
)
def test_what_is_no_move_is_refused(course: Made, sent: dict[str, str], status: int) -> None:
    browser = learner("Ann", course)[1]
    assert browser.post(f"{course.address}/quiz", sent).status_code == status
    assert stored()["courses_attempt"] == 0


def test_a_teacher_reads_the_quiz_and_does_not_take_it(course: Made) -> None:
    browser = teacher("Tess", course)[1]
    assert browser.get(f"{course.address}/quiz").status_code == 200
    assert browser.post(f"{course.address}/quiz", {"do": "start"}).status_code == 403


def test_no_answer_is_on_the_page_before_it_is_handed_in(course: Made) -> None:
    _ann, browser = learner("Ann", course)
    browser.post(f"{course.address}/quiz", {"do": "start"})
    pages = [
        browser.get(f"{course.address}/quiz/{one}").content.decode() for one, _s in answers(course)
    ]
    assert [
        one for one in pages if "Well heard" in one or "Because" in one or "Halved" in one
    ] == []


def test_an_ordering_is_not_shown_in_the_right_order(course: Made) -> None:
    rows = models.Choice.objects.filter(place__gt=0).order_by("shown_at")
    assert list(rows.values_list("pk", flat=True)) != course.orders
    question = models.Question.objects.get(kind="numeric")
    found = quiz_of(course.course)
    assert found is not None
    assert (found.questions[2].right_number, question.value) == ("4", Decimal(4))


def test_a_course_of_nothing_but_its_title_holds_and_offers_no_quiz(course: Made) -> None:
    for units, parts in (((), ("",)), ((NewUnit("One", "<p>One</p>", 5, 0),), ("", "/units/1"))):
        bare = made_course(f"silence-{len(units)}", units=units, quiz=None)
        _, browser = learner(f"Ann{len(units)}", bare)
        for part in (*parts, "/progress", "/discussion"):
            answer = browser.get(f"{bare.address}{part}")
            found = f"{bare.address}/quiz" in answer.content.decode()
            assert (answer.status_code, found) == (200, False), part
        assert browser.get(f"{bare.address}/quiz").status_code == 404
    there = learner("Ben", course)[1].get(course.address).content.decode()
    assert f"{course.address}/quiz" in there
