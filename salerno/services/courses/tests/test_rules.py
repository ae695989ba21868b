"""Scores, lateness, releases, ages and byte ranges, without a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from salerno.services.courses import rules
from salerno.services.courses.rules import Span

D = Decimal
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
points = some.decimals("0.01", "100", places=2)
ids = some.lists(some.integers(1, 30), unique=True, min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("chosen", "right", "expected"),
    [([1], [1], "2"), ([2], [1], "0"), ([], [1], "0"), ([1, 2], [1], "0")],
)
def test_one_of_these(chosen: list[int], right: list[int], expected: str) -> None:
    assert rules.score_single(chosen, right, D(2)) == D(expected)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ([1, 2], "2"), ([2, 1], "2"), ([1], "1"), ([1, 3], "0"), ([1, 2, 3], "1"),
        ([1, 2, 3, 4], "0"), ([], "0"), ([3, 4], "0"),
    ],
)  # fmt: skip
def test_every_one_that_is_right_out_of_two(chosen: list[int], expected: str) -> None:
    assert rules.score_multiple(chosen, [1, 2], D(2)) == D(expected)


def test_where_none_is_right_nothing_is_the_answer() -> None:
    scored = [rules.score_multiple(one, [], D(1)) for one in ([], [1])]
    assert scored == [D(1), D(0)]


@pytest.mark.parametrize(
    ("number", "expected"),
    [("4", "1"), ("4.5", "1"), ("3.5", "1"), ("4.51", "0"), ("-4", "0"), (None, "0")],
)
def test_a_number_is_right_within_its_tolerance_edges_included(
    number: str | None, expected: str
) -> None:
    told = None if number is None else D(number)
    assert rules.score_number(told, D(4), D("0.5"), D(1)) == D(expected)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ([1, 2, 3], "3"), ([2, 1, 3], "1"), ([3, 2, 1], "0"), ([1, 2], "0"), ([1, 1, 3], "0"),
        ([], "0"), ([1, 3, 2], "1"),
    ],
)  # fmt: skip
def test_in_the_right_order_out_of_three_pairs(order: list[int], expected: str) -> None:
    assert rules.score_order(order, [1, 2, 3], D(3)) == D(expected)


def test_a_single_line_is_in_order() -> None:
    assert rules.score_order([7], [7], D(1)) == 1


@given(chosen=ids, right=ids, worth=points)
def test_a_score_lies_between_nothing_and_the_points(
    chosen: list[int], right: list[int], worth: Decimal
) -> None:
    scored = [
        rules.score_multiple(chosen, right, worth),
        rules.score_single(chosen, right, worth),
        rules.score_order(chosen, right, worth),
    ]
    assert [0 <= one <= worth for one in scored] == [True] * 3


@given(data=some.data(), right=ids, worth=points)
def test_choices_count_alike_in_whatever_order_they_come(
    data: some.DataObject, right: list[int], worth: Decimal
) -> None:
    chosen = data.draw(some.lists(some.sampled_from(range(1, 31)), unique=True))
    mixed: Sequence[int] = data.draw(some.permutations(chosen))
    assert rules.score_multiple(mixed, right, worth) == rules.score_multiple(chosen, right, worth)


@given(right=ids, worth=points)
def test_all_right_earns_all_and_each_wrong_one_more_never_helps(
    right: list[int], worth: Decimal
) -> None:
    whole = rules.score_multiple(right, right, worth)
    more = rules.score_multiple([*right, 99], right, worth)
    assert (whole, more < whole or worth < D("0.1")) == (worth, True)
    assert rules.score_order(right, right, worth) == worth


@given(right=ids, worth=points)
def test_an_order_and_its_reverse_do_not_both_earn(right: list[int], worth: Decimal) -> None:
    if len(right) > 1:
        assert rules.score_order(right[::-1], right, worth) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("47", "47"), ("0,4", "0.4"), (" 3.5 ", "3.5"), ("\u22123", "-3"), ("1 000", "1000"),
        ("", None), ("four", None), ("NaN", None), ("Infinity", None), ("1e99", None),
        ("9" * 25, None), ("1.2.3", None), ("\x00", None),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, expected: str | None) -> None:
    assert rules.number(text) == (None if expected is None else D(expected))


@given(score=points, percent=some.integers(0, 100))
def test_what_comes_late_loses_its_share_and_never_more(score: Decimal, percent: int) -> None:
    late = rules.after_lateness(score, is_late=True, percent=percent)
    assert (0 <= late <= score, rules.after_lateness(score, is_late=False, percent=percent)) == (
        True, score,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("at", "due", "expected"),
    [(NOON, None, False), (NOON, NOON, False), (NOON, NOON - timedelta(seconds=1), True)],
)
def test_late_is_after_the_moment_it_was_due(
    at: datetime, due: datetime | None, expected: bool
) -> None:
    assert rules.is_late(at, due) is expected


@pytest.mark.parametrize(
    ("opens", "ends", "expected"),
    [(0, None, True), (0, 1, True), (1, 2, False), (-2, 0, False), (-2, -1, False)],
)
def test_a_course_runs_from_its_opening_until_before_its_end(
    opens: int, ends: int | None, expected: bool
) -> None:
    end = None if ends is None else NOON + timedelta(days=ends)
    assert rules.is_running(NOON, NOON + timedelta(days=opens), end) is expected


@pytest.mark.parametrize(
    ("least", "minor", "asked", "expected"),
    [(13, True, 13, True), (16, True, 13, True), (18, False, 13, True), (18, True, 18, False),
     (21, False, 18, False), (0, True, 13, True)],
)  # fmt: skip
def test_ages_by_what_is_known_without_a_date(
    least: int, minor: bool, asked: int, expected: bool
) -> None:
    assert rules.is_old_enough(least, is_minor=minor, asked_age=asked) is expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", None), ("bytes=0-9", Span(0, 9)), ("bytes=90-", Span(90, 99)),
        ("bytes=-10", Span(90, 99)), ("bytes=0-500", Span(0, 99)), ("bytes=-500", Span(0, 99)),
        ("bytes=5-2", None), ("items=0-1", None), ("bytes=-", None), ("bytes=0-1,5-6", None),
        ("bytes=x-y", None), ("bytes=" + "9" * 40 + "-", None),
    ],
)  # fmt: skip
def test_a_range_is_the_part_that_is_asked_for(header: str, expected: Span | None) -> None:
    assert rules.byte_range(header, 100) == expected


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=200-300", "bytes=-0"])
def test_a_range_beyond_the_file_is_refused(header: str) -> None:
    with pytest.raises(ValueError, match="bytes"):
        rules.byte_range(header, 100)


@given(first=some.integers(0, 200), last=some.integers(0, 200), size=some.integers(1, 150))
def test_every_span_lies_within_the_file(first: int, last: int, size: int) -> None:
    try:
        span = rules.byte_range(f"bytes={first}-{last}", size)
    except ValueError:
        assert first >= size
        return
    assert span is None or (0 <= span.first <= span.last < size)


def test_the_points_of_each_unit() -> None:
    questions = [(1, 2, D(1)), (2, 1, D(2)), (3, 1, D(1)), (4, 3, D(0))]
    assert rules.by_unit(questions, {1: D("0.5"), 2: D(2)}) == ((1, 66), (2, 50))


@given(some.integers(0, 400), some.integers(1, 400))
def test_a_unit_opens_as_many_days_after_its_course_as_it_says(days: int, more: int) -> None:
    start = datetime(2026, 9, 1, 8, tzinfo=UTC)
    assert rules.opens_at(start, days) - start == timedelta(days=days)
    assert rules.opens_at(start, days) < rules.opens_at(start, days + more)
