"""Discussions at the desk: an editor changes, closes and opens them, and nobody else does."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import COMMUNITY, EDITORIAL
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Reach
from salerno.services.discuss import queries
from salerno.services.discuss.values import Area
from tests import hall
from tests.people import words

WHERE = "/desk/discussions"


def as_it_is(address: str = hall.CLOSED) -> Area:
    """An area as it stands."""
    with entered(COMMUNITY, Viewer.visitor()):
        found = queries.area_of(address)
    assert found is not None
    return found


def test_an_editor_changes_what_is_posted_from_now_on() -> None:
    number, browser = hall.course(), hall.editor().browser()
    assert "Fever in travellers" in words(browser.get(WHERE))
    sent = {"title": "Fever at home", "audience": str(int(Reach.PROGRAM)), "kinds": ["comment"]}
    for _twice in range(2):
        answer = browser.post(f"{WHERE}/{number}", sent)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{WHERE}/{number}")
    now = as_it_is()
    assert (now.title, now.audience, now.kinds, now.scope, now.page) == (
        "Fever at home", Reach.PROGRAM, ("comment",), hall.SCOPE, hall.CLOSED,
    )  # fmt: skip


def test_an_editor_closes_a_discussion_and_opens_it_again() -> None:
    number, browser = hall.course(), hall.editor().browser()
    before = as_it_is()
    for deed, is_open in (("close", False), ("close", False), ("open", True), ("open", True)):
        assert browser.post(f"{WHERE}/{number}/shut", {"do": deed}).status_code == 302
        assert as_it_is().is_open is is_open
        said = words(browser.get(f"{WHERE}/{number}"))
        assert ("Close the discussion" in said, "Open the discussion" in said) == (
            is_open, not is_open,
        )  # fmt: skip
    assert as_it_is() == before


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": "x" * 501},
        {"title": "a\0b"},
        {"audience": "9"},
        {"audience": "1"},
        {"audience": "all"},
        {"kinds": []},
        {"kinds": ["poem"]},
    ],
)
def test_what_is_not_right_is_said_and_changes_nothing(changes: dict[str, object]) -> None:
    number, browser = hall.course(), hall.editor().browser()
    before = as_it_is()
    right = {"title": "T", "audience": str(int(Reach.PROGRAM)), "kinds": ["comment"]}
    answer = browser.post(f"{WHERE}/{number}", right | changes)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert as_it_is() == before


def test_there_is_nothing_where_there_is_nothing() -> None:
    browser = hall.editor().browser()
    assert "No discussion is open" in words(browser.get(WHERE))
    for address in (f"{WHERE}/4", f"{WHERE}/4/shut"):
        assert browser.post(address, {"title": "T"}).status_code == 404
    assert browser.get(f"{WHERE}?page=x%00").status_code == 200


def test_nobody_but_an_editor_comes_there() -> None:
    number = hall.course()
    [ann] = hall.people("Ann Reader")
    before = as_it_is()
    for browser in (Client(), ann.browser()):
        for address in (WHERE, f"{WHERE}/{number}", f"{WHERE}/{number}/shut"):
            assert browser.get(address).status_code in (302, 403, 404)
            assert browser.post(address, {"do": "close"}).status_code in (302, 403, 404)
    assert as_it_is() == before


def test_the_list_asks_once_and_has_pages() -> None:
    who = hall.editor()
    counted = []
    for rows in (1, 3):
        for n in range(rows):
            hall.area(f"/papers/{rows}/{n}")
        with entered(EDITORIAL, who.viewer), CaptureQueriesContext(connection) as asked:
            assert len(queries.areas()[0]) == {1: 1, 3: 4}[rows]
        counted.append(len(asked))
    assert counted == [1, 1]
    for n in range(50):
        hall.area(f"/more/{n}")
    with entered(EDITORIAL, who.viewer):
        found, number, has_more = queries.areas("2")
        assert (len(found), number, has_more) == (4, 2, False)
        assert queries.areas()[2]
