"""What a query means, and what is shown of a text."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.privacy.declare import Reach
from salerno.services.search import rules
from salerno.services.search.rules import parse
from salerno.services.search.values import Facet, Part


@pytest.mark.parametrize(
    ("typed", "fts5", "web"),
    [
        ("chest pain", '("chest" AND "pain")', '"chest" "pain"'),
        ("  Chest\tPAIN ", '("chest" AND "pain")', '"chest" "pain"'),
        ('"chest pain" acute', '("chest pain" AND "acute")', '"chest pain" "acute"'),
        ('"chest pain', '("chest pain")', '"chest pain"'),
        ("pain -chest", '(("pain") NOT ("chest"))', '"pain" -"chest"'),
        ('pain -"left arm" -leg', '(("pain") NOT ("left arm" OR "leg"))',
         '"pain" -"left arm" -"leg"'),
        ("angina OR infarct", '("angina") OR ("infarct")', '"angina" or "infarct"'),
        ("a b OR c -d", '("a" AND "b") OR (("c") NOT ("d"))', '"a" "b" or "c" -"d"'),
        ("OR OR angina OR", '("angina")', '"angina"'),
        ("angina or infarct", '("angina" AND "or" AND "infarct")', '"angina" "or" "infarct"'),
        ("10.7554/eLife.04490", '("10 7554 elife 04490")', '"10 7554 elife 04490"'),
        ("title:heart* NEAR(a b, 3)",
         '("title heart" AND "near a" AND "b" AND "3")', '"title heart" "near a" "b" "3"'),
        ("Sjögren café", '("sjogren" AND "cafe")', '"sjogren" "cafe"'),
        ("β₂-blocker", '("β₂ blocker")', '"β₂ blocker"'),
        ("x\0y", '("x" AND "y")', '"x" "y"'),
        ("snake_case", '("snake case")', '"snake case"'),
    ],
)  # fmt: skip
def test_what_a_query_means(typed: str, fts5: str, web: str) -> None:
    asked = parse(typed)
    assert (rules.as_fts5(asked), rules.as_websearch(asked)) == (fts5, web)


@pytest.mark.parametrize(
    "typed", ["", "  ", "-", '"', '""', "😀 !!", "-chest", "OR", "* ( ) ^ : {"]
)
def test_without_a_word_that_is_looked_for_nothing_is(typed: str) -> None:
    assert not parse(typed)


def test_a_long_query_is_cut_and_says_so() -> None:
    asked = parse("word " * 2_000)
    assert asked.was_cut
    assert len(asked.text) <= rules.MOST_LETTERS
    assert sum(map(len, asked.alternatives)) == rules.MOST_TERMS
    assert not parse("word " * 5).was_cut


@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_query_that_the_database_takes(typed: str) -> None:
    asked = parse(typed)
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(text)")
    if asked:
        found = connection.execute("SELECT rowid FROM t WHERE t MATCH ?", [rules.as_fts5(asked)])
        assert found.fetchall() == []
    connection.close()


@given(st.text(max_size=2_000), st.text(min_size=1, max_size=40))
def test_an_excerpt_is_of_the_text_and_no_longer_than_it_may_be(text: str, typed: str) -> None:
    parts = rules.excerpt(text, parse(typed))
    said = "".join(one.text for one in parts)
    assert said.removeprefix("… ").removesuffix(" …") in " ".join(text.split())
    assert len(said) <= rules.EXCERPT + 4


def test_an_excerpt_stands_around_the_first_match() -> None:
    text = f"{'before ' * 60}the Dyspnoeic patients {'after ' * 90}"
    parts = rules.excerpt(text, parse("patient dyspnoeic"))
    assert [one.text for one in parts if one.is_match] == ["Dyspnoeic", "patients"]
    assert (parts[0].text, parts[-1].text) == ("… ", " …")


def test_what_is_left_out_is_not_marked() -> None:
    parts = rules.excerpt("pain in the chest", parse("pain -chest"))
    assert [one.text for one in parts if one.is_match] == ["pain"]


def test_markup_in_a_text_is_text() -> None:
    parts = rules.excerpt("<script>alert(1)</script> heart", parse("heart"))
    assert parts == (Part("<script>alert(1)</script> "), Part("heart", True))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("plain", (Part("plain"),)),
        ("a \x02b\x03 c", (Part("a "), Part("b", True), Part(" c"))),
        ("\x02a\x03\x02b\x03", (Part("a", True), Part("b", True))),
        ("a \x02b", (Part("a "), Part("b"))),
    ],
)
def test_the_marks_of_a_database_become_parts(text: str, parts: tuple[Part, ...]) -> None:
    assert rules.marked(text) == parts


def test_a_text_is_indexed_without_what_marks_and_not_endlessly() -> None:
    assert rules.clean("a\x00b\x02c\nd\te\x7f") == "a b c\nd\te "
    assert len(rules.clean("é" * 500_000).encode()) == rules.MOST_BYTES


def test_two_lists_become_one_by_their_places() -> None:
    assert rules.fused([["a", "b", "c"], ["x"], ["y", "z"]]) == ["a", "x", "y", "b", "z", "c"]
    assert rules.fused([[], []]) == []


def test_kinds_are_counted_the_most_frequent_first() -> None:
    assert rules.facets(["b", "a", "c", "c"]) == [Facet("c", 2), Facet("a", 1), Facet("b", 1)]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("", 1), ("3", 3), ("0", 0), ("-1", 1), ("99999", 1), ("²", 1), ("x", 1), ("1.5", 1)],
)
def test_a_page_has_a_number(typed: str, number: int) -> None:
    assert rules.number_of(typed) == number


@pytest.mark.parametrize(
    ("access", "is_known", "is_opened", "is_open"),
    [
        ("open", False, False, True),
        ("registered", False, False, False),
        ("registered", True, False, True),
        ("enrolled", True, False, False),
        ("enrolled", True, True, True),
        ("invented", True, False, False),
    ],
)
def test_whose_text_is_shown(access: str, is_known: bool, is_opened: bool, is_open: bool) -> None:
    assert rules.is_open(access, is_known, is_opened) is is_open


def test_what_is_found_without_further_right() -> None:
    assert (rules.widest(False), rules.widest(True)) == (Reach.PUBLIC, Reach.MEMBERS)
