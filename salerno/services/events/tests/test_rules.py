"""Seats, lines and doors, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.services.events import rules
from salerno.services.events.rules import Fault, Seat, Times

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@given(st.integers(1, 20), st.lists(st.booleans(), max_size=80))
def test_no_seat_is_given_twice_and_whoever_waits_longest_comes_first(
    capacity: int, steps: list[bool]
) -> None:
    held: list[int] = []
    waiting: list[int] = []
    for number, comes in enumerate(steps):
        if comes:
            seat = rules.seat(capacity, len(held), len(waiting))
            (held if seat is Seat.HELD else waiting).append(number)
        elif held:
            held.pop(0)
            for one in rules.moved_up(capacity, len(held), waiting):
                assert one == waiting[0]
                held.append(waiting.pop(0))
        assert len(held) <= capacity
        assert not waiting or len(held) == capacity


@pytest.mark.parametrize(
    ("times", "fault"),
    [
        (Times(NOW + HOUR, NOW + 2 * HOUR), None),
        (Times(NOW, NOW + HOUR), Fault.BEGUN),
        (Times(NOW + HOUR, NOW + 2 * HOUR, closes_at=NOW), Fault.CLOSED),
        (Times(NOW + HOUR, NOW + 2 * HOUR, is_cancelled=True), Fault.CANCELLED),
    ],
)
def test_when_one_may_register(times: Times, fault: Fault | None) -> None:
    assert rules.registering(times, NOW) is fault


def test_the_door_opens_before_and_closes_a_week_after() -> None:
    times = Times(NOW, NOW + HOUR)
    at = {-3: False, -2: True, 0: True, 100: True, 24 * 7 + 1: True, 24 * 7 + 2: False}
    assert {one: rules.is_door_open(times, NOW + one * HOUR) for one in at} == at
    assert not rules.is_door_open(Times(NOW, NOW + HOUR, is_cancelled=True), NOW)


def test_reminders_go_in_the_last_day() -> None:
    at = {-25: False, -24: True, -1: True, 0: False}
    times = Times(NOW, NOW + HOUR)
    assert {one: rules.is_reminded(times, NOW + one * HOUR) for one in at} == at


def test_times_make_sense_together() -> None:
    assert rules.whole(NOW, NOW + HOUR, None)
    assert rules.whole(NOW, NOW + HOUR, NOW)
    assert not rules.whole(NOW, NOW, None)
    assert not rules.whole(NOW, NOW + HOUR, NOW + HOUR)


@pytest.mark.parametrize(
    ("said", "code"), [("7k3-m9q", "7K3M9Q"), (" a b ", "AB"), ("\0é", ""), ("x" * 40, "X" * 12)]
)
def test_a_code_is_read_as_people_write_it(said: str, code: str) -> None:
    assert rules.code_of(said) == code
