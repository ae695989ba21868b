"""A residency program offers a seat: told first, taken, read, and left."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.stories.newcomer import comes, letter_link, path_of, staff_signs_in
from tests.stories.walker import Walker

pytestmark = pytest.mark.story

NAME, ADDRESS = "Dr. Noor Haddad", "noor.haddad@example.net"
BASIS = "Our residents agreed that we pass their names on for this."


def test_a_seat_is_offered_told_taken_read_and_left(walk: Callable[..., Walker]) -> None:
    admin, resident = walk(), walk()
    comes(resident, NAME, ADDRESS, "US")
    staff_signs_in(admin, "staff@example.org")
    admin.go("/you/programs").says("Sandhill Pediatric Residency")
    admin.go("/programs/sandhill").look("program-empty")
    _offers(admin)
    admin.go("/programs/sandhill").says_not(NAME)
    _takes(resident)
    admin.go("/programs/sandhill").says(NAME, "too few answers").look("program-report")
    resident.go("/you/looked").says("administrator of a program")
    resident.go("/you/programs").look("own-seats")
    with resident.page.expect_navigation():
        resident.page.locator("main form:has([name=seat]) button").click()
    resident.says("It sees nothing any more")
    admin.go("/programs/sandhill").says_not(NAME)


def _offers(admin: Walker) -> None:
    admin.go("/programs/sandhill/seats").says("12 paid").look("program-seats")
    page = admin.page
    for name, value in (("email", ADDRESS), ("name", NAME)):
        page.locator(f"form:not([enctype]) [name={name}]").fill(value)
    page.locator("form:not([enctype]) [name=basis]").fill(BASIS)
    admin.press("Send the letter").says("1 letters are on their way").look("program-invited")


def _takes(resident: Walker) -> None:
    resident.go(path_of(letter_link(resident, ADDRESS, "/programs/join/")))
    resident.says("What the program will see", "never see a single answer", BASIS).look("join")
    resident.press("Take the seat").says("Sandhill Pediatric Residency")


@pytest.mark.parametrize("width", [360, 2560])
def test_the_pages_of_programs_hold_at_every_width(walk: Callable[..., Walker], width: int) -> None:
    admin = walk(width=width)
    staff_signs_in(admin, "staff@example.org")
    for path in ("/programs/sandhill", "/programs/sandhill/seats", "/you/programs", "/credits"):
        admin.go(path).look(f"programs-{width}-{path.strip('/').replace('/', '-')}")
