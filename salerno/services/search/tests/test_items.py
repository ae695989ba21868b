"""Items: found by their words, by those who may know of them, and in a fixed number of asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import COMMUNITY, EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Reach
from salerno.privacy.errors import PurposeRefused
from salerno.privacy.testing import expecting_refusals
from salerno.services.search import actions, queries
from salerno.services.search.formats import index_of
from salerno.services.search.rules import parse
from salerno.services.search.values import Entry, Facet, Hit, Part, Results
from tests.people import words

EDITOR = Viewer.person(1)
VISITOR = Viewer.visitor()
FIRST = Entry(
    1, "/articles/first", "article", "Chest pain at night",
    "Patients with angina slept badly. The hearts of most recovered.",
)  # fmt: skip


def put(*entries: Entry) -> None:
    """Index as an editor's act does."""
    with entered(EDITORIAL, EDITOR):
        for entry in entries:
            actions.index(by=EDITOR, entry=entry)


def find(typed: str, viewer: Viewer = VISITOR, kind: str = "", number: int = 1) -> Results:
    """What somebody finds."""
    with entered(COMMUNITY, viewer):
        return queries.find(parse(typed), kind=kind, number=number)


def found(typed: str, viewer: Viewer = VISITOR) -> list[str]:
    """The addresses that somebody finds, the best first."""
    return [one.address for one in find(typed, viewer).hits]


def test_a_hit_is_the_item_with_its_matches_marked() -> None:
    moment = clock.now() - timedelta(days=2)
    put(replace(FIRST, published_at=moment))
    (hit,) = find("heart").hits
    assert hit == Hit(
        "article", "/articles/first", (Part("Chest pain at night"),),
        (Part("Patients with angina slept badly. The "), Part("hearts", True),
         Part(" of most recovered.")), moment,
    )  # fmt: skip
    (titled,) = find("pain").hits
    assert Part("pain", True) in titled.title


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("angina", True),
        ("ANGINA chest", True),
        ("recovering", True),
        ('"chest pain"', True),
        ('"pain chest"', False),
        ("angina -heart", False),
        ("angina -liver", True),
        ("liver OR angina", True),
        ("liver angina", False),
        ("angin", False),
    ],
)
def test_a_query_finds_what_it_says(typed: str, is_found: bool) -> None:
    put(FIRST)
    assert bool(found(typed)) is is_found


def test_the_address_of_a_work_is_found_in_a_text() -> None:
    put(replace(FIRST, text="See doi 10.7554/eLife.04490 and Sjögren."))
    assert found("10.7554/elife.04490") == ["/articles/first"]
    assert found("sjogren") == ["/articles/first"]


def test_words_of_another_language_are_found_in_their_forms() -> None:
    put(replace(FIRST, language="de", title="Herzen", text="Die Patienten schliefen."))
    put(replace(FIRST, item_id=2, address="/b", language="xx", title="Zot", text="zotzen gozen"))
    assert found("Patienten") == ["/articles/first"]
    assert found("gozen") == ["/b"]


def test_a_title_counts_more_than_a_text() -> None:
    put(FIRST, Entry(2, "/articles/second", "article", "Angina", "On sleeping and pain."))
    assert found("angina") == ["/articles/second", "/articles/first"]


def test_an_item_that_changed_is_found_by_its_new_words_only() -> None:
    put(FIRST)
    put(replace(FIRST, address="/articles/moved", title="Liver", text="Of bile."))
    assert found("angina") == []
    assert found("bile liver") == ["/articles/moved"]
    with entered(EDITORIAL, EDITOR):
        actions.forget(by=EDITOR, item_id=1)
        actions.forget(by=EDITOR, item_id=1)
    assert found("bile") == []


def test_found_is_what_the_viewer_may_know_of() -> None:
    for number, reach in enumerate((Reach.PUBLIC, Reach.MEMBERS, Reach.PROGRAM), 1):
        put(replace(FIRST, item_id=number, address=f"/{reach.name}", audience=reach))
    put(replace(FIRST, item_id=9, address="/unit", audience=Reach.COHORT, within=3))
    later = clock.now() + timedelta(days=1)
    put(replace(FIRST, item_id=8, address="/later", published_at=later))
    known = Viewer.person(1)
    assert set(found("angina")) == {"/PUBLIC"}
    assert set(found("angina", known)) == {"/PUBLIC", "/MEMBERS"}
    with entered(COMMUNITY, known):
        hits = queries.find(parse("angina"), opened={3}).hits
    assert {one.address for one in hits} == {"/PUBLIC", "/MEMBERS", "/PROGRAM", "/unit"}
    with clock.clock_at(later):
        assert set(found("angina")) == {"/PUBLIC", "/later"}


def test_of_what_is_not_open_the_summary_is_shown_and_no_word_of_the_text() -> None:
    put(replace(FIRST, access="enrolled", summary="On hearts at night.", text="angina secretly"))
    (closed,) = find("angina", Viewer.person(1)).hits
    assert closed.closed == "enrolled"
    assert "".join(one.text for one in closed.excerpt) == "On hearts at night."
    with entered(COMMUNITY, Viewer.person(1)):
        (opened,) = queries.find(parse("angina"), opened={1}).hits
    assert opened.closed == ""
    assert Part("angina", True) in opened.excerpt


def test_kinds_are_counted_over_everything_found_and_narrow_it() -> None:
    for number in range(1, 14):
        put(replace(FIRST, item_id=number, address=f"/{number}"))
    put(replace(FIRST, item_id=20, address="/page", kind="page"))
    everything = find("angina")
    assert everything.facets == (Facet("article", 13), Facet("page", 1))
    assert (everything.total, everything.number, everything.last) == (14, 1, 2)
    assert len(everything.hits) == 10
    pages = find("angina", kind="page")
    assert ([one.address for one in pages.hits], pages.total) == (["/page"], 1)
    assert pages.facets == everything.facets
    second = find("angina", number=2)
    assert len(second.hits) == 4
    assert not set(everything.hits) & set(second.hits)
    assert find("angina", number=999).number == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_finding_asks_a_fixed_number_of_times(rows: int) -> None:
    for number in range(rows):
        put(replace(FIRST, item_id=number, address=f"/{number}"))
    with CaptureQueriesContext(connection) as asked:
        assert len(find("angina").hits) == rows
    assert len(asked) == 3


def test_nothing_is_asked_where_nothing_is_looked_for() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert find("-angina") == Results()
    assert len(asked) == 0


def test_only_an_editor_indexes() -> None:
    with entered(COMMUNITY, EDITOR), expecting_refusals(), pytest.raises(PurposeRefused):
        actions.index(by=EDITOR, entry=FIRST)
    assert found("angina") == []


@pytest.mark.parametrize(
    "typed",
    [
        '"', "'", "\\", "a\0b", "* OR", "NEAR(", "title:", "-", "^a", "😀", "a" * 10_000,
        "angina " * 2_000, "%", "{x}", "<script>", "angina AND (", "\u202e\u200d",
    ],
)  # fmt: skip
def test_no_query_is_an_error_and_none_comes_back_as_markup(typed: str) -> None:
    put(FIRST)
    response = Client().get("/search", {"q": typed, "kind": typed[:50], "page": typed[:50]})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


def test_bytes_that_are_no_text_are_no_error() -> None:
    assert Client().get("/search?q=%ff%fe%ed%a0%bd&page=%00&kind=%ff").status_code == 200


def test_the_page_says_what_it_found_and_marks_it() -> None:
    put(replace(FIRST, title="Chest <b>pain</b>", text="angina & <i>angina</i>"))
    response = Client().get("/search", {"q": "angina"})
    body = response.content.decode()
    assert "<mark>angina</mark> &amp; &lt;i&gt;<mark>angina</mark>&lt;/i&gt;" in body
    assert "Chest &lt;b&gt;pain&lt;/b&gt;" in body
    assert "One thing found" in words(response)
    assert 'value="angina"' in body


def test_the_page_helps_where_it_found_nothing() -> None:
    assert "Nothing found" in words(Client().get("/search", {"q": "zebra"}))
    assert "No word to look for" in words(Client().get("/search", {"q": "-zebra"}))
    assert "How to search" in words(Client().get("/search"))
    long = words(Client().get("/search", {"q": "zebra " * 100}))
    assert "Only the first 200 letters were read" in long


def test_the_page_is_read_and_takes_no_form() -> None:
    assert Client().post("/search", {"q": "angina"}).status_code in {403, 405}


def test_the_command_makes_the_index_anew(capsys: pytest.CaptureFixture[str]) -> None:
    put(FIRST, replace(FIRST, item_id=2, address="/articles/second"))
    with connection.cursor() as cursor:
        index_of(connection.vendor).clear_entries(cursor)
    assert found("angina") == []
    call_command("search_rebuild")
    said = capsys.readouterr()
    assert "entries: 2 indexed" in said.err
    assert said.out == "Indexed: 2 of entries.\n"
    assert len(found("angina")) == 2
    call_command("search_rebuild", "--quiet")
    assert capsys.readouterr().err == ""
    assert len(found("angina")) == 2


def test_what_is_typed_is_stored_nowhere() -> None:
    put(FIRST)
    before = whole()
    Client().get("/search", {"q": "quinsy-zebra angina"})
    assert whole() == before


def whole() -> dict[str, list[str]]:
    """Every row of every table, the gate aside."""
    stored = {}
    own: Any = connection
    with own.gate_open(), own.cursor() as cursor:
        for name in own.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')
            stored[name] = sorted(map(repr, cursor.fetchall()))
    return stored
