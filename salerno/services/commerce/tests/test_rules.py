"""Prices, days and the ledger: to the cent, for every amount."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.services.commerce.rules import books, days, money
from salerno.services.commerce.rules.books import Account, Posting, Unbalanced
from salerno.services.commerce.values import Owing, Standing

DAY = timedelta(days=1)
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
CENTS = st.integers(0, 10**9)
RATE = st.integers(0, 5_000)
SOME = st.lists(st.integers(1, 10**6), max_size=12)


@given(CENTS, CENTS, CENTS)
def test_every_entry_comes_to_nothing(total: int, part: int, owed: int) -> None:
    tax = money.tax_in(total, 700)
    entries = (
        books.invoiced(total, tax), books.credited(total, tax), books.received(total, owed),
        books.spent(total, part), books.returned(total), books.kept(total), books.granted(total),
        books.expired(total),
    )  # fmt: skip
    for one in entries:
        assert sum(each.cents for each in one) == 0
    assert sum(books.balance(each for one in entries for each in one).values()) == 0


def test_an_entry_that_does_not_balance_is_not_made() -> None:
    with pytest.raises(Unbalanced):
        books.entry(Posting(Account.OWED, 1))
    assert books.entry() == ()


@given(CENTS, CENTS)
def test_what_is_paid_settles_what_is_owed_and_the_rest_is_theirs(cents: int, owed: int) -> None:
    found = books.balance(books.received(cents, owed))
    assert found[Account.CARRIER] == cents
    assert -found[Account.OWED] == min(cents, owed)
    assert -found[Account.CREDIT_PAID] == max(0, cents - owed)


@given(CENTS, RATE)
def test_tax_lies_inside_the_total(total: int, rate: int) -> None:
    tax = money.tax_in(total, rate)
    assert 0 <= tax <= total
    assert abs((total - tax) * rate - tax * 10_000) <= 10_000 + rate


@given(CENTS, RATE, SOME)
def test_parts_of_a_tax_give_all_of_it(total: int, rate: int, cuts: list[int]) -> None:
    tax, before, given_back = money.tax_in(total, rate), 0, 0
    for cut in (*cuts, total):
        part = min(cut, total - before)
        given_back += money.share(part, total, tax, before)
        before += part
    assert given_back == (tax if before == total and total else 0)


@given(CENTS, st.integers(1, 24))
def test_instalments_come_to_the_total_a_month_apart(total: int, count: int) -> None:
    made = money.parts(total, count, date(2026, 1, 31))
    assert sum(cents for _day, cents in made) == total
    assert len({day for day, _cents in made}) == count
    assert max(cents for _day, cents in made) - min(cents for _day, cents in made) < count


@given(CENTS, st.integers(0, 100), st.integers(0, 10**6))
def test_a_coupon_takes_off_no_more_than_there_is(cents: int, percent: int, off: int) -> None:
    found = money.discount(cents, money.Reduction(percent, off))
    assert 0 <= found <= cents
    assert money.discount(cents, None) == 0
    assert money.discount(cents, money.Reduction(100)) == cents


@given(CENTS, st.integers(0, 400))
def test_what_is_left_of_a_plan_is_never_more_than_was_paid(cents: int, passed: int) -> None:
    until = NOW + 365 * DAY
    left = money.unused(cents, NOW, until, NOW + passed * DAY)
    assert 0 <= left <= cents
    assert money.unused(cents, NOW, until, NOW) == cents
    assert money.unused(cents, NOW, until, until) == 0
    assert money.unused(cents, NOW, NOW, NOW) == 0


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(0, 500)), max_size=8), CENTS)
def test_credit_is_spent_in_its_order(lots: list[tuple[int, int]], cents: int) -> None:
    taken = money.spent(lots, cents)
    assert sum(some for _lot, some in taken) == min(cents, sum(left for _lot, left in lots))
    used = [lot for lot, _some in taken]
    assert used == [lot for lot, left in lots if left][: len(used)]


@given(st.integers(0, 10**7), RATE, st.integers(1, 50), st.integers(1, 24), st.integers(0, 10**8))
def test_a_quote_adds_up(cents: int, rate: int, number: int, parts: int, rest: int) -> None:
    off = money.Reduction(10)
    asked = money.Asked(cents, "USD", rate, number, parts, off, rest)
    found = money.quote(asked, date(2026, 3, 1))
    assert found.cents - found.discount - found.unused == found.total >= 0
    assert found.net + found.tax == found.total
    assert sum(part for _day, part in found.parts) == found.total


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)), (date(2026, 3, 31), 3, date(2026, 6, 30)),
    ],
)  # fmt: skip
def test_a_month_later_is_the_same_day_or_the_last(day: date, months: int, then: date) -> None:
    assert days.add_months(day, months) == then


RUN = days.Run(NOW, NOW + 30 * DAY, grace_days=5)
CANCELLED = days.Run(NOW, NOW + 30 * DAY, 5, cancelled_at=NOW + DAY)
TRIAL = days.Run(NOW, NOW + 14 * DAY, 5, is_trial=True)
ENDED = days.Run(NOW, NOW + 30 * DAY, 5, ended_at=NOW + 2 * DAY)


@pytest.mark.parametrize(
    ("run", "after", "standing"),
    [
        (RUN, 29, Standing.LIVE), (RUN, 30, Standing.GRACE), (RUN, 34, Standing.GRACE),
        (RUN, 35, Standing.LAPSED), (CANCELLED, 29, Standing.CANCELLED),
        (CANCELLED, 30, Standing.LAPSED), (TRIAL, 13, Standing.TRIAL),
        (TRIAL, 14, Standing.LAPSED), (ENDED, 1, Standing.LIVE), (ENDED, 2, Standing.LAPSED),
    ],
)  # fmt: skip
def test_where_a_plan_stands(run: days.Run, after: int, standing: Standing) -> None:
    assert days.standing(run, NOW + after * DAY) is standing


def test_a_renewal_goes_on_from_the_end_or_from_now_after_a_lapse() -> None:
    assert days.renewed(RUN, 1, NOW + 32 * DAY) == days.add_months(RUN.paid_until, 1)
    assert days.renewed(RUN, 1, NOW + 40 * DAY) == days.add_months(NOW + 40 * DAY, 1)
    assert days.renewed(TRIAL, 1, NOW + 3 * DAY) == days.add_months(TRIAL.paid_until, 1)


@pytest.mark.parametrize(
    ("run", "after", "tries", "due"),
    [
        (RUN, 29, 0, False), (RUN, 30, 0, True), (RUN, 30, 1, False), (RUN, 31, 1, True),
        (RUN, 33, 2, True), (RUN, 34, 3, False), (RUN, 35, 3, False), (RUN, 31, 4, False),
        (CANCELLED, 30, 0, False), (TRIAL, 14, 0, False), (ENDED, 30, 0, False),
    ],
)  # fmt: skip
def test_a_card_is_tried_at_the_end_and_on_some_days_after(
    run: days.Run, after: int, tries: int, due: bool
) -> None:
    assert days.is_to_renew(run, tries, NOW + after * DAY) is due


@pytest.mark.parametrize(
    ("late", "letters"), [(0, 0), (2, 0), (3, 1), (13, 1), (14, 2), (30, 3), (99, 3)]
)
def test_reminders_follow_a_schedule(late: int, letters: int) -> None:
    assert days.reminders_due(NOW.date(), NOW.date() + late * DAY) == letters


def test_where_an_amount_stands() -> None:
    today = NOW.date()
    assert days.owing(5, False, today, today) is Owing.DUE
    assert days.owing(5, False, today - DAY, today) is Owing.OVERDUE
    assert days.owing(0, False, today - DAY, today) is Owing.PAID
    assert days.owing(5, True, today - DAY, today) is Owing.CLOSED
    assert days.open_until(None, 7) is None
    assert days.open_until(today, 7) == today + 7 * DAY


@pytest.mark.parametrize(
    ("cents", "currency", "words"),
    [(123_456, "USD", "$1,234.56"), (5, "EUR", "€0.05"), (-700, "GBP", "−£7.00"),
     (100, "CHF", "CHF 1.00")],
)  # fmt: skip
def test_an_amount_as_it_is_read(cents: int, currency: str, words: str) -> None:
    assert money.said(cents, currency) == words
