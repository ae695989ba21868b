"""Somebody of fifteen comes to a course; a parent reads, approves, and withdraws."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.stories.conftest import PACK
from tests.stories.newcomer import PASSWORD, letter_link, path_of, signs_in
from tests.stories.walker import Walker

pytestmark = [
    pytest.mark.story,
    pytest.mark.skipif(PACK == "publisher", reason="This operator offers no courses."),
]

ADDRESS = "teen@example.net"
COURSE = """
slug = "first-aid"
title = "First aid at school"
summary = "What to do before help comes."
opens_days_ago = 20
ends_after_days = 160
min_age = 14
language = "en"
licence = "CC BY 4.0"
text = '''
For everybody who may be there first.
'''

[[units]]
number = 1
title = "Look first"
file = "unit.md"
minutes = 6
opens_after_days = 0
"""


def test_a_parent_approves_and_withdraws(walk: Callable[..., Walker], tmp_path: Path) -> None:
    child, parent = walk(), walk(width=360, javascript=False)
    _offers_a_course(child, tmp_path)
    _comes(child)
    child.go("/courses/first-aid/enrol").says("A parent or guardian approves first")
    child.look("ask-guardian")
    child.page.locator("[name=email]").fill("parent@example.net")
    child.press("Write to them").says("waits for an answer").look("guardians")
    link = path_of(letter_link(child, "guardian/"))
    parent.go(link).says("First aid at school", "What we hold of this child").look("guardian")
    parent.page.locator("[name=is_guardian]").check()
    parent.press("Approve").says("approved")
    child.go("/courses/first-aid/enrol").says("Before you enrol")
    child.page.locator("[name=agree]").check()
    child.press("Enrol")
    parent.go(link).press("Withdraw my approval").says("withdrawn").look("guardian-withdrawn")
    child.go("/you/guardian").says("withdrawn")


def _offers_a_course(child: Walker, folder: Path) -> None:
    """A course of the operator's, from 14 years."""
    course = folder / "first-aid"
    course.mkdir()
    (course / "course.toml").write_text(COURSE)
    (course / "unit.md").write_text("# Look first\n\nThen act.\n")
    done = child.site.command("courses", "load", str(course))
    assert done.returncode == 0, done.stderr + done.stdout


def _comes(child: Walker) -> None:
    child.go("/courses/first-aid").says("Open from 14 years").look("course-from-14")
    child.press("Under 18? Create an account for it").says("a parent or guardian approves")
    page = child.page
    born = {"day": "3", "month": "4", "year": str(datetime.datetime.now(tz=datetime.UTC).year - 15)}
    for name, value in born.items():
        page.locator(f"[name=birth_{name}]").fill(value)
    for name, value in (("email", ADDRESS), ("name", "Tove Young"), ("password", PASSWORD)):
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=agree]").check()
    child.look("register-young").press("Create account")
    child.go(path_of(letter_link(child, "confirm/")))
    with page.expect_navigation():
        page.locator("main form button").first.click()
    signs_in(child, ADDRESS, PASSWORD)
