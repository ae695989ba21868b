"""The subscriber's visit: the free articles, the paywall, two cards, the bill, an end, a refund."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from tests.stories.newcomer import comes, path_of, staff_signs_in
from tests.stories.walker import Walker

pytestmark = [
    pytest.mark.story,
    pytest.mark.skipif(
        os.environ.get("SALERNO_PACK", "publisher") != "publisher",
        reason="the publisher's visit: a school sells no articles",
    ),
]

NAME, ADDRESS = "Soren Halvard", "soren.reads@example.net"
DECLINED, PAYS = "4000 0000 0000 0002", "4242 4242 4242 4242"
WALL = "The whole text is for subscribers"


def test_a_reader_meets_the_paywall_subscribes_cancels_and_is_paid_back(
    walk: Callable[..., Walker],
) -> None:
    reader, phone, staff = walk(), walk(width=360), walk()
    places = _counted(reader)
    _meets_the_wall(reader, places)
    _looks_on_a_phone(phone, places)
    comes(reader, NAME, ADDRESS, "US")
    reader.go(places[2]).says(WALL)
    number = _orders(reader)
    _is_declined_then_pays(reader)
    _reads_everything(reader, places)
    _has_the_bill(reader, number)
    _cancels(reader)
    _is_paid_back(staff, reader, number)
    reader.go(places[2]).says(WALL)


def _counted(reader: Walker) -> list[str]:
    """The articles for subscribers, as the list names them."""
    reader.go("/articles")
    found = reader.page.locator("article.entry", has_text="Open to you now").locator("h2 a")
    return [str(one.get_attribute("href")) for one in found.all()]


def _meets_the_wall(reader: Walker, places: list[str]) -> None:
    assert len(places) == 3
    reader.go(places[0]).says("1 of 2 free articles left").look("metered")
    reader.go(places[1]).says("0 of 2 free articles left")
    reader.go(places[2]).says(WALL).look("paywall")
    reader.go(places[0]).says("0 of 2 free articles left")
    reader.go("/articles").look("articles-with-a-lock")
    assert reader.page.locator(".lock").count() == 1
    reader.go(places[2]).press("See what is offered").says("Digital, a year", "$129.00")
    reader.look("plans")


def _looks_on_a_phone(phone: Walker, places: list[str]) -> None:
    for place in places:
        phone.go(place)
    phone.says(WALL).look("paywall-phone")
    phone.go("/plans/digital-month").look("plan-phone")


def _orders(reader: Walker) -> str:
    reader.go("/plans/digital-year").says("It renews").look("plan")
    reader.page.locator("[name=name]").fill(NAME)
    reader.page.locator("[name=postcode]").fill("02110")
    reader.press("Order").says("a company of its own").look("pay")
    return reader.page.url.rsplit("/", 2)[-2]


def _is_declined_then_pays(reader: Walker) -> None:
    reader.press("Prepare the payment").press("Go to Harbour Pay").look("carrier")
    reader.page.get_by_label("Card number").fill(DECLINED)
    reader.press("Pay").says("The card was declined")
    reader.page.get_by_label("Card number").fill(PAYS)
    reader.press("Pay").says("Paid").press("Back to the shop")
    # Where the job worker took the carrier's notice, it may still have it in its hands.
    reader.waits(path_of(reader.page.url), "confirmed", "Delivered on", "paid").look("order")
    reader.says_not("4242 4242", "4242424242424242")


def _reads_everything(reader: Walker, places: list[str]) -> None:
    for place in places:
        reader.go(place).says_not(WALL, "free articles left")
    reader.go("/articles")
    assert reader.page.locator(".lock").count() == 0


def _has_the_bill(reader: Walker, number: str) -> None:
    reader.go(f"/you/orders/{number}")
    with reader.page.expect_download() as waiting:
        reader.page.locator("a[href*='/bills/']").first.click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF")
    assert waiting.value.suggested_filename.startswith("IN-")
    reader.go("/you/received").says("Our payment carrier")
    reader.letter(ADDRESS, "Your payment for Digital, a year")


def _cancels(reader: Walker) -> None:
    reader.go("/you/orders").says("Visa ···· 4242").look("orders")
    with reader.page.expect_navigation():
        reader.page.get_by_role("button", name="Cancel the plan").first.click()
    reader.says("It runs until").look("orders-cancelled")


def _is_paid_back(staff: Walker, reader: Walker, number: str) -> None:
    staff_signs_in(staff, "admin@example.org")
    staff.go("/desk/orders").says("the books balance to the cent").says_not(NAME).look(
        "desk-orders"
    )
    staff.go(f"/desk/orders/{number}").says(NAME).look("desk-order")
    staff.page.locator("[name=amount]").fill("129.00")
    staff.press("Give it back").waits(f"/desk/orders/{number}", "back to the card, done")
    staff.go("/desk/orders").says("the books balance to the cent")
    reader.waits(f"/you/orders/{number}", "credit note", "Ended on")
    reader.go("/you/looked").says(f"order {number}")
