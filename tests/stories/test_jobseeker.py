"""The publisher's careers: checked, posted, applied, opened, hidden again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload

from tests.stories.newcomer import comes, staff_signs_in
from tests.stories.walker import Walker

pytestmark = pytest.mark.story

JO, JO_AT = "Henrike Oduya", "henrike.oduya@example.net"
OFFICE, OFFICE_AT = "Personnel of Skerry", "office@skerry.example"
EMPLOYER, POSITION = "Skerry Infirmary", "Cardiologist by the sea"
CV = b"%PDF-1.7\n% ten years of cardiology\n"
HEADLINE = "Cardiologist, two languages, likes the sea"


def test_a_jobseeker_is_found_only_when_she_wants_to(walk: Callable[..., Walker]) -> None:
    office, staff, jo = walk(), walk(), walk()
    comes(office, OFFICE, OFFICE_AT, "US")
    home = _is_checked(office, staff)
    _posts(office, home)
    comes(jo, JO, JO_AT, "US")
    _keeps_a_cv(jo)
    _applies(jo)
    _opens(office, home)
    _answers_and_reads(jo)
    profile = _is_found(jo, office, home)
    _hides(jo, office, home, profile)


def _is_checked(office: Walker, staff: Walker) -> str:
    office.go("/employers").look("employers")
    for name, value in (
        ("name", EMPLOYER),
        ("website", "https://skerry.example"),
        ("city", "Leith"),
    ):
        office.page.locator(f"main [name={name}]").fill(value)
    office.page.locator("[name=country]").select_option("GB")
    office.press("Send it to be checked").says("This employer is not verified")
    home = "/" + office.page.url.split("/", 3)[3]
    office.go(f"{home}/candidates", status=404)
    staff_signs_in(staff, "staff@example.org")
    staff.go("/desk/employers").says(EMPLOYER).look("desk-employers")
    staff.page.locator("form").filter(has_text=f"Verify {EMPLOYER}").locator(
        "[name=contract]"
    ).fill("Terms for employers, part A")
    staff.press(f"Verify {EMPLOYER}")
    return home


def _posts(office: Walker, home: str) -> None:
    office.go(home).press("Post a position").look("post-position")
    office.page.locator("[name=title]").fill(POSITION)
    office.page.locator("[name=specialty]").select_option("cardiology")
    office.page.locator("[name=city]").fill("Leith")
    office.page.locator("[name=country]").select_option("GB")
    office.page.locator("[name=text]").fill("Echo, clinic, and one night in eight.")
    office.press("Post it").says(POSITION, EMPLOYER)


def _keeps_a_cv(jo: Walker) -> None:
    jo.go("/careers?q=sea").says(POSITION).look("positions")
    jo.press("Save this search").says("Remove search 1").look("searches")
    jo.go("/you/career/documents").look("documents")
    jo.page.locator("[name=name]").fill("My CV")
    jo.page.locator("[name=file]").set_input_files(
        FilePayload(name="cv.txt", mimeType="text/plain", buffer=CV)
    )
    jo.press("Keep it").says("My CV", "CV,")


def _applies(jo: Walker) -> None:
    jo.go("/careers")
    with jo.page.expect_navigation():
        jo.page.locator("main a").filter(has_text=POSITION).first.click()
    jo.look("position").press("Apply").says("No profile is needed").look("apply")
    jo.page.get_by_label("CV: My CV").check()
    jo.page.locator("[name=words]").fill("I would like to come.")
    jo.press("Send the application").says("Sent", "Not shown").look("application")


def _opens(office: Walker, home: str) -> None:
    office.go(home).look("employer")
    with office.page.expect_navigation():
        office.page.locator("main a[href*='/applications/']").first.click()
    office.says("I would like to come.", JO).says_not(JO_AT).look("worked")
    with office.page.expect_download() as waiting:
        office.page.locator("main a").filter(has_text="CV (pdf)").first.click()
    assert waiting.value.path().read_bytes() == CV
    office.page.locator("[name=stage]").select_option("invited")
    office.press("Set where it stands").says("Invited to talk")


def _answers_and_reads(jo: Walker) -> None:
    jo.go("/you/career").says("Invited to talk").look("career")
    jo.press("Who looked").says(EMPLOYER)
    jo.go("/you/received").says(EMPLOYER)


def _is_found(jo: Walker, office: Walker, home: str) -> str:
    office.go(f"{home}/candidates").says("0 profiles").look("candidates-none")
    jo.go("/you/career/profile").look("physician-profile")
    page = jo.page
    page.locator("[name=state][value=open]").check()
    page.locator("[name=headline]").fill(HEADLINE)
    page.locator("[name=name]").fill(JO)
    page.locator("[name=email]").fill(JO_AT)
    page.locator("[name=shows][value=name]").check()
    jo.press("Keep").says("It is kept.")
    jo.go("/you/career/as-employer").says(HEADLINE, JO).says_not(JO_AT).look("as-employer")
    office.go(f"{home}/candidates").says("1 profile", HEADLINE)
    with office.page.expect_navigation():
        office.page.locator("main a").filter(has_text=HEADLINE).first.click()
    office.says(HEADLINE, JO).says_not(JO_AT).look("candidate")
    return "/" + office.page.url.split("/", 3)[3]


def _hides(jo: Walker, office: Walker, home: str, profile: str) -> None:
    jo.go("/you/career/profile").page.locator("[name=state][value=hidden]").check()
    jo.press("Keep").says("It is kept.")
    office.go(profile, status=404)
    office.go(f"{home}/candidates").says("0 profiles").says_not(HEADLINE)
    jo.go("/you/career/as-employer").says("Nothing")


@pytest.mark.parametrize("width", [360, 2560])
def test_careers_hold_at_every_width(walk: Callable[..., Walker], width: int) -> None:
    visitor = walk(width=width)
    visitor.go("/careers").look(f"careers-{width}")
