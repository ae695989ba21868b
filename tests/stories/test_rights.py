"""The visit of somebody who uses their rights: by page and by telephone, to the last answer."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.stories.newcomer import comes, staff_signs_in
from tests.stories.walker import Walker

pytestmark = pytest.mark.story

ADDRESS = "orla.brandt@example.net"
NAME = "Orla Brandt"
NUMBER = re.compile(r"R-[2-9A-Z]{4}-[2-9A-Z]{4}")


def test_a_member_asks_somebody_calls_and_one_field_is_contested(
    walk: Callable[..., Walker],
) -> None:
    member, officer = walk(), walk()
    comes(member, NAME, ADDRESS)
    staff_signs_in(officer, "staff@example.org")
    _asks_for_a_copy(member, officer)
    _calls(officer)
    _contests_one_field(member, officer)


def _ask(member: Walker, kind: str, words: str) -> str:
    """Ask on the own page; returns the number."""
    member.go("/you/requests")
    member.page.locator("[name=kind]").select_option(kind)
    member.page.locator("[name=words]").fill(words)
    member.press("Ask")
    found = NUMBER.search(member.text())
    assert found, member.text()
    return found.group(0)


def _asks_for_a_copy(member: Walker, officer: Walker) -> None:
    number = _ask(member, "access", "What do you hold about me?")
    member.look("request")
    officer.go("/desk/requests").says(number).look("desk-queue")
    officer.go(f"/desk/requests/{number}").says("What do you hold about me?").look("desk-case")
    officer.go(f"/desk/requests/{number}/person", status=403)
    officer.go(f"/desk/requests/{number}")
    officer.page.locator("#look_reason").fill("to answer her request")
    officer.press("Open the person")
    officer.go(f"/desk/requests/{number}/person").says(NAME).look("desk-person")
    officer.go(f"/desk/requests/{number}/disclosures").look("desk-disclosures")
    officer.go(f"/desk/requests/{number}")
    officer.page.locator("[name=words]").fill("Your copy is under “Your information”.")
    officer.page.locator("[name=outcome]").select_option("done")
    officer.press("Answer").says("Answered")
    officer.press("Close").says("Closed")
    member.go("/you/looked").says(number, "access")


def _calls(officer: Walker) -> None:
    """Somebody telephones; the same clock, and nothing before the proof."""
    officer.go("/desk/requests/new").look("desk-take-in")
    page = officer.page
    page.locator("[name=kind]").select_option("objection")
    page.locator("[name=channel]").select_option("phone")
    page.locator("[name=words]").fill("She does not want offers.")
    page.locator("[name=asker]").select_option("self")
    page.locator("[name=name]").fill("Ida Caller")
    officer.press("Open the case").says("By telephone", "She does not want offers.", "No proof")
    number = NUMBER.search(officer.text())
    assert number
    officer.go(f"/desk/requests/{number.group(0)}/decision").says("Nothing is decided before")


def _contests_one_field(member: Walker, officer: Walker) -> None:
    member.go("/you/limits/restrict").look("restrict")
    page = member.page
    page.locator("[name=clause]").select_option("accounts.name")
    page.locator("[name=ground][value=accuracy]").check()
    page.locator("[name=words]").fill("My name has two Ts.")
    with page.expect_navigation():
        page.locator("main form button").first.click()
    member.go("/you").says("Contested by you since")
    for _ in range(80):  # the job worker opens the case by itself
        officer.go("/desk/requests")
        if "Stop using something for now" in officer.text():
            break
        officer.page.wait_for_timeout(1500)
    row = officer.page.locator("tr", has_text="Stop using something for now").first
    row.locator("a").click()
    officer.says("My name has two Ts.")
    officer.press("To the decision").says("Why").look("desk-decision")
    officer.page.locator("[name=outcome]").select_option("accurate")
    officer.page.locator("[name=reason]").fill("Your diploma has one T.")
    officer.press("Decide").says("It is written down.", "Decided")
    member.go("/you/limits").says("Your diploma has one T.").look("limits")
    officer.page.locator("[name=told]").fill("It is right, and will be used again.")
    officer.press("Tell them").says("The person was told", "It can be lifted from")
    officer.press("Lift it").says("It can be lifted on")
    member.letter("What you restricted will be used again")
