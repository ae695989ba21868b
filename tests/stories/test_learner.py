"""The school's visit: enrol, learn, be graded, speak to the cohort, be listed, be left alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.stories.newcomer import comes, leaves, signs_in
from tests.stories.walker import Walker

pytestmark = pytest.mark.story

NAME, ADDRESS = "Tomasz Lindqvist", "tomasz.learns@example.net"
WORDS = "I drew the table on the back of the drug chart, and it held."
COURSE = "/courses/reading-a-test"
OUTSIDER = "olga.elsewhere@example.net"


def test_a_learner_enrols_learns_speaks_and_opts_out(walk: Callable[..., Walker]) -> None:
    learner, classmate, teacher = walk(), walk(), walk()
    comes(learner, NAME, ADDRESS, "US")
    _enrols(learner)
    _learns(learner)
    _is_graded(learner)
    _speaks(learner)
    signs_in(classmate, "member@example.org")
    classmate.go(f"{COURSE}/discussion").says(WORDS, NAME)
    _is_listed(learner, classmate)
    signs_in(teacher, "teacher@example.org")
    _is_looked_at(teacher, learner)
    _opts_out(learner, classmate)
    leaves(learner)
    classmate.go(f"{COURSE}/discussion").says(WORDS, "A former member").says_not(NAME)


def test_who_is_not_of_the_course_gets_nothing(walk: Callable[..., Walker]) -> None:
    outsider, facilitator, partner = walk(), walk(), walk()
    comes(outsider, "Olga Elsewhere", OUTSIDER, "US")
    outsider.go(COURSE).says("Look, then enrol").look("course-public")
    signs_in(facilitator, "facilitator@example.org")
    signs_in(partner, "partner@example.org")
    for who in (outsider, facilitator, partner):
        for page in ("discussion", "participants", "teach"):
            who.go(f"{COURSE}/{page}", status=404)
        answer = who.page.goto(f"{who.site.address}{COURSE}/units/1")
        assert answer is not None
        assert answer.status in {403, 404}
    partner.go("/institutions/sandhill/report").look("report")
    assert OUTSIDER not in partner.page.content()


def _enrols(learner: Walker) -> None:
    learner.go("/").go("/courses").look("courses")
    learner.go(COURSE).press("Look, then enrol").says("Still empty.").look("enrol-refused")
    learner.go("/you/profile")
    page = learner.page
    page.locator("[name=profession]").select_option("physician")
    widest = page.locator("[name=profession_audience] option").last.get_attribute("value")
    page.locator("[name=profession_audience]").select_option(widest)
    learner.press("Keep").says("It is kept.")
    learner.go(f"{COURSE}/enrol").says("The uses you accept", "What is kept").look("enrol")
    page.locator("[name=agree]").check()
    learner.press("Enrol")
    learner.go(COURSE).says("Leave").look("course")


def _learns(learner: Walker) -> None:
    learner.go(f"{COURSE}/units/1").look("unit")
    learner.press("Mark complete").says("You marked this unit complete")
    tracks = learner.page.evaluate("document.querySelectorAll('track[kind=captions]').length")
    assert tracks in {0, 1}
    learner.go(f"{COURSE}/progress").look("progress")


def _is_graded(learner: Walker) -> None:
    learner.go(f"{COURSE}/quiz").look("quiz").press("Begin")
    page = learner.page
    for number in range(1, 11):
        learner.go(f"{COURSE}/quiz/{number}")
        if number == 1:
            learner.look("question")
        _answers(learner)
    learner.go(f"{COURSE}/quiz").press("Hand in").look("result")
    assert page.locator("main").inner_text()


def _answers(learner: Walker) -> None:
    """Whatever kind of question it is: the first choice, a number, the order as it comes."""
    form = learner.page.locator("main form").filter(has=learner.page.locator("button")).first
    boxes = form.locator("[type=radio], [type=checkbox]")
    if boxes.count():
        boxes.first.check()
    number = form.locator("input[type=text], input[type=number], input:not([type])")
    if number.count():
        number.first.fill("20")
    with learner.page.expect_navigation():
        form.locator("button").first.click()


def _speaks(learner: Walker) -> None:
    learner.go(f"{COURSE}/discussion")
    caution = learner.page.locator("#caution").inner_text()
    assert re.search(r"\d+ (other )?participants", caution), caution
    learner.page.locator("[name=text]").fill(WORDS)
    learner.press("Post").says(WORDS, NAME).look("cohort")


def _is_listed(learner: Walker, classmate: Walker) -> None:
    learner.go(f"{COURSE}/participants").look("participants")
    classmate.go(f"{COURSE}/participants").says(NAME)


def _is_looked_at(teacher: Walker, learner: Walker) -> None:
    teacher.go(f"{COURSE}/teach").says(NAME).look("roster").press(NAME)
    teacher.look("learner")
    learner.go("/you/looked").says("A teacher of").look("looked-learner")


def _opts_out(learner: Walker, classmate: Walker) -> None:
    for use in ("directory", "directory_information"):
        learner.go("/you/choices")
        with learner.page.expect_navigation():
            learner.page.locator(f"button[name={use}][value=off]").first.click()
    classmate.go(f"{COURSE}/participants").says_not(NAME)
    classmate.go(f"{COURSE}/discussion").says(NAME)


@pytest.mark.parametrize("width", [360, 2560])
def test_the_course_holds_at_every_width(walk: Callable[..., Walker], width: int) -> None:
    learner = walk(width=width)
    signs_in(learner, "member@example.org")
    for path in (
        COURSE,
        f"{COURSE}/units/2",
        f"{COURSE}/quiz",
        f"{COURSE}/discussion",
        f"{COURSE}/participants",
        "/you/affiliations",
    ):
        learner.go(path).look(f"course-{width}-{path.rsplit('/', 1)[-1]}")
