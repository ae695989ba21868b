"""A court asks: held, checked by two, told, given out twice alike; and one that is sealed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from salerno.privacy import clock
from tests.stories.newcomer import comes, outbox_so_far, staff_signs_in
from tests.stories.site import Site
from tests.stories.walker import Walker

pytestmark = pytest.mark.story

ADDRESS = "piet.lang@example.net"
NAME = "Piet Lang"
NUMBER = re.compile(r"L-[2-9A-Z]{4}-[2-9A-Z]{4}")


def test_a_demand_is_answered_within_its_scope_and_a_sealed_one_shows_nowhere(
    site: Site, walk: Callable[..., Walker]
) -> None:
    assert site.command("role", "give", "editor@example.org", "officer").returncode == 0
    member, first, second, visitor = walk(), walk(), walk(), walk(width=360)
    comes(member, NAME, ADDRESS)
    staff_signs_in(first, "staff@example.org")
    staff_signs_in(second, "editor@example.org")
    _open_one(member, first, second)
    _sealed_one(member, first, second, visitor)
    visitor.go("/transparency").says("A subpoena").look("transparency")


def _file(officer: Walker, issuer: str, **more: str) -> str:
    officer.go("/desk/demands/new")
    page = officer.page
    page.locator("[name=instrument]").select_option("subpoena")
    page.locator("[name=issuer]").fill(issuer)
    page.locator("[name=ground]").select_option("legal_process")
    page.locator("[name=exemption]").select_option("order")
    page.locator("[name=reason]").fill("It was served on our counsel.")
    for clause in ("accounts.name", "accounts.sign_in"):
        page.locator(f"[name=clauses][value='{clause}']").check()
    day = clock.today() + timedelta(days=20)
    page.locator("[name=deadline_date]").fill(day.isoformat())
    if more:
        page.locator("[name=forbids_notice]").check()
    for name, value in more.items():
        page.locator(f"[name={name}]").fill(value)
    officer.press("File it").says(issuer)
    page.locator("[name=address]").fill(ADDRESS)
    officer.press("Name this person").says("Person number")
    officer.press("Hold what it names").says("held")
    found = NUMBER.search(officer.text())
    assert found, officer.text()
    return found.group(0)


def _give(officer: Walker, number: str) -> str:
    """Give it out; the digest of the archive."""
    officer.go(f"/desk/demands/{number}")
    with officer.page.expect_download() as waiting:
        officer.page.get_by_role("button", name="Give it out").click()
    return hashlib.sha256(waiting.value.path().read_bytes()).hexdigest()


def _approve(number: str, *officers: Walker) -> None:
    for one in officers:
        one.go(f"/desk/demands/{number}")
        one.press("I checked it, and approve").says("It is written down.")


def _open_one(member: Walker, first: Walker, second: Walker) -> None:
    first.go("/desk/demands/new").look("demand-new")
    number = _file(first, "Harbour County Court")
    first.look("demand")
    _approve(number, first)
    first.press("Give it out").says("Two different people")
    _approve(number, second)
    first.go(f"/desk/demands/{number}").press("Tell the people").says("told on")
    member.letter(ADDRESS, "Harbour County Court has asked us for data about you")
    assert _give(first, number) == _give(second, number)
    member.go("/you/received").says("Harbour County Court", "served on our counsel").look(
        "received"
    )
    first.go("/desk/demands").says(number, "Given out").look("demands")


def _sealed_one(member: Walker, first: Walker, second: Walker, visitor: Walker) -> None:
    last = clock.today() + timedelta(days=60)
    number = _file(
        first, "Court of the Northern Shore", sealed_date=last.isoformat(),
        silence="Paragraph 4 of the order",
    )  # fmt: skip
    first.says("Forbidden through").look("demand-sealed")
    _approve(number, first, second)
    first.go(f"/desk/demands/{number}")
    first.page.locator("[name=words]").fill("Paragraph 4 of the order")
    first.press("Record why nobody is told before").says("not told:")
    assert _give(first, number) == _give(first, number)
    for page in ("/you", "/you/received", "/you/looked", "/you/erase"):
        member.go(page).says_not("Northern Shore", number, "Paragraph 4")
    outbox_so_far(visitor).says_not("Northern Shore")
    first.go(f"/desk/demands/{number}")
    first.page.locator("[name=words]").fill("The court ended it.")
    first.press("It is ended: tell the people now").says("told on")
    member.go("/you/received").says("Court of the Northern Shore")
