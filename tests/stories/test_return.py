"""Somebody closes the account with a return key, is met by nobody, and comes back to everything."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.stories.newcomer import PASSWORD, comes, outbox_so_far, signs_in
from tests.stories.walker import Walker

pytestmark = pytest.mark.story

NAME, ADDRESS = "Wilma Tanner", "wilma.leaves@example.net"
BIOGRAPHY = "Repairs clocks, slowly."


def test_a_key_brings_everything_back_and_another_destroys_it(
    walk: Callable[..., Walker],
) -> None:
    member, stranger = walk(), walk(width=360)
    comes(member, NAME, ADDRESS)
    _says_something(member)
    member.go("/privacy").says("return key")
    key = _closes(member)
    _is_gone(member, stranger)
    stranger.go("/return").look("return")
    _gives(stranger, "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG-HHHH").says("This key opens nothing here")
    _gives(stranger, key.lower().replace("-", " ")).look("returned")
    signs_in(member, ADDRESS, PASSWORD)
    member.go("/you/profile")
    assert member.page.locator("[name=biography]").input_value() == BIOGRAPHY
    member.go("/you").says(NAME, ADDRESS)
    again = _closes(member)
    assert again != key
    _gives(stranger, key).says("This key opens nothing here")
    _gives(stranger, again, destroys=True).look("return-destroyed")
    _gives(stranger, again).says("Nothing is left", "Certificate of erasure")
    signs_in(member, ADDRESS, PASSWORD)
    assert "/sign-in" in member.page.url


def _says_something(member: Walker) -> None:
    member.go("/you/profile")
    member.page.locator("[name=biography]").fill(BIOGRAPHY)
    member.press("Keep").says("It is kept.")


def _closes(member: Walker) -> str:
    """Close the account; the key, which stands on this page alone."""
    member.go("/you/close").look("close")
    member.page.locator("[name=word]").fill("close")
    member.page.locator("[name=password]").fill(PASSWORD)
    with member.page.expect_navigation():
        member.page.locator("main form:has([name=word]) button").first.click()
    member.look("closed")
    found = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){7}", member.text())
    assert found is not None, member.text()
    return found[0]


def _is_gone(member: Walker, stranger: Walker) -> None:
    member.go("/you")
    assert "/sign-in" in member.page.url
    signs_in(member, ADDRESS, PASSWORD)
    assert "/sign-in" in member.page.url
    outbox_so_far(stranger).says_not(NAME)


def _gives(who: Walker, key: str, *, destroys: bool = False) -> Walker:
    who.go("/return")
    who.page.locator("[name=key]").fill(key)
    if destroys:
        who.page.locator("[name=what][value=destroy]").check()
    with who.page.expect_navigation():
        who.page.locator("main form button").first.click()
    return who
