"""A resident's nights: study with sureness, see why, sit an exam, and read the report."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.stories.newcomer import comes, leaves, signs_in
from tests.stories.walker import Walker

pytestmark = pytest.mark.story

NAME, ADDRESS = "Nour Haddad", "nour.nights@example.net"
BANK = "/practice/internal-medicine"
SURE = ("95", "20", "60", "80", "40")


def test_a_resident_studies_sits_an_exam_reads_the_report_and_leaves(
    walk: Callable[..., Walker],
) -> None:
    resident, other = walk(width=360), walk()
    resident.go("/practice").says("Internal medicine").look("practice")
    resident.go(BANK).says("Cardiovascular medicine", "It never sees a single answer")
    comes(resident, NAME, ADDRESS, "US")
    resident.go(BANK).look("practice-about").press("Begin").says("Question 1", "How sure are you?")
    resident.says_not("Best answer", "Why not the others").look("practice-question")
    first = _answers(resident, "95")
    resident.says("Why this question?", "Best answer", "95% sure").look("practice-reasons")
    signs_in(other, "member@example.org")
    other.go(first, status=404)
    for number in range(1, 7):
        resident.press("Next question").says(f"Question {number + 1}")
        _answers(resident, SURE[number % 5])
    resident.go(BANK).says("questions learned", "To come back").look("practice-modules")
    _sits_an_exam(resident)
    resident.go(f"{BANK}/report").says("Not enough answers yet").look("practice-report-early")
    resident.go(f"{BANK}/record").says("Sittings", "Exam 1, 1").look("practice-record")
    resident.go(f"{BANK}/shared").says("What a program reads of you").look("practice-shared")
    resident.go("/you").says("Your practice")
    leaves(resident)


def _answers(resident: Walker, sure: str) -> str:
    """Choose by the keyboard alone, and press Answer; the path of the reasons."""
    page = resident.page
    page.locator("[name=option]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.locator(f"[name=sure][value='{sure}']").focus()
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page.url.removeprefix(resident.site.address)


def _sits_an_exam(resident: Walker) -> None:
    page = resident.page
    resident.go(f"{BANK}/exams").look("practice-exams").press("Begin an exam")
    for number in range(1, 4):
        resident.says(f"{number} of 20").says_not("Best answer")
        page.locator("[name=option]").first.check()
        resident.press("Keep, and go on")
    resident.look("practice-exam")
    resident.go(f"{BANK}/exams/1").says("3 of 20", "minutes").press("Hand in")
    resident.says("70% would pass", "By module").look("practice-exam-result")


def test_the_demonstrations_resident_reads_calibration_and_dates(
    walk: Callable[..., Walker],
) -> None:
    resident = walk()
    signs_in(resident, "member@example.org")
    resident.go(f"{BANK}/report").says("Brier score", "AUROC2", "withheld").look("practice-report")
    resident.go(f"{BANK}/recharge").says("What comes back when").look("practice-recharge")
    resident.go(f"{BANK}/plan").says("days to your exam").look("practice-pace")
    resident.go("/practice/how-it-works").says("Murphy", "FSRS").look("practice-how")


def test_practice_works_without_script_on_a_phone(walk: Callable[..., Walker]) -> None:
    resident = walk(width=360, javascript=False)
    signs_in(resident, "reader@example.org")
    resident.go(BANK).press("Begin").says("Question 1")
    page = resident.page
    page.locator("[name=option]").nth(1).check()
    page.locator("[name=sure]").nth(2).check()
    resident.press("Answer").says("The answer is", "60% sure")
    page.go_back()
    resident.go(f"{BANK}/question").says("Question 2")
