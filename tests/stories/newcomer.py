"""What stories share: somebody new registers and confirms, somebody known signs in."""

from __future__ import annotations

import re
import time
from collections.abc import Collection

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from salerno.services.accounts.demo import PASSWORD as DEMO_PASSWORD
from salerno.services.accounts.demo import SECRET
from tests.stories.walker import Walker

PASSWORD = "a quiet harbour after rain"
BIRTH = (("birth_day", "9"), ("birth_month", "6"), ("birth_year", "1990"))
PERIOD = 30


def comes(member: Walker, name: str, address: str, region: str = "") -> None:
    """Register, confirm by the letter in the outbox, and sign in."""
    before = letter_links(member, "confirm/")
    member.go("/register")
    page = member.page
    for field, value in (("email", address), ("name", name), ("password", PASSWORD), *BIRTH):
        page.locator(f"[name={field}]").fill(value)
    if region:
        page.locator("[name=region]").select_option(region)
    page.locator("[name=agree]").check()
    member.press("Create account")
    member.go(path_of(letter_link(member, "confirm/", before)))
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
        code = format_hotp_value(hotp_value(SECRET, int(time.time()) // PERIOD))
        page.locator("[name=code]").first.fill(code)
        with page.expect_navigation():
            page.locator("main form:has([name=code]) button").first.click()
        if page.locator("main form:has([name=code])").count() == 0:
            return
        page.wait_for_timeout(1000 * (PERIOD - time.time() % PERIOD + 0.5))
    raise AssertionError(member.text())


def letter_links(member: Walker, part: str) -> list[str]:
    """The links in the outbox that lead to ``part``, the newest first."""
    member.go("/outbox")
    return re.findall(rf"http://[^\s\"'<>]*{part}[^\s\"'<>]*", member.page.content())


def letter_link(member: Walker, part: str, before: Collection[str] = ()) -> str:
    """The newest link in the outbox that leads to ``part`` and was not there ``before``.

    The job worker delivers by itself.
    """
    for _ in range(30):
        links = [one for one in letter_links(member, part) if one not in before]
        if links:
            return links[0]
        member.page.wait_for_timeout(1000)
    raise AssertionError(member.text())


def path_of(link: str) -> str:
    """The path of an address of this site."""
    return "/" + link.split("/", 3)[3]


def leaves(member: Walker) -> None:
    """Erase the account, by its page."""
    member.go("/you/erase")
    member.page.locator("[name=word]").fill("erase")
    member.page.locator("[name=password]").fill(PASSWORD)
    member.press("Erase everything now").says("It is done", "Certificate of erasure")
