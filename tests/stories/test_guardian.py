"""Young people: the gate of age, a guardian's letter, a child's account locked and erased."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.stories.conftest import PACK
from tests.stories.newcomer import (
    PASSWORD,
    comes,
    letter_link,
    outbox_so_far,
    path_of,
    signs_in,
    staff_signs_in,
)
from tests.stories.walker import Walker

pytestmark = pytest.mark.story

COURSE = Path(__file__).resolve().parents[2] / "salerno/services/courses/demo_files/second"
YOUNG, TEEN, CHILD = "/courses/asking-young", "tess.young@example.net", "kim.small@example.net"
GUARDIAN = "parent@example.net"
WORDS = "We did this in our first-aid course at school."
ARTICLE = "/articles/daylight-on-the-ward"
THIS_YEAR = datetime.now(UTC).year


def test_too_young_ends_and_another_answer_does_not_help(walk: Callable[..., Walker]) -> None:
    child = walk()
    child.go("/register").says_not("at least 13", "13 years", "18 years").look("age-question")
    _fills(child, "small@example.net", THIS_YEAR - 9)
    child.press("Create account").says("No account was made").look("too-young")
    child.go("/register", status=403).says("the answer stands").look("too-young-again")
    outbox_so_far(child).says_not("small@example.net")
    walk().go("/register").says("Date of birth")


def test_a_report_locks_a_childs_account_and_the_desk_erases_it(
    walk: Callable[..., Walker],
) -> None:
    child, stranger, desk = walk(), walk(width=360), walk()
    comes(child, "Kim Small", CHILD)
    stranger.go("/report-child").look("report-child")
    stranger.page.locator("[name=email]").fill(CHILD)
    stranger.page.locator("[name=words]").fill("In my class, aged eleven.")
    stranger.press("Report it").says("our desk looks at it").look("report-child-sent")
    child.go("/you")
    assert "/sign-in" in child.page.url
    signs_in(child, CHILD, PASSWORD)
    assert "/sign-in/paused" in child.page.url
    staff_signs_in(desk, "staff@example.org")
    desk.go("/desk/children").look("desk-children")
    with desk.page.expect_navigation():
        desk.page.locator("main a[href*='/desk/children/']").first.click()
    desk.says("In my class, aged eleven.").look("desk-child")
    desk.press("Erase everything now")
    desk.says("Type “erase”")
    desk.page.go_back()
    desk.page.locator("[name=word]").fill("erase")
    desk.press("Erase everything now").says("Certificate of erasure", "It names nobody")
    desk.says_not(CHILD, "Kim Small").look("child-certificate")
    signs_in(child, CHILD, PASSWORD)
    assert "/sign-in" in child.page.url


@pytest.mark.skipif(PACK != "publisher", reason="the school takes minors by its courses alone")
def test_a_minor_of_california_takes_away_what_they_posted(walk: Callable[..., Walker]) -> None:
    teen, other = walk(), walk()
    _registers(teen, "/register", TEEN, THIS_YEAR - 15, "US-CA")
    teen.go("/you/profile")
    page = teen.page
    page.locator("[name=institution]").fill("Sandhill High School")
    page.locator("[name=profession]").select_option(index=1)
    teen.press("Keep").says("It is kept.")
    teen.go(ARTICLE)
    page.locator("[name=text]").fill(WORDS)
    teen.press("Post").says(WORDS)
    other.go(ARTICLE).says(WORDS)
    teen.go("/you/posts").says(WORDS).look("own-posts")
    teen.press("Remove").says(WORDS).look("own-post-remove")
    teen.press("Remove it")
    other.go(ARTICLE).says_not(WORDS)
    teen.go("/you/posts").says_not(WORDS)
    _stays_protected(teen)
    teen.go("/you/guardian").says("Nobody was asked").look("guardian-nobody")


@pytest.mark.skipif(PACK != "school", reason="the publisher offers no courses")
def test_a_guardian_approves_by_letter_looks_and_withdraws(
    walk: Callable[..., Walker], tmp_path: Path
) -> None:
    teen, parent = walk(), walk(width=360)
    _a_course_for_the_young(teen, tmp_path)
    teen.go(YOUNG)
    link = teen.page.locator("a[href*='register?program=']").first.get_attribute("href")
    assert link is not None
    _registers(teen, link, TEEN, THIS_YEAR - 15, "US")
    teen.go(f"{YOUNG}/enrol").says("under 18", "14 days at most").look("guardian-ask")
    teen.page.locator("[name=email]").fill(GUARDIAN)
    teen.press("Write to them").says("waits for an answer").look("guardian-asked")
    _letter_lies_there(parent)
    parent.go(path_of(letter_link(parent, GUARDIAN, "/guardian/")))
    parent.says("Tess Young", "Asking well", "What we hold of this child").look("guardian")
    parent.press("Approve").says("Say that you are the parent or guardian")
    parent.page.go_back()
    parent.page.locator("[name=is_guardian]").check()
    parent.press("Approve").says("Withdraw my approval").look("guardian-approved")
    _enrols(teen)
    teen.go("/you/looked").says("guardian")
    parent.press("Withdraw my approval").says("Approve")
    teen.go(YOUNG).says_not("Leave the course")
    _stays_protected(teen)


def _fills(young: Walker, address: str, year: int) -> None:
    page = young.page
    born = (("birth_day", "1"), ("birth_month", "1"), ("birth_year", str(year)))
    name = (("email", address), ("name", "Tess Young"), ("password", PASSWORD))
    for field, value in (*name, *born):
        page.locator(f"[name={field}]").fill(value)
    page.locator("[name=agree]").check()


def _registers(young: Walker, way: str, address: str, year: int, region: str) -> None:
    young.go(way)
    _fills(young, address, year)
    young.page.locator("[name=region]").select_option(region)
    young.press("Create account")
    young.go(path_of(letter_link(young, address, "/confirm/")))
    with young.page.expect_navigation():
        young.page.locator("main form button").first.click()
    signs_in(young, address, PASSWORD)


def _letter_lies_there(parent: Walker) -> None:
    """The job worker brings it by itself: nobody opens the page of the outbox."""
    folder = parent.site.data / "outbox"
    parent.until(
        "/", lambda: any(GUARDIAN.encode() in one.read_bytes() for one in folder.glob("*.eml"))
    )


def _a_course_for_the_young(teen: Walker, folder: Path) -> None:
    made = shutil.copytree(COURSE, folder / "course")
    said = (made / "course.toml").read_text()
    said = said.replace("min_age = 18", "min_age = 14")
    (made / "course.toml").write_text(re.sub(r'slug = ".*"', 'slug = "asking-young"', said))
    done = teen.site.command("courses", "load", str(made))
    assert done.returncode == 0, done.stdout + done.stderr


def _enrols(teen: Walker) -> None:
    page = teen.page
    teen.go("/you/profile")
    page.locator("[name=profession]").select_option(index=1)
    widest = page.locator("[name=profession_audience] option").last.get_attribute("value")
    page.locator("[name=profession_audience]").select_option(widest)
    teen.press("Keep").says("It is kept.")
    teen.go(f"{YOUNG}/enrol").says("The uses you accept")
    page.locator("[name=agree]").check()
    teen.press("Enrol")
    teen.go(YOUNG).says("Leave")


def _stays_protected(young: Walker) -> None:
    """Nobody under 18 grows up by another answer."""
    young.go("/you/age").look("age")
    page = young.page
    for field, value in (("birth_day", "1"), ("birth_month", "1"), ("birth_year", "1990")):
        page.locator(f"[name={field}]").fill(value)
    with page.expect_navigation():
        page.locator("main form button").first.click()
    young.says("the protection stays").look("age-refused")
