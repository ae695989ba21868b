"""Counting days: months with rest days, working days with holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.services.desk.rules.calendar import (
    Seat,
    after_months,
    after_working_days,
    is_working,
    next_working,
    public_holidays,
    working_days,
)
from salerno.services.desk.rules.clocks import (
    CLOCKS,
    Light,
    Regime,
    breach_due,
    due,
    light,
    regime_of,
)

BOSTON, MUNICH, NOWHERE = Seat("US", "MA"), Seat("DE", "BY"), Seat("XX")
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
SEATS = st.sampled_from([BOSTON, MUNICH, NOWHERE])

MONTHS = [
    # received, months, seat, last day
    (date(2026, 1, 15), 1, NOWHERE, date(2026, 2, 16)),  # the 15th is a Sunday
    (date(2026, 1, 31), 1, NOWHERE, date(2026, 3, 2)),  # 28 February is a Saturday
    (date(2024, 1, 31), 1, NOWHERE, date(2024, 2, 29)),  # a leap year
    (date(2026, 11, 25), 1, BOSTON, date(2026, 12, 28)),  # Christmas, then a weekend
    (date(2026, 6, 4), 1, BOSTON, date(2026, 7, 6)),  # 3 July is observed, 4 and 5 a weekend
    (date(2026, 5, 6), 1, MUNICH, date(2026, 6, 8)),
    (date(2026, 12, 6), 1, MUNICH, date(2027, 1, 7)),  # Epiphany in Bavaria
    (date(2026, 12, 6), 1, NOWHERE, date(2027, 1, 6)),
    (date(2026, 11, 30), 3, NOWHERE, date(2027, 3, 1)),
]


@pytest.mark.parametrize(("start", "months", "seat", "last"), MONTHS)
def test_a_term_in_months_ends_on_a_working_day(
    start: date, months: int, seat: Seat, last: date
) -> None:
    assert after_months(start, months, seat) == last


@given(DAYS, st.integers(1, 6), SEATS)
def test_a_month_is_never_shorter_than_the_law_gives(start: date, months: int, seat: Seat) -> None:
    last = after_months(start, months, seat)
    assert is_working(last, seat)
    wanted = start.month - 1 + months
    named = date(start.year + wanted // 12, wanted % 12 + 1, 1)
    assert last >= min(named + timedelta(days=start.day - 1), named + timedelta(days=27))
    between = [last - timedelta(days=one) for one in range(1, 12)]
    moved = [one for one in between if one.month == last.month and one >= named]
    assert all(not is_working(one, seat) or one < last for one in moved)


@given(DAYS, st.integers(1, 30), SEATS)
def test_so_many_working_days_pass_and_no_more(start: date, count: int, seat: Seat) -> None:
    last = after_working_days(start, count, seat)
    assert len(working_days(start, last, seat)) == count
    assert is_working(last, seat)


@given(DAYS, SEATS)
def test_the_next_working_day_is_the_first_one(day: date, seat: Seat) -> None:
    found = next_working(day, seat)
    passed = [day + timedelta(days=one) for one in range((found - day).days)]
    assert is_working(found, seat)
    assert not any(is_working(one, seat) for one in passed)


def test_holidays_are_those_of_the_place() -> None:
    assert date(2026, 4, 20) in public_holidays(BOSTON, 2026)  # Patriots' Day
    assert date(2026, 4, 20) not in public_holidays(Seat("US", "CA"), 2026)
    assert date(2026, 10, 3) in public_holidays(MUNICH, 2026)
    assert public_holidays(NOWHERE, 2026) == frozenset()
    assert public_holidays(Seat("US", "no such state"), 2026) == public_holidays(Seat("US"), 2026)


TABLE = [
    # regime, received, acknowledged by, answered by, longest
    (Regime.GDPR, date(2026, 11, 23), None, date(2026, 12, 23), date(2027, 2, 23)),
    (Regime.CCPA, date(2026, 11, 23), date(2026, 12, 8), date(2027, 1, 7), date(2027, 2, 21)),
    (Regime.FERPA, date(2026, 11, 23), None, date(2027, 1, 7), None),
    (Regime.HOUSE, date(2026, 11, 23), None, date(2026, 12, 23), date(2027, 1, 25)),
]


@pytest.mark.parametrize(("regime", "received", "said", "answered", "longest"), TABLE)
def test_the_clocks_of_the_laws(
    regime: Regime, received: date, said: date | None, answered: date, longest: date | None
) -> None:
    found = due(regime, received, BOSTON)
    assert (found.acknowledge, found.answer, found.longest) == (said, answered, longest)
    assert found.source


def test_the_table_names_a_source_for_every_law() -> None:
    assert set(CLOCKS) == set(Regime)
    assert [str(CLOCKS[one].source) for one in Regime] == [
        "GDPR 12(3)", "11 CCR 7021", "34 CFR 99.10(b)", "our own promise",
    ]  # fmt: skip


@given(DAYS, SEATS, st.sampled_from(list(Regime)))
def test_an_extension_never_shortens_a_term(day: date, seat: Seat, regime: Regime) -> None:
    found = due(regime, day, seat)
    assert found.answer > day
    assert found.longest is None or found.longest > found.answer
    assert found.acknowledge is None or day < found.acknowledge < found.answer


def test_whoever_has_several_laws_has_the_one_that_ends_first() -> None:
    day = date(2026, 11, 23)
    assert regime_of(("eu", "ferpa"), day, BOSTON) is Regime.GDPR
    assert regime_of(("california",), day, BOSTON) is Regime.CCPA
    assert regime_of(("unknown",), day, BOSTON) is Regime.GDPR
    assert regime_of((), day, BOSTON) is Regime.HOUSE
    assert regime_of(("", "ferpa"), day, BOSTON) is Regime.FERPA


def test_hours_do_not_stop_for_a_weekend() -> None:
    friday = datetime(2026, 12, 25, 18, 30, tzinfo=UTC)
    assert breach_due(friday) == datetime(2026, 12, 28, 18, 30, tzinfo=UTC)


def test_a_day_turns_yellow_and_then_red() -> None:
    last = date(2026, 12, 23)
    found = [light(last + timedelta(days=one), last) for one in (-8, -7, 0, 1)]
    assert found == [Light.CALM, Light.SOON, Light.SOON, Light.LATE]
