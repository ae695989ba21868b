"""Words, faults, caps and stop words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.services.mailings import rules
from salerno.services.mailings.formats import words
from salerno.services.mailings.rules import Block, Fault, Kind
from salerno.services.post.values import ALL, ASKED_FOR, Channel, Sort


def test_the_words_of_the_rules_are_those_of_the_room() -> None:
    assert tuple(one.value for one in Sort) == (rules.SERVICE, rules.CONTENT, rules.PROMOTION)
    assert (Channel.EMAIL.value, Channel.SMS.value) == (rules.EMAIL, rules.SMS)
    assert (rules.EVERYTHING, rules.ASKED_FOR) == (ALL, ASKED_FOR)


def test_blocks_are_what_was_written() -> None:
    body = "## Head\nOne\r\ntwo\n- a\n- b\n\n:::offer\nBuy.\n\n- c\n:::\nAfter."
    assert rules.blocks(body) == (
        Block(Kind.HEADING, ("Head",)), Block(Kind.TEXT, ("One", "two")),
        Block(Kind.LIST, ("a", "b")), Block(Kind.TEXT, ("Buy.",), True),
        Block(Kind.LIST, ("c",), True), Block(Kind.TEXT, ("After.",)),
    )  # fmt: skip


@given(st.text(max_size=400))
def test_any_words_are_drawn_and_none_becomes_markup(body: str) -> None:
    drawn = words.html(f"{body}\n<script>x</script>", "https://a.example")
    assert "<script" not in drawn
    assert "javascript:" not in drawn or 'href="javascript' not in drawn.lower()
    words.plain(body, "https://a.example")


@given(st.text(max_size=60), st.text(max_size=200))
def test_content_with_a_promotion_is_a_fault_whatever_stands_around_it(a: str, b: str) -> None:
    body = f"{a}\n\n:::offer\nBuy now\n:::\n\n{b}"
    for sort, topic in ((Sort.CONTENT, "contents"), (Sort.SERVICE, "")):
        assert Fault.PROMOTION in rules.faults(sort, topic, "email", ("x", body))


@pytest.mark.parametrize("said", [
    "STOP", "stop.", " Stop please", "QUIT", "End", "revoke", "OPT OUT", "opt-out", "optout",
    "Cancel!", "unsubscribe", "UNSUBSCRIBE me", "Stop\n",
])  # fmt: skip
def test_each_stop_word_stops(said: str) -> None:
    assert rules.command(said) == "stop"


@pytest.mark.parametrize(
    "said", ["yes", "", "endive", "when does it end", "cancelled?", "👍", "\x00"]
)
def test_other_words_do_not(said: str) -> None:
    assert rules.command(said) == ""
    assert rules.command("Help") == rules.command("HELP me") == "help"


@given(st.integers(0, 90), st.integers(0, 10), st.integers(1, 5))
def test_caps_hold(days: int, times: int, most: int) -> None:
    now, today = datetime(2026, 12, 1, tzinfo=UTC), date(2026, 12, 1)
    assert rules.is_due(now - timedelta(days=days), now) is (days >= 30)
    assert rules.is_due(None, now)
    assert rules.may_show(times, None, today, most) is (times < most)
    assert not rules.may_show(times, today, today, most)
