"""The member's visit: from a stranger's first look to the erasure, in a browser."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import pytest

from tests.stories.newcomer import letter_link, outbox_so_far, path_of
from tests.stories.walker import Walker

pytestmark = pytest.mark.story

ADDRESS = "ines.calloway@example.net"
PASSWORD = "a quiet harbour after rain"
NAME = "Ines Calloway"
BIOGRAPHY = "Keeps bees, and reads the correspondence first."


def test_a_member_comes_chooses_looks_and_leaves(walk: Callable[..., Walker]) -> None:
    member = walk()
    _reads_the_policy(member)
    _registers(member)
    _fills_a_profile(member, walk)
    _opens_your_information(member)
    _takes_the_copy(member)
    _erases(member, walk)


def _reads_the_policy(member: Walker) -> None:
    member.go("/").look("home").press("Do not count it")
    assert member.page.locator(".ask").count() == 0
    member.go("/privacy").says("Privacy policy", "Version").look("policy")
    member.go("/privacy/changes").says("What changed").look("changes")
    member.go("/cookies").says("Needed").look("cookies")


def _registers(member: Walker) -> None:
    member.go("/register").says("Why we ask", "How long we keep it", "Who sees it").look("register")
    page = member.page
    page.locator("[name=email]").fill(ADDRESS)
    page.locator("[name=name]").fill(NAME)
    page.locator("[name=password]").fill("password1234")
    for name, value in (("birth_day", "9"), ("birth_month", "6"), ("birth_year", "1990")):
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=agree]").check()
    member.press("Create account").look("register-refused")
    assert page.locator("[name=email]").input_value() == ADDRESS
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=agree]").check()
    member.press("Create account")
    link = letter_link(member, ADDRESS, "/confirm/")
    member.look("outbox").go(path_of(link))
    with page.expect_navigation():
        page.locator("main form button").first.click()
    _signs_in(member, PASSWORD)


def _signs_in(member: Walker, password: str) -> None:
    member.go("/sign-in").look("sign-in")
    member.page.locator("[name=login]").fill(ADDRESS)
    member.page.locator("[name=password]").fill(password)
    with member.page.expect_navigation():
        member.page.locator("main form button").first.click()


def _fills_a_profile(member: Walker, walk: Callable[..., Walker]) -> None:
    member.go("/you/profile").look("profile")
    page = member.page
    page.locator("[name=biography]").fill(BIOGRAPHY)
    page.locator("[name=profession]").select_option(index=1)
    widest = page.locator("[name=profession_audience] option").last.get_attribute("value")
    page.locator("[name=profession_audience]").select_option(widest)
    member.press("Keep").says("It is kept.")
    member.go("/you/profile/as/member").look("preview")
    member.says_not(BIOGRAPHY)
    member.go("/you/profile/as/visitor").says_not(BIOGRAPHY)


def _opens_your_information(member: Walker) -> None:
    member.go("/you").says(NAME, BIOGRAPHY, ADDRESS, "Why we may", "Kept until").look("information")
    member.go("/you/received").look("received")
    member.go("/you/looked").look("looked")
    member.go("/you/features").look("features")
    member.go("/you/choices").look("choices")
    member.go("/you/devices").look("devices")


def _takes_the_copy(member: Walker) -> None:
    member.go("/you/copy").look("copy")
    with member.page.expect_download() as waiting:
        member.page.get_by_role("button", name="Get the copy").click()
    with zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes())) as copy:
        names = copy.namelist()
        text = copy.read("index.html").decode()
        profile = json.loads(copy.read("data/accounts_profile.jsonl").splitlines()[0])
    assert profile["biography"] == BIOGRAPHY
    assert NAME in text
    assert "data/privacy_collectionevent.jsonl" in names
    assert "argon2" not in text


def _erases(member: Walker, walk: Callable[..., Walker]) -> None:
    member.go("/you/erase").says("Nothing is erased yet.").look("erase")
    member.page.locator("[name=word]").fill("erase")
    member.page.locator("[name=password]").fill("not the password")
    member.press("Erase everything now").says("This is not your password").look("erase-refused")
    member.page.locator("[name=word]").fill("erase")
    member.page.locator("[name=password]").fill(PASSWORD)
    member.press("Erase everything now").says("It is done", "Certificate of erasure").look("gone")
    member.go("/you")
    assert "/sign-in" in member.page.url
    _signs_in(member, PASSWORD)
    assert "/sign-in" in member.page.url
    outbox_so_far(member).says_not(NAME)


def test_reading_and_choosing_need_no_script(walk: Callable[..., Walker]) -> None:
    reader = walk(javascript=False, width=360)
    for path in ("/", "/about", "/privacy", "/cookies", "/register", "/sign-in"):
        reader.go(path)
        assert reader.text()
    reader.go("/").press("Do not count it")
    assert reader.page.locator(".ask").count() == 0


@pytest.mark.parametrize("width", [360, 2560])
def test_pages_hold_at_every_width(walk: Callable[..., Walker], width: int) -> None:
    visitor = walk(width=width)
    for path in ("/", "/privacy", "/privacy/changes", "/cookies", "/register", "/design", "/faq"):
        visitor.go(path).look(f"wide-{width}-{path.strip('/').replace('/', '-') or 'home'}")


def test_the_browsers_signal_is_honoured_and_said(walk: Callable[..., Walker]) -> None:
    visitor = walk(gpc=True)
    visitor.go("/cookies").says("Your browser’s signal was received")
    assert visitor.page.locator(".ask").count() == 0
