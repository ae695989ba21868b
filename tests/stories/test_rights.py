"""The visit of somebody who uses their rights: by page and by telephone, to the last answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

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
    """Then a use is objected to, and a complaint goes to who oversees it all."""
    member, officer, overseer = walk(), walk(), walk()
    comes(member, NAME, ADDRESS, region="DE")
    staff_signs_in(officer, "staff@example.org")
    _asks_for_a_copy(member, officer)
    _calls(officer)
    _objects(member)
    _contests_one_field(member, officer)
    _weighs(member, officer)
    staff_signs_in(overseer, "dpo@example.org")
    _complains(member, officer, overseer)
    _oversees(officer, overseer)


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
    _opens(officer, "Stop using something for now", "My name has two Ts.")
    officer.press("To the decision").says("Why").look("desk-decision")
    officer.page.locator("[name=outcome]").select_option("accurate")
    officer.page.locator("[name=reason]").fill("Your diploma has one T.")
    officer.press("Decide").says("It is written down.", "Decided")
    member.go("/you/limits").says("Your diploma has one T.").look("limits")
    officer.page.locator("[name=told]").fill("It is right, and will be used again.")
    officer.press("Tell them").says("The person was told", "It can be lifted from")
    officer.press("Lift it").says("It can be lifted on")
    member.letter(ADDRESS, "What you restricted will be used again")


def _opens(officer: Walker, kind: str, words: str) -> None:
    """Open the case that says these words: the job worker makes it, once a minute."""

    def found() -> bool:
        links = officer.page.locator("tr", has_text=kind).locator("a")
        paths = [str(one.get_attribute("href")) for one in links.all()]
        return any(words in officer.go(path).text() for path in paths)

    officer.until("/desk/requests", found, patience=150)


def _objects(member: Walker) -> None:
    """Object to a use that rests on an interest of the house."""
    member.go("/you/limits/object").look("object")
    member.page.locator("[name=purpose][value=moderation]").check()
    member.page.locator("[name=words]").fill("Nobody needs to read my posts twice.")
    member.press("Object").says("goes on for the safety of others until it is decided")


def _weighs(member: Walker, officer: Walker) -> None:
    """The objection is weighed, and the person is told why."""
    _opens(officer, "Object to a use", "Nobody needs to read my posts twice.")
    officer.press("To the decision").look("desk-objection")
    officer.page.locator("[name=outcome]").select_option("overridden")
    officer.page.locator("[name=reason]").fill("Others are kept safe by it, and nothing less does.")
    officer.press("Decide").says("It is written down.", "Our reasons outweigh your objection")
    member.go("/you/limits").says("Others are kept safe by it", "Our reasons outweigh")


def _complains(member: Walker, officer: Walker, overseer: Walker) -> None:
    """A complaint is read by who oversees, not by the desk; a no names the authority."""
    number = _ask(member, "complaint", "You were too slow for me.")
    said = member.page.url
    officer.go("/desk/requests").says_not(number)
    officer.go(f"/desk/requests/{number}", status=404)
    overseer.go("/desk/officer").says(number).look("overseer-queue")
    overseer.go(f"/desk/requests/{number}").says("You were too slow for me.").look("complaint")
    overseer.page.locator("[name=outcome]").select_option("refused")
    overseer.page.locator("#id_reason").fill("Each answer came before its day.")
    overseer.press("Answer").says("Answered")
    member.go(said.removeprefix(member.site.address)).says("Answered")
    member.page.locator("summary", has_text="Our answer: no").click()
    member.says("Each answer came before its day.", "You may complain to", "www.bfdi.bund.de",
                "go to a court").look("refused")  # fmt: skip


def _oversees(officer: Walker, overseer: Walker) -> None:
    """Everything about processing is read, and nothing of it can be changed."""
    token = overseer.page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    overseer.go("/desk/officer/proof").says("The ledger verifies", "Recipients").look("oversight")
    assert overseer.page.locator("main form").count() == 0
    register = overseer.page.locator("main .rights a", has_text="Record of processing")
    overseer.go(str(register.get_attribute("href"))).look("record")
    overseer.go("/desk/log").says("requests")
    for path in ("/desk/recipients", "/desk/demands", "/desk/incidents", "/desk/requests/new"):
        overseer.go(path, status=403)
    sent: Any = {"do": "stop", "reason": "x", "csrfmiddlewaretoken": token}
    address = f"{overseer.site.address}/desk/recipients/mail_carrier"
    assert overseer.page.request.post(address, form=sent).status == 403
    assert "Stopped" not in officer.go("/desk/recipients").text()
