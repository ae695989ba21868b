"""Items: published once per address, listed to those who may know of them, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import COMMUNITY, EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Reach
from salerno.privacy.errors import PurposeRefused, Refused
from salerno.privacy.testing import expecting_refusals
from salerno.services.catalog import actions, queries
from salerno.services.catalog.values import Item, NewItem, Place

EDITOR = Viewer.person(1)
FIRST = NewItem("article", "/articles/first", "First light", summary="On looking.")


def put(new: NewItem = FIRST) -> int:
    """Publish as an editor does."""
    with entered(EDITORIAL, EDITOR):
        return actions.put(by=EDITOR, new=new)


def listed(viewer: Viewer | None = None, **asked: Any) -> list[Item]:
    """What somebody finds in the list."""
    with entered(COMMUNITY, viewer or Viewer.visitor()):
        return queries.items(**asked)


def addresses(viewer: Viewer | None = None) -> list[str]:
    """What stands among all addresses, for somebody."""
    with entered(COMMUNITY, viewer or Viewer.visitor()):
        return [address for address, _changed_at in queries.addresses()]


def one(item_id: int) -> Item:
    """An item that there is."""
    with entered(COMMUNITY, Viewer.visitor()):
        found = queries.item(item_id)
    assert found is not None
    return found


def test_an_item_is_what_was_put() -> None:
    moment = clock.now() - timedelta(days=3)
    new = NewItem(
        "paper", "/papers/10.7554-x", "  A \0 paper ", "Short.", "de", Reach.MEMBERS, "registered",
        accredited=False, sponsored=True, sponsor="Alder", label="Paid for by Alder",
        minimum_age=18, subjects=("Heart failure", "Sleep", "sleep", "!"), published_at=moment,
    )  # fmt: skip
    with clock.clock_at(moment + timedelta(days=1)):
        item_id = put(new)
    assert one(item_id) == Item(
        item_id, "paper", "/papers/10.7554-x", "A paper", "Short.", "de", Reach.MEMBERS,
        "registered", False, "Alder", "Paid for by Alder", 18,
        ("heart-failure", "sleep"), moment, None,
        moment + timedelta(days=1),
    )  # fmt: skip
    assert (one(item_id).is_sponsored, one(item_id).kind_title) == (True, "Paper")


def test_the_same_address_is_the_same_item() -> None:
    first = put()
    published_at = one(first).published_at
    again = put(replace(FIRST, title="Second thoughts", kind="page"))
    assert again == first
    now = one(first)
    assert (now.title, now.kind, now.published_at) == ("Second thoughts", "page", published_at)
    assert [found.id for found in listed()] == [first]


def test_what_is_withdrawn_is_listed_nowhere_and_its_address_says_so() -> None:
    item_id = put()
    for _time in range(2):
        with entered(EDITORIAL, EDITOR):
            actions.withdraw(by=EDITOR, item_id=item_id)
    assert one(item_id).is_withdrawn
    assert (listed(), addresses()) == ([], [])
    assert put() == item_id
    assert not one(item_id).is_withdrawn


def test_what_there_is_not_cannot_be_withdrawn() -> None:
    with entered(EDITORIAL, EDITOR), pytest.raises(Refused) as refusal:
        actions.withdraw(by=EDITOR, item_id=9)
    assert refusal.value.status == 404
    with entered(COMMUNITY, Viewer.visitor()):
        assert queries.item(9) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "poem"},
        {"kind": ""},
        {"access": "secret"},
        {"address": "https://elsewhere.example/x"},
        {"address": "//elsewhere.example"},
        {"address": "/articles/../desk"},
        {"address": "/articles/a b"},
        {"address": "/articles/\0"},
        {"address": "/articles/é"},
        {"address": "/" + "a" * 200},
        {"address": ""},
        {"title": " \0 "},
        {"title": "a" * 501},
        {"summary": "a" * 5_001},
        {"language": "English"},
        {"audience": Reach.CONNECTIONS},
        {"minimum_age": -1},
        {"minimum_age": 121},
        {"sponsored": True},
        {"sponsored": True, "sponsor": "Alder"},
        {"sponsored": True, "label": "Paid for"},
        {"sponsor": "Alder"},
        {"label": "Paid for"},
        {"sponsor": " ", "label": "Paid for", "sponsored": True},
        {"sponsor": "a" * 201, "label": "Paid for", "sponsored": True},
    ],
)
def test_what_is_not_whole_is_not_published(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refusal:
        put(replace(FIRST, **changes))
    assert refusal.value.status == 400
    assert str(refusal.value.words).endswith(".")
    assert listed() == []


def test_the_list_is_of_what_the_viewer_may_know_of() -> None:
    made = {}
    for reach in (Reach.PUBLIC, Reach.MEMBERS, Reach.PROGRAM, Reach.COHORT):
        name = reach.name.lower()
        made[name] = put(replace(FIRST, address=f"/{name}", title=name, audience=reach))
    tomorrow = clock.now() + timedelta(days=1)
    put(replace(FIRST, address="/later", title="later", published_at=tomorrow))
    known = Viewer.person(1)
    assert {each.title for each in listed()} == {"public"}
    assert addresses() == ["/public"]
    assert addresses(known) == ["/members", "/public"]
    assert {each.title for each in listed(known)} == {"public", "members"}
    opened = {each.title for each in listed(known, opened=[made["program"]])}
    assert opened == {"public", "members", "program"}
    with clock.clock_at(tomorrow):
        assert {each.title for each in listed()} == {"public", "later"}


def test_pages_of_the_list_meet_every_item_once_newest_first() -> None:
    moment = clock.now() - timedelta(days=1)
    made = [
        put(replace(FIRST, address=f"/a/{n}", published_at=moment + timedelta(hours=n // 2)))
        for n in range(7)
    ]
    put(replace(FIRST, kind="page", address="/page"))
    met: list[int] = []
    place: Place | None = None
    while page := listed(kind="article", before=place, limit=2):
        met += [each.id for each in page]
        place = page[-1].place
    assert met == made[::-1]


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_database_once(rows: int) -> None:
    made = [put(replace(FIRST, address=f"/a/{n}")) for n in range(rows)]
    with CaptureQueriesContext(connection) as asked:
        assert len(listed()) == rows
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked, entered(COMMUNITY, Viewer.visitor()):
        assert set(queries.items_by_ids(made)) == set(made)
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        assert len(addresses()) == rows
    assert len(asked) == 1


def test_only_an_editor_publishes() -> None:
    with (
        entered(COMMUNITY, Viewer.person(1)),
        expecting_refusals(),
        pytest.raises(PurposeRefused),
    ):
        actions.put(by=Viewer.person(1), new=FIRST)
    assert listed() == []
