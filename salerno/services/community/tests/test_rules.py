"""Trust and limits, as tables and as laws."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.services.community.rules import (
    A_DAY,
    DAY,
    Deed,
    Record,
    Trust,
    has_run_out,
    left_today,
    may_reuse,
    trust,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "standing", "removed", "level"),
    [
        (0, 50, 0, Trust.NEW), (3, 1, 0, Trust.NEW), (3, 2, 0, Trust.KNOWN),
        (60, 20, 0, Trust.TRUSTED), (60, 24, 1, Trust.KNOWN), (60, 25, 1, Trust.TRUSTED),
        (400, 900, 3, Trust.NEW), (59, 900, 0, Trust.KNOWN),
    ],
)  # fmt: skip
def test_trust_comes_with_time_and_goes_with_what_is_removed(
    days: int, standing: int, removed: int, level: Trust
) -> None:
    assert trust(Record(NOW - timedelta(days=days), standing, removed), NOW) is level


def test_who_never_posted_is_new() -> None:
    assert trust(Record(), NOW) is Trust.NEW


@given(
    st.integers(0, 1000), st.integers(0, 500), st.integers(0, 5),
    st.integers(0, 100), st.integers(0, 100),
)  # fmt: skip
def test_more_time_and_posts_never_lower_trust(
    days: int, standing: int, removed: int, more_days: int, more_posts: int
) -> None:
    less = trust(Record(NOW - timedelta(days=days), standing, removed), NOW)
    more = Record(NOW - timedelta(days=days + more_days), standing + more_posts, removed)
    assert trust(more, NOW) >= less


@given(
    st.lists(st.integers(0, 100_000), max_size=60), st.sampled_from(Trust), st.sampled_from(Deed)
)
def test_what_is_left_counts_one_day_and_never_below_nothing(
    minutes: list[int], level: Trust, deed: Deed
) -> None:
    times = [NOW - timedelta(minutes=one) for one in minutes]
    done = sum(NOW - one < DAY for one in times)
    assert left_today(level, deed, times, NOW) == max(0, A_DAY[level][deed] - done)


def test_an_invitation_opens_for_three_weeks() -> None:
    assert not has_run_out(NOW - timedelta(days=21) + timedelta(seconds=1), NOW)
    assert has_run_out(NOW - timedelta(days=21), NOW)


@pytest.mark.parametrize(
    ("setting", "named", "points", "said"),
    [
        ("any_media", True, True, ""), ("de_identified_only", False, False, ""),
        ("de_identified_only", True, False, "named"), ("de_identified_only", False, True, "points"),
        ("none", False, False, "never"), ("", False, False, "never"),
    ],
)  # fmt: skip
def test_reuse_follows_the_pack(setting: str, *, named: bool, points: bool, said: str) -> None:
    assert may_reuse(setting, named=named, points_to_somebody=points) == said
