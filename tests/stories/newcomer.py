"""What stories share: somebody new registers and confirms, somebody known signs in."""

from __future__ import annotations

import time
from collections.abc import Collection
from uuid import uuid4

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from salerno.services.accounts.demo import PASSWORD as DEMO_PASSWORD
from salerno.services.accounts.demo import SECRET
from tests.stories.walker import Walker

PASSWORD = "a quiet harbour after rain"
BIRTH = (("birth_day", "9"), ("birth_month", "6"), ("birth_year", "1990"))
PERIOD, ENOUGH = 30, 5.0  # seconds that a code holds, and that a loaded machine may take


def comes(member: Walker, name: str, address: str, region: str = "") -> None:
    """Register, confirm by the letter in the outbox, and sign in."""
    before = letter_links(member, address, "/confirm/")
    member.go("/register")
    page = member.page
    for field, value in (("email", address), ("name", name), ("password", PASSWORD), *BIRTH):
        page.locator(f"[name={field}]").fill(value)
    if region:
        page.locator("[name=region]").select_option(region)
    page.locator("[name=agree]").check()
    member.press("Create account")
    member.go(path_of(letter_link(member, address, "/confirm/", before)))
    with page.expect_navigation():
        page.locator("main form button").first.click()
    signs_in(member, address, PASSWORD)


def signs_in(member: Walker, address: str, password: str = DEMO_PASSWORD) -> None:
    """Sign in with address and password."""
    member.go("/sign-in")
    member.page.locator("[name=login]").fill(address)
    member.page.locator("[name=password]").fill(password)
    with member.page.expect_navigation():
        member.page.locator("main form button").first.click()


def staff_signs_in(member: Walker, address: str) -> None:
    """Sign in with the second factor of the demonstration's staff.

    A code opens once: who signed in within the same half minute waits for the next one.
    """
    signs_in(member, address)
    page = member.page
    for _ in range(3):
        page.locator("[name=code]").first.fill(code_now())
        with page.expect_navigation():
            page.locator("main form:has([name=code]) button").first.click()
        if page.locator("main form:has([name=code])").count() == 0:
            return
        page.wait_for_timeout(1000 * (PERIOD - time.time() % PERIOD + 0.5))
    raise AssertionError(member.text())


def code_now() -> str:
    """The code of the demonstration's staff, with some seconds left to give it in."""
    left = PERIOD - time.time() % PERIOD
    if left < ENOUGH:
        time.sleep(left + 0.5)
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // PERIOD)))


def letter_links(member: Walker, to: str, way: str) -> list[str]:
    """The links in letters to ``to`` whose path begins with ``way``, the newest first."""
    return _links(member.go("/outbox"), to, way)


def _links(member: Walker, to: str, way: str) -> list[str]:
    links = [link for one in member.letters(to) for link in one.links]
    return [one for one in links if path_of(one).startswith(way)]


def letter_link(member: Walker, to: str, way: str, before: Collection[str] = ()) -> str:
    """The newest of these that was not there ``before``, once the job worker brought it."""
    return member.until(
        "/outbox", lambda: [one for one in _links(member, to, way) if one not in before]
    )[0]


def outbox_so_far(visitor: Walker) -> Walker:
    """The outbox with every letter that was on its way: one that was asked for after them came.

    ``visitor`` is not signed in.
    """
    last = f"last.{uuid4().hex[:12]}@example.net"
    visitor.go("/subscribe").page.locator("[name=email]").fill(last)
    visitor.press("Tell me").letter(last)
    return visitor


def path_of(link: str) -> str:
    """The path of an address of this site."""
    return "/" + link.split("/", 3)[3]


def leaves(member: Walker) -> None:
    """Erase the account, by its page."""
    member.go("/you/erase")
    member.page.locator("[name=word]").fill("erase")
    member.page.locator("[name=password]").fill(PASSWORD)
    member.press("Erase everything now").says("It is done", "Certificate of erasure")
