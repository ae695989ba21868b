"""Quarters, passing, days and masks, over what anybody might give."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from salerno.services.credits import rules

AMOUNTS = st.decimals(allow_nan=False) | st.integers(-100, 400).map(lambda n: Decimal(n) / 8)
MOST = st.integers(1, 200).map(lambda n: n * rules.QUARTER)


@example(Decimal("2.5e27"), rules.QUARTER)
@given(AMOUNTS, MOST)
def test_what_may_be_claimed_is_a_step_and_every_step_may_be(
    amount: Decimal, most: Decimal
) -> None:
    assert (rules.unclaimable(amount, most) == "") == (amount in rules.steps(most))


@given(MOST)
def test_steps_are_quarters_up_to_the_most(most: Decimal) -> None:
    steps = rules.steps(most)
    assert steps[0] == most
    assert steps[-1] == rules.QUARTER
    assert all(one - two == rules.QUARTER for one, two in pairwise(steps))


@given(st.integers(0, 200), st.integers(1, 200))
def test_nobody_passes_by_rounding(right: int, of: int) -> None:
    found = rules.percent(min(right, of), of)
    assert found <= Decimal(100 * min(right, of)) / of
    assert (found == 100) == (right >= of)


@given(st.dates(date(2000, 1, 1), date(2900, 1, 1)))
def test_six_years_are_six_years(day: date) -> None:
    until = rules.kept_until(day)
    assert until.year == day.year + 6
    assert (until.month, until.day) in {(day.month, day.day), (2, 28)}


@given(st.text(max_size=40))
def test_a_masked_number_shows_two_signs_at_most(number: str) -> None:
    shown = rules.masked(number)
    assert len(shown) == len(number)
    assert len(shown.replace("•", "")) <= 2


def test_numbers_are_not_guessed() -> None:
    found = {rules.new_number() for _n in range(1000)}
    assert len(found) == 1000
    assert all(len(one) == 23 for one in found)
