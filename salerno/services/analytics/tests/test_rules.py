"""What is listed first, and what a count says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.services.accounts.values import Specialty
from salerno.services.analytics import rules
from salerno.services.analytics.rules import Candidate, Signal

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SUBJECTS = ("sleep", "light", "falls", "consent", "delirium")


def thing(item: int, *subjects: str, days: int = 100) -> Candidate:
    """Something published days ago."""
    return Candidate(item, frozenset(subjects), NOW - timedelta(days=days))


def numbers(found: list[rules.Ranked]) -> list[int]:
    """The items in their order."""
    return [one.item for one in found]


def test_ones_field_and_what_one_read_come_first_and_each_says_why() -> None:
    some = [
        thing(1, "light"), thing(2, "sleep"), thing(3, "stroke"), thing(4, "stroke", "sleep"),
        thing(5, "taxes", days=1),
    ]  # fmt: skip
    found = rules.ranked(some, specialty="neurology", read=[("light",)], opened={9}, now=NOW)
    assert numbers(found) == [4, 3, 2, 1]
    signals = {one.item: one.signals for one in found}
    assert signals == {
        4: (Signal.SPECIALTY,), 3: (Signal.SPECIALTY,), 2: (Signal.SPECIALTY,),
        1: (Signal.READING,),
    }  # fmt: skip
    assert found[3].subjects == ("light",)


def test_what_was_opened_is_not_listed_again_and_newness_alone_lists_nothing() -> None:
    some = [thing(1, "sleep"), thing(2, "taxes", days=1)]
    assert rules.ranked(some, specialty="neurology", read=[], opened={1}, now=NOW) == []


def test_what_was_read_last_counts_more() -> None:
    some = [thing(1, "light"), thing(2, "falls")]
    late = [("falls",), *[("taxes",)] * 30, ("light",)]
    found = rules.ranked(some, specialty="", read=late, opened=(), now=NOW)
    assert numbers(found) == [2, 1]
    assert found[0].score == 1.0


@given(
    st.lists(st.sets(st.sampled_from(SUBJECTS)), max_size=30),
    st.lists(st.sets(st.sampled_from(SUBJECTS)), max_size=30),
    st.sampled_from([*Specialty.values, "", "unheard"]),
    st.sets(st.integers(0, 30)),
)
def test_a_list_is_short_holds_nothing_opened_and_never_lacks_a_reason(
    offered: list[set[str]], read: list[set[str]], specialty: str, opened: set[int]
) -> None:
    some = [thing(number, *one) for number, one in enumerate(offered)]
    found = rules.ranked(some, specialty=specialty, read=read, opened=opened, now=NOW)
    assert len(found) <= rules.SHOWN
    assert not opened & set(numbers(found))
    assert all(set(one.signals) & {Signal.SPECIALTY, Signal.READING} for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_every_specialty_has_its_words_but_the_one_that_is_none() -> None:
    assert set(rules.FIELDS) == set(Specialty.values) - {"other"}


@pytest.mark.parametrize(
    ("said", "length"),
    [("7", 7), ("0", 0), ("99999999", rules.LONGEST), ("", None), ("-1", None), ("x", None),
     ("1.5", None), ("٣", None), ("1" * 9, None)],
)  # fmt: skip
def test_a_length_is_whole_seconds(said: str, length: int | None) -> None:
    assert rules.seconds(said) == length


def test_few_are_not_told() -> None:
    assert rules.told(rules.FEWEST - 1, 3.0) is None
    assert rules.told(rules.FEWEST, 3.0) == (rules.FEWEST, 3.0)
