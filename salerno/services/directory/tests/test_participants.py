"""The list of a course: for those in it, of those who are in it and did not keep out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import ACCOUNT, DIRECTORY, DIRECTORY_INFORMATION
from salerno.privacy import clock, places
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Reach
from salerno.services.courses.tests.making import Made, teacher
from salerno.services.directory import queries, rules
from salerno.services.directory.tests.scene import (
    account,
    enrolled,
    join,
    leave,
    protect,
    refuse,
    school,
)
from tests.people import Person, words

pytestmark = school


def listed(viewer: Viewer, made: Made) -> list[str]:
    """Whom a viewer finds in the list of a course."""
    with entered(DIRECTORY, viewer):
        found = queries.participants(made.course.slug)
    return [one.card.name for one in found.people]


def address(made: Made) -> str:
    """The page of the list."""
    return f"{made.address}/participants"


def fill(made: Made, count: int) -> list[Person]:
    """As many people with a place in a course, without the rest of an enrolment."""
    some = [account(f"P{one:03}") for one in range(count)]
    for one in some:
        with entered(ACCOUNT, one.viewer):
            places.place(one.subject, made.course.scope, reach=Reach.PROGRAM)
    return some


@pytest.mark.clause("H-64", "works")
def test_participants_find_each_other_with_the_lines_they_share(course: Made) -> None:
    ann, _ben = enrolled("Ann", course), enrolled("Ben", course, location=Reach.ME)
    teacher("Tess", course)
    browser = ann.browser()
    answer = browser.get(address(course))
    page = words(answer)
    assert [one in page for one in ("Ann Quill", "Ben Quill", "Tess Quill")] == [True] * 3
    assert page.count("Worcester, Massachusetts, United States") == 1
    assert page.count("Teaches this course") == 1
    assert [one in page for one in ("Nurse", "Surgery", "example.org")] == [False] * 3
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert 'name="robots" content="noindex' in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    formats = [f"{address(course)}{one}" for one in (".csv", ".json", "/csv", "/download")]
    assert [browser.get(one).status_code for one in formats] == [404] * 4
    asked = browser.get(f"{address(course)}?format=csv", headers={"accept": "text/csv"})
    assert asked.headers["Content-Type"].startswith("text/html")


@pytest.mark.clause("H-64", "refused")
def test_outsiders_get_404_and_those_who_keep_out_and_minors_are_absent(
    course: Made, other: Made
) -> None:
    ann, ben, cy = (enrolled(one, course) for one in ("Ann", "Ben", "Cy"))
    stranger, elsewhere = account("Dora"), enrolled("Eve", other)
    refuse(ben, DIRECTORY)
    protect(cy)
    assert listed(ann.viewer, course) == ["Ann Quill"]
    outsiders = [Client(), stranger.browser(), elsewhere.browser()]
    codes = [one.get(address(course)).status_code for one in outsiders]
    codes += [one.get("/courses/nowhere/participants").status_code for one in outsiders]
    assert codes == [404] * 6
    for viewer in (Viewer.visitor(), stranger.viewer, elsewhere.viewer):
        with pytest.raises(Http404):
            listed(viewer, course)


@pytest.mark.clause("H-64", "refused")
def test_turning_page_after_page_stops_and_opens_again(
    course: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, again = enrolled("Ann", course).browser(), enrolled("Ben", course).browser()
    length = rules.WINDOW.total_seconds()
    at = datetime.fromtimestamp((clock.now().timestamp() // length + 1) * length, UTC)
    monkeypatch.setattr(clock, "now", lambda: at)
    codes = [browser.get(address(course)).status_code for _one in range(rules.MOST_PAGES + 2)]
    assert codes == [200] * rules.MOST_PAGES + [429, 429]
    assert again.get(address(course)).status_code == 200
    later = at + rules.WINDOW
    monkeypatch.setattr(clock, "now", lambda: later)
    assert browser.get(address(course)).status_code == 200


def test_whoever_leaves_or_outlasts_the_course_neither_sees_nor_is_seen(
    course: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, ben = enrolled("Ann", course), enrolled("Ben", course)
    leave(ben, course)
    assert listed(ann.viewer, course) == ["Ann Quill"]
    with pytest.raises(Http404):
        listed(ben.viewer, course)
    after = (course.course.ends_at or clock.now()) + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: after)
    with pytest.raises(Http404):
        listed(ann.viewer, course)


def test_who_hides_their_name_is_not_in_the_list_and_not_in_its_count(course: Made) -> None:
    ann, _ben = enrolled("Ann", course), enrolled("Ben", course, name=Reach.ME)
    with entered(DIRECTORY, ann.viewer):
        found = queries.participants(course.course.slug)
    assert ([one.card.name for one in found.people], found.count) == (["Ann Quill"], 1)


def test_refusing_directory_information_leaves_the_list_of_the_course(course: Made) -> None:
    ann, ben = enrolled("Ann", course), enrolled("Ben", course)
    refuse(ben, DIRECTORY_INFORMATION)
    assert listed(ann.viewer, course) == ["Ann Quill", "Ben Quill"]


def test_keeping_out_of_the_list_is_undone_by_the_same_switch(course: Made) -> None:
    ann, ben = enrolled("Ann", course), enrolled("Ben", course)
    refuse(ben, DIRECTORY)
    ben.browser().post("/you/choices", {DIRECTORY.id: "on"})
    assert listed(ann.viewer, course) == ["Ann Quill", "Ben Quill"]


def test_pages_hold_no_more_than_a_page_and_wrong_numbers_are_404(course: Made) -> None:
    ann = enrolled("Ann", course)
    fill(course, rules.PAGE)
    browser = ann.browser()
    pages = [browser.get(f"{address(course)}?page={one}") for one in (1, 2)]
    counts = [one.content.decode().count('href="/people/') for one in pages]
    assert counts == [rules.PAGE, 1]
    wrongs = ("0", "3", "-1", "x", "", "1.0", "9" * 40, "\u0662", "%00")
    codes = [browser.get(f"{address(course)}?page={one}").status_code for one in wrongs]
    assert codes == [404] * len(wrongs)
    assert browser.post(address(course), {}).status_code == 405


def test_the_list_costs_the_same_for_one_and_for_three(course: Made) -> None:
    ann = enrolled("Ann", course)
    counts = []
    for name in ("", "Ben", "Cy"):
        if name:
            enrolled(name, course)
        listed(ann.viewer, course)
        with CaptureQueriesContext(connection) as asked:
            listed(ann.viewer, course)
        counts.append(len(asked))
    assert counts[1:] == counts[:1] * 2
    join(account("Dora"), course)
