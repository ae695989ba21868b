"""Searching across rooms: who finds which posts, and that what is gone is found by nobody."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import COMMUNITY, EDITORIAL, TEACHER
from salerno.privacy import places, rights
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Reach
from salerno.privacy.mapping import whole_map
from salerno.privacy.stores import stores
from salerno.services.discuss import actions as discuss
from salerno.services.discuss.values import NewArea, NewPost
from salerno.services.search import actions
from salerno.services.search.values import Entry
from salerno.web import periodic, searching
from tests.ground import pack
from tests.people import Person, person, words

__all__ = ["pack"]

EDITOR = Viewer.person(0)
NOTHING = "Nothing found"


def area(address: str, audience: Reach, scope: str = "") -> int:
    """A place where posts stand."""
    with entered(EDITORIAL, EDITOR):
        return discuss.open_area(by=EDITOR, new=NewArea(address, "Fever", audience, scope))


def post(who: Person, area_id: int, text: str) -> int:
    """A post of somebody, read by the index."""
    with entered(COMMUNITY, who.viewer):
        number = discuss.post(by=who.viewer, area_id=area_id, new=NewPost(text, once=str(uuid4())))
    searching.catch_up()
    return number


def enrol(who: Person, scope: str, *, teaches: bool = False) -> None:
    """Give somebody a place."""
    with entered(COMMUNITY, who.viewer):
        places.place(who.subject, scope, TEACHER if teaches else None)


def found(browser: Client, typed: str, **more: str) -> str:
    """What the page says to somebody."""
    return words(browser.get("/search", {"q": typed, **more}))


@pytest.fixture
def people() -> dict[str, Person]:
    """A learner, another of the same course, one of another course, and a teacher."""
    some = {
        name: person(f"{name}@example.org", f"{name.title()} Reader")
        for name in ("ann", "ben", "cem", "tess")
    }
    for name, scope in (("ann", "course:7"), ("ben", "course:7"), ("cem", "course:8")):
        enrol(some[name], scope)
    enrol(some["tess"], "course:7", teaches=True)
    return some


def test_posts_of_a_course_are_found_by_its_people_only(people: dict[str, Person]) -> None:
    post(people["ann"], area("/courses/a", Reach.PROGRAM, "course:7"), "A quinsy at last")
    for name in ("ann", "ben", "tess"):
        said = found(people[name].browser(), "quinsy")
        assert "A quinsy at last" in said
        assert "Discussion 1" in said
    for browser in (people["cem"].browser(), Client()):
        said = found(browser, "quinsy")
        assert NOTHING in said
        assert "Discussion" not in said.partition(NOTHING)[0].replace("In discussion", "")


def test_posts_for_members_are_not_found_by_visitors(people: dict[str, Person]) -> None:
    post(people["ann"], area("/hall", Reach.MEMBERS), "A quinsy at last")
    assert "A quinsy at last" in found(people["cem"].browser(), "quinsy")
    assert NOTHING in found(Client(), "quinsy")


def test_a_place_that_ended_finds_nothing_more(people: dict[str, Person]) -> None:
    post(people["ann"], area("/courses/a", Reach.PROGRAM, "course:7"), "A quinsy at last")
    with entered(COMMUNITY, people["ben"].viewer):
        places.unplace(people["ben"].subject, "course:7")
    assert NOTHING in found(people["ben"].browser(), "quinsy")


def test_no_hit_names_its_author(people: dict[str, Person]) -> None:
    post(people["ann"], area("/hall", Reach.MEMBERS), "A quinsy at last")
    assert "Ann Reader" not in found(people["cem"].browser(), "quinsy")


def test_a_post_taken_away_is_found_by_nobody(people: dict[str, Person]) -> None:
    ann = people["ann"]
    number = post(ann, area("/hall", Reach.MEMBERS), "A quinsy at last")
    with entered(COMMUNITY, ann.viewer):
        discuss.remove(by=ann.viewer, post_id=number)
    assert NOTHING in found(people["cem"].browser(), "quinsy")
    searching.catch_up()
    assert indexed() == []


def test_an_erased_person_is_out_of_the_index_at_once(
    people: dict[str, Person], django_capture_on_commit_callbacks: Any
) -> None:
    ann, ben = people["ann"], people["ben"]
    hall = area("/hall", Reach.MEMBERS)
    post(ann, hall, "A quinsy at last")
    kept = post(ben, hall, "Another quinsy")
    assert [owner for owner, _number in indexed()] == [ann.subject, ben.subject]
    with django_capture_on_commit_callbacks(execute=True):
        rights.erase(ann.subject, ground="asked")
    assert ann.subject not in {owner for owner, _number in indexed()}
    assert (ben.subject, kept) in indexed()
    now = indexed()
    stores()["search"].rebuild()
    assert indexed() == now, "a rebuild brings nobody back"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_a_fixed_number_of_times(people: dict[str, Person], rows: int) -> None:
    ann = people["ann"]
    own = area("/hall", Reach.MEMBERS)
    course = area("/courses/a", Reach.PROGRAM, "course:7")
    for number in range(1, rows + 1):
        post(ann, own, f"A quinsy {number}")
        post(ann, course, f"A quinsy of the course {number}")
        entry = Entry(number, f"/articles/{number}", "article", "On quinsy", "A quinsy.")
        with entered(EDITORIAL, EDITOR):
            actions.index(by=EDITOR, entry=entry)
    browser = people["ben"].browser()
    browser.get("/search", {"q": "quinsy"})
    with CaptureQueriesContext(connection) as asked:
        said = found(browser, "quinsy")
    assert f"Everything {3 * rows}" in said
    mine = [one["sql"] for one in asked if "search_" in one["sql"] or "discuss_" in one["sql"]]
    assert len(mine) == 6, mine


def test_a_rebuild_finds_the_same(people: dict[str, Person]) -> None:
    post(people["ann"], area("/hall", Reach.MEMBERS), "A quinsy at last")
    before = indexed()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_document")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_document_words")
    assert NOTHING in found(people["cem"].browser(), "quinsy")
    stores()["search"].rebuild()
    assert indexed() == before
    assert "A quinsy at last" in found(people["cem"].browser(), "quinsy")


def test_the_tables_of_the_index_are_on_the_map() -> None:
    known = whole_map()
    assert known["undeclared"] == []
    (store,) = (one for one in known["stores"] if one["store"] == "search")
    assert "discuss.Post.text" in store["columns"]
    assert "search_document" in {one["table"] for one in known["exempt"]}


def test_the_index_is_read_on_within_seconds() -> None:
    (job,) = (one for one in periodic.JOBS if one.run is searching.catch_up)
    assert job.every.total_seconds() <= 5
    assert periodic.run(job)


def indexed() -> list[tuple[int, int]]:
    """Owner and number of every document in the index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT owner, number FROM search_document ORDER BY number")
        return [(row[0], row[1]) for row in cursor.fetchall()]
