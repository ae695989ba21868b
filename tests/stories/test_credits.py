"""A reader earns a credit: passes, says what it was worth, claims, and names a board, then not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.stories.newcomer import comes, staff_signs_in
from tests.stories.walker import Walker

pytestmark = pytest.mark.story

NAME, ADDRESS = "Dr. Ilse Marrow", "ilse.marrow@example.net"
ACTIVITY = "/credits/for/standing-up"
RIGHT = (1, 1, 0, 2)


def test_a_credit_is_earned_claimed_verified_and_reported_only_when_asked(
    walk: Callable[..., Walker],
) -> None:
    reader, other, desk = walk(), walk(), walk(width=1280)
    reader.go("/articles/standing-up").says("Credit for this", "AMA PRA Category 1 Credit")
    comes(reader, NAME, ADDRESS, "US")
    reader.go("/credits").says("Begin your record").look("credits-begin")
    reader.press("Begin").says("No credit yet")
    _passes(reader)
    number = _claims(reader)
    other.go(f"/credits/certificates/{number}").says(NAME, "0.50 credits").look("certificate")
    _names_a_board(reader)
    _reads_the_log(reader)
    staff_signs_in(desk, "admin@example.org")
    desk.go("/desk/credits").says("Council of Inner Medicine").look("desk-credits")
    reader.go("/credits/boards")
    _presses(reader, "revoke")
    reader.waits("/credits/reports", "taken back")


def _passes(reader: Walker) -> None:
    reader.go(ACTIVITY).says("No commercial support was received").look("activity")
    for at, choice in enumerate(RIGHT):
        reader.page.locator(f"[name=q{at}][value='{choice}']").check()
    reader.press("Answer").says("Passed", "100% right").look("activity-passed")
    reader.go(ACTIVITY)
    for name in ("e_goals", "e_balance"):
        reader.page.locator(f"[name={name}][value='5']").check()
    reader.press("Send").says("Said on")


def _claims(reader: Walker) -> str:
    reader.look("activity-claim")
    form = reader.page.locator("form:has([name=kind][value='ama-pra-1'])")
    form.locator("[name=amount]").select_option("0.50")
    form.locator("[name=name]").fill(NAME)
    with reader.page.expect_navigation():
        form.locator("button").click()
    reader.says("This certificate is ours", NAME)
    return reader.page.url.rstrip("/").rsplit("/", 1)[-1]


def _names_a_board(reader: Walker) -> None:
    reader.go("/credits/boards").says("Council of Inner Medicine", "Missing").look("boards")
    reader.go("/credits/boards/you").look("board-identity")
    page = reader.page
    said = {"given_name": "Ilse", "family_name": "Marrow", "birthday_month": "2",
            "birthday_day": "29", "number_inner-medicine": "C-114-2207"}  # fmt: skip
    for name, value in said.items():
        page.locator(f"[name='{name}']").fill(value)
    reader.press("Keep").says("Council of Inner Medicine").says_not("C-114-2207")
    _presses(reader, "give")
    reader.says("Your receipt")


def _presses(reader: Walker, what: str) -> None:
    """Answer the question about the board."""
    with reader.page.expect_navigation():
        reader.page.locator(f"#body-inner-medicine button[value={what}]").click()


def _reads_the_log(reader: Walker) -> None:
    reader.until("/credits/reports", lambda: "waits to be sent" not in reader.text())
    reader.waits("/credits/reports", "Council of Inner Medicine", "sent").look("reports")
    reader.waits("/you/received", "Council of Inner Medicine")
