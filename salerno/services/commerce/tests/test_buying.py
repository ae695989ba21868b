"""Ordering and paying: what opens, what is written down, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from salerno.policy.purposes import ACCOUNT, BILLING, COMMUNITY, EDITORIAL
from salerno.privacy import clock, rights
from salerno.privacy.context import entered
from salerno.privacy.errors import Refused
from salerno.privacy.models import Disclosure
from salerno.privacy.purposes import RECORD
from salerno.services.access import queries as access
from salerno.services.access.values import Source
from salerno.services.commerce import actions, jobs, queries
from salerno.services.commerce.tests import scene
from salerno.services.commerce.tests.scene import (
    DAY,
    DESK,
    JOB,
    YEAR,
    Books,
    books,
    buy,
    pay,
    place,
)
from salerno.services.commerce.values import Kind, NewProduct, OrderState, RefundWay, Standing
from tests.people import Person, column, letters, person


@pytest.fixture(autouse=True)
def shop(pack: str) -> None:
    """A plan of a year."""
    scene.product(YEAR, 10_700)


def opens(who: Person, item_id: int) -> bool:
    """Whether what somebody bought opens now."""
    with entered(COMMUNITY, who.viewer):
        return item_id in access.entitled_ids()


def plan_item() -> int:
    """The item of the plan in the catalogue."""
    return int(column("commerce_product", "item_id")[0])


def standing(who: Person) -> list[Standing]:
    """Where the plans of somebody stand."""
    with entered(BILLING, who.viewer):
        return [one.standing for one in queries.subscriptions()]


@pytest.mark.clause("N-18", "works")
@pytest.mark.clause("N-43", "works")
def test_an_order_is_paid_opens_and_can_be_followed() -> None:
    ann = person()
    number = place(ann)
    assert not opens(ann, plan_item())
    assert pay(ann, number)
    order = scene.seen(ann, number)
    assert (order.state, order.total, order.tax, order.left) == ("confirmed", 10_700, 700, 0)
    assert [one.state for one in order.payments] == ["paid"]
    assert [one.number for one in order.invoices] == [f"IN-{clock.today().year}-000001"]
    assert order.opened_at is not None
    assert opens(ann, plan_item())
    assert books() == {"carrier": 10_700, "sales": -10_000, "tax": -700}
    assert [one.subject for one in letters()] == ["Your payment for Regimen digital"]
    assert column("commerce_method", "last_four") == ["4242"]


def test_a_declined_card_opens_nothing_and_another_one_does() -> None:
    ann = person()
    number = place(ann)
    assert not pay(ann, number, scene.DECLINED)
    assert scene.seen(ann, number).state == OrderState.OPEN
    assert not opens(ann, plan_item())
    assert books() == {}
    assert pay(ann, number)
    assert opens(ann, plan_item())
    assert books() == {"carrier": 10_700, "sales": -10_000, "tax": -700}


@pytest.mark.parametrize("card", [scene.TWICE, scene.REORDERED])
def test_notices_that_repeat_or_overtake_each_other_count_once(card: str) -> None:
    ann = person()
    buy(ann, card)
    with clock.clock_ahead(timedelta(seconds=5)):
        scene.deliver()
    assert books() == {"carrier": 10_700, "sales": -10_000, "tax": -700}
    assert len(column("commerce_invoice", "id")) == 1


@pytest.mark.parametrize("card", [scene.LOST, scene.LATE])
def test_what_was_not_told_is_asked(card: str) -> None:
    ann = person()
    number = buy(ann, card)
    assert scene.seen(ann, number).state == OrderState.OPEN
    assert jobs.reconcile().healed == 1
    assert scene.seen(ann, number).state == OrderState.CONFIRMED
    assert jobs.reconcile() == jobs.Healed()
    with clock.clock_ahead(timedelta(minutes=2)):
        scene.deliver()
    assert books()["carrier"] == 10_700


def test_a_second_press_is_the_same_order_and_the_same_page() -> None:
    ann = person()
    first, again = place(ann), place(ann)
    assert first == again
    assert scene.begin(ann, first) == scene.begin(ann, first)
    assert scene.rows("commerce_order") == scene.rows("commerce_payment") == 1


def test_two_payments_of_one_order_leave_credit() -> None:
    ann = person()
    number = place(ann)
    one = scene.begin(ann, number)
    with clock.clock_ahead(timedelta(hours=1)):
        two = scene.begin(ann, number)
    assert one != two
    for reference in (one, two):
        Books().pay(reference, scene.PAYS, "04/2030")
    scene.deliver()
    assert books() == {"carrier": 21_400, "sales": -10_000, "tax": -700, "credit_paid": -10_700}
    with entered(BILLING, ann.viewer):
        assert queries.credit("USD").purchased == 10_700


@pytest.mark.clause("N-53", "works")
def test_the_carrier_is_told_what_it_needs_and_it_stands_on_record() -> None:
    ann = person()
    number = buy(ann)
    with entered(RECORD, JOB):
        (row,) = Disclosure.objects.filter(recipient="payment_carrier")
    assert row.fields == ["name", "postcode", "token"]
    assert number in row.ground
    kept = Books().payment(scene.seen(ann, number).payments[0].reference)
    sent = set(kept) - {"state", "captured", "refunds", "card", "notices"}
    assert sent == {"reference", "cents", "currency", "name", "postcode", "token", "back", "keeps"}
    assert ann.email not in str(kept)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " "}, {"postcode": ""}, {"quantity": 0}, {"quantity": 2}, {"instalments": 2},
        {"instalments": 0}, {"coupon": "NONE"}, {"name": "4242 4242 4242 4242"},
        {"postcode": "4242424242424242"},
    ],
)  # fmt: skip
def test_what_cannot_be_ordered_so_is_refused(changes: dict[str, object]) -> None:
    ann = person()
    with pytest.raises(Refused) as refusal:
        place(ann, **changes)
    assert refusal.value.status == 422
    assert scene.rows("commerce_order") == 0


def test_nobody_pays_reads_or_cancels_the_order_of_another() -> None:
    ann, bob = person(), person("bob@example.org", "Bob Reader")
    number = place(ann)
    with entered(BILLING, bob.viewer):
        assert queries.order(number) is None
        assert queries.orders() == []
        with pytest.raises(Refused):
            actions.begin(by=bob.viewer, number=number, back="")
        with pytest.raises(Refused):
            actions.cancel_order(by=bob.viewer, number=number)


@pytest.mark.clause("N-45", "works")
def test_a_plan_renews_is_tried_again_and_lapses_after_its_grace() -> None:
    ann = person()
    buy(ann, scene.ONCE)
    with clock.clock_ahead(366 * DAY):
        assert standing(ann) == [Standing.GRACE]
        jobs.carry_on()
        assert opens(ann, plan_item()), "within the grace"
    with clock.clock_ahead(376 * DAY):
        assert not opens(ann, plan_item()), "whether or not a job ran"
        jobs.carry_on()
        assert standing(ann) == [Standing.LAPSED]
        assert "has ended" in letters()[0].subject
    assert books()["carrier"] == 10_700


def test_a_plan_renews_at_the_price_in_force() -> None:
    ann = person()
    buy(ann)
    with entered(EDITORIAL, DESK):
        actions.set_price(by=DESK, slug="digital", cents=12_840, currency="USD")
    with clock.clock_ahead(366 * DAY):
        jobs.carry_on()
        jobs.carry_on()
        assert standing(ann) == [Standing.LIVE]
        assert opens(ann, plan_item())
    assert books()["carrier"] == 10_700 + 12_840


def test_a_cancelled_plan_runs_to_the_end_of_what_is_paid() -> None:
    ann = person()
    buy(ann)
    with entered(BILLING, ann.viewer):
        (plan,) = queries.subscriptions()
        actions.cancel(by=ann.viewer, subscription=plan.id)
    assert standing(ann) == [Standing.CANCELLED]
    with entered(BILLING, ann.viewer):
        actions.resume(by=ann.viewer, subscription=plan.id)
        assert standing(ann) == [Standing.LIVE]
        actions.cancel(by=ann.viewer, subscription=plan.id)
    with clock.clock_at(plan.paid_until - DAY):
        assert opens(ann, plan_item())
    with clock.clock_at(plan.paid_until):
        assert not opens(ann, plan_item()), "no grace after a cancellation"
        jobs.carry_on()
        with entered(BILLING, ann.viewer), pytest.raises(Refused):
            actions.resume(by=ann.viewer, subscription=plan.id)
    assert books()["carrier"] == 10_700


def test_a_plan_is_tried_once_without_a_card() -> None:
    scene.product(
        NewProduct("month", Kind.SUBSCRIPTION, "A month", covers="article", months=1,
                   trial_days=14), 1_000,
    )  # fmt: skip
    ann = person()
    with entered(BILLING, ann.viewer):
        actions.begin_trial(by=ann.viewer, slug="month")
        with pytest.raises(Refused):
            actions.begin_trial(by=ann.viewer, slug="month")
        with pytest.raises(Refused):
            actions.begin_trial(by=ann.viewer, slug="digital")
    assert standing(ann) == [Standing.TRIAL]
    with entered(ACCOUNT, ann.viewer):
        assert [one.ground.source for one in access.entitlements()] == [Source.TRIAL]
    with clock.clock_ahead(14 * DAY):
        with entered(COMMUNITY, ann.viewer):
            assert access.entitled_ids() == frozenset()
        jobs.carry_on()
    assert scene.rows("commerce_payment") == 0


def test_what_is_left_of_a_plan_is_taken_off_the_next() -> None:
    scene.product(
        NewProduct("both", Kind.SUBSCRIPTION, "Paper and digital", covers="article", months=12),
        20_000,
    )  # fmt: skip
    ann = person()
    buy(ann)
    with clock.clock_ahead(timedelta(days=182, hours=12)):
        number = buy(ann, slug="both")
        order = scene.seen(ann, number)
        assert 5_300 < order.unused < 5_400
        assert order.total == 20_000 - order.unused
        assert sorted(standing(ann)) == [Standing.LAPSED, Standing.LIVE]
    books()


def test_a_coupon_counts_as_often_as_it_says() -> None:
    with entered(EDITORIAL, DESK):
        actions.save_coupon(by=DESK, code="ward25", percent=25, most=1)
    ann, bob = person(), person("bob@example.org", "Bob Reader")
    assert scene.seen(ann, place(ann, coupon="WARD25")).total == 8_025
    with pytest.raises(Refused):
        place(bob, coupon="WARD25")


def test_what_costs_nothing_stands_at_once() -> None:
    with entered(EDITORIAL, DESK):
        actions.save_coupon(by=DESK, code="ALL", percent=100)
    ann = person()
    order = scene.seen(ann, place(ann, coupon="all"))
    assert (order.state, order.total, order.left) == (OrderState.CONFIRMED, 0, 0)
    assert opens(ann, plan_item())
    assert books() == {}


@pytest.mark.clause("H-54", "works")
def test_a_refund_in_part_and_in_full_balances_and_ends_what_was_opened() -> None:
    ann = person()
    number = buy(ann)
    assert scene.give_back(number, 3_000) == 3_000
    assert opens(ann, plan_item())
    assert books() == {"carrier": 7_700, "sales": -7_196, "tax": -504}
    assert scene.give_back(number, 7_700, RefundWay.CREDIT) == 0
    assert not opens(ann, plan_item())
    assert books() == {"carrier": 7_700, "credit_paid": -7_700}
    with entered(BILLING, ann.viewer):
        assert queries.credit("USD").purchased == 7_700
    names = [one.number for one in scene.seen(ann, number).invoices]
    year = clock.today().year
    assert names == [f"IN-{year}-000001", f"CN-{year}-000001", f"CN-{year}-000002"]


@pytest.mark.clause("H-54", "refused")
def test_more_than_was_paid_or_twice_is_not_given_back() -> None:
    ann = person()
    number = buy(ann)
    for cents in (10_701, 0, -5):
        with pytest.raises(Refused):
            scene.give_back(number, cents)
    scene.give_back(number, 10_700)
    for way in RefundWay:
        with pytest.raises(Refused):
            scene.give_back(number, 1, way)
    assert books() == {}


def test_credit_pays_granted_before_purchased_and_comes_back_with_the_order() -> None:
    ann = person()
    number = buy(ann)
    scene.give_back(number, 10_700, RefundWay.CREDIT)
    with entered(BILLING, JOB):
        actions.grant_credit(by=JOB, subject=ann.subject, cents=700, currency="USD")
    order = place(ann, uses_credit=True)
    assert scene.seen(ann, order).state == OrderState.CONFIRMED
    with entered(BILLING, ann.viewer):
        left = queries.credit("USD")
    assert (left.granted, left.purchased) == (0, 700)
    assert books() == {
        "carrier": 10_700, "sales": -10_000, "tax": -700, "credit_paid": -700, "gifts": 700,
    }  # fmt: skip


def test_a_gift_that_is_not_spent_ends() -> None:
    ann = person()
    with entered(BILLING, JOB):
        until = clock.now() + DAY
        actions.grant_credit(by=JOB, subject=ann.subject, cents=500, currency="USD", until=until)
    assert books() == {"gifts": 500, "credit_given": -500}
    with clock.clock_ahead(DAY):
        jobs.carry_on()
    assert books() == {}


def test_an_order_that_nobody_pays_is_closed_and_gives_its_credit_back() -> None:
    ann = person()
    with entered(BILLING, JOB):
        actions.grant_credit(by=JOB, subject=ann.subject, cents=500, currency="USD")
    number = place(ann, uses_credit=True)
    assert scene.seen(ann, number).left == 10_200
    with clock.clock_ahead(8 * DAY):
        jobs.carry_on()
    assert scene.seen(ann, number).state == OrderState.CANCELLED
    with entered(BILLING, ann.viewer):
        assert queries.credit("USD").granted == 500
    assert books() == {"gifts": 500, "credit_given": -500}


def test_erasure_takes_the_card_and_keeps_the_books_under_no_name() -> None:
    ann = person()
    buy(ann)
    before = books()
    rights.erase(ann.subject, ground="asked")
    assert column("commerce_method", "id") == []
    assert ann.subject not in column("commerce_order", "owner_id")
    assert column("commerce_subscription", "method_id") == [None]
    assert books() == before


def test_numbers_of_bills_have_no_gap() -> None:
    people = [person(f"p{one}@example.org", f"P {one}") for one in range(3)]
    numbers = [place(one) for one in people]
    pay(people[0], numbers[0], scene.DECLINED)
    for who, number in reversed(list(zip(people, numbers, strict=True))):
        pay(who, number)
    assert sorted(column("commerce_invoice", "position")) == [1, 2, 3]
