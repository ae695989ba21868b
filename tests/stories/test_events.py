"""Events and surveys: a seat, the line behind it, the door, and answers without a name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from icalendar import Calendar

from salerno.privacy import clock
from tests.stories.newcomer import signs_in, staff_signs_in
from tests.stories.walker import Walker

pytestmark = pytest.mark.story

SLUG, TITLE, LINK = "one-chair", "An hour with one chair", "https://meet.example/one-chair"
SURVEY, WORDS = "/surveys/letters-and-search", "Put the index of the old issues back."


def test_a_seat_a_line_and_the_door(walk: Callable[..., Walker]) -> None:
    editor, first, second = walk(), walk(), walk(width=360)
    staff_signs_in(editor, "editor@example.org")
    number = _holds(editor)
    first.go("/").press("Events").says(TITLE).look("events")
    signs_in(first, "member@example.org")
    signs_in(second, "reader@example.org")
    first.go(f"/events/{SLUG}").press("Register").says("You have a seat.", "The way to join")
    code = first.look("event-seat").page.locator("main code").first.inner_text()
    second.go(f"/events/{SLUG}").press("Register")
    second.says("You are on the waiting list.", "Your place in the line: 1.").look("event-line")
    assert LINK not in second.page.content()
    _is_in_the_calendar(first, second)
    first.press("Give the seat back")
    second.go(f"/events/{SLUG}").says("The way to join")
    _comes_in(editor, second, number, code)


def _holds(editor: Walker) -> str:
    """An event with one seat, that has just begun."""
    editor.go("/desk/events/new")
    page, now = editor.page, clock.now()
    said = {
        "title": TITLE, "slug": SLUG, "summary": "For whoever comes first.", "link": LINK,
        "starts_at": f"{now + timedelta(minutes=20):%Y-%m-%d %H:%M}", "capacity": "1",
        "ends_at": f"{now + timedelta(hours=2):%Y-%m-%d %H:%M}",
    }  # fmt: skip
    for name, value in said.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=mode]").select_option("online")
    editor.press("Save").press("Publish").says("Published.")
    return page.url.rsplit("/", 1)[-1]


def _is_in_the_calendar(first: Walker, second: Walker) -> None:
    """The file names the way to join to whoever holds the seat, and to nobody else."""
    for who, joins in ((first, True), (second, False)):
        text = who.page.request.get(f"{who.site.address}/events/{SLUG}/calendar").text()
        event = Calendar.from_ical(text).walk("VEVENT")[0]
        assert (str(event["SUMMARY"]), LINK in text) == (TITLE, joins)


def _comes_in(editor: Walker, second: Walker, number: str, given_back: str) -> None:
    """A ticket opens the door once, by its code; what was given back opens nothing."""
    code = second.page.locator("main code").first.inner_text()
    path = f"/desk/events/{number}"
    editor.go(path).says("1 of 1 seats are held, 0 wait, 0 were there.").says_not("Winterfeldt")
    for one, words in (
        (code, "Welcome: it is written down."),
        (code, "This ticket came in before."),
    ):
        editor.page.locator("[name=code]").fill(one)
        editor.press("Come in").says(words)
    editor.look("desk-event")
    editor.page.locator("[name=code]").fill(given_back)
    editor.press("Come in").says_not("Welcome: it is written down.")
    second.go(f"/events/{SLUG}").says("You were there: it is written down.")


def test_what_is_answered_without_a_name_is_found_by_nobody(walk: Callable[..., Walker]) -> None:
    person, editor = walk(), walk(width=360)
    signs_in(person, "member@example.org")
    person.go(SURVEY).says("Without names.").look("survey")
    page = person.page
    page.locator("[name=q_letters]").first.check()
    page.locator("textarea").last.fill(WORDS)
    person.press("Send my answers").says("More is asked after what you answered.")
    person.press("Send my answers").look("survey-thanks")
    person.go(SURVEY).says("You answered this survey").says_not(WORDS)
    person.go("/you").says("Surveys you answered").says_not(WORDS)
    staff_signs_in(editor, "editor@example.org")
    editor.go("/desk/surveys").press("Letters and search").says("Fewer than 10 people answered.")
    editor.press("Close it for good").says("Fewer than 10 answered.").look("desk-survey")
    editor.says_not(WORDS)
    figures = editor.page.request.get(f"{editor.page.url}/results.csv").text()
    assert WORDS not in figures
    person.go(SURVEY).says("You answered this survey")
