"""What a student contributed leaves only by an exemption of the law, or by signed consent."""

from __future__ import annotations

from typing import Any

import pytest

from salerno.policy.purposes import ACCOUNT
from salerno.privacy import clock
from salerno.privacy.context import entered
from salerno.privacy.errors import Refused
from salerno.privacy.subjects import become_student
from salerno.services.desk.tests.scene import do, staff
from salerno.services.desk.tests.test_demands import checked, filed
from tests import people
from tests.people import Person, words

WORK = ("discuss.post", "courses.coursework")


def student(email: str = "sue@example.org", name: str = "Sue Student") -> Person:
    """Somebody whom the law on education records protects."""
    made = people.person(email, name)
    with entered(ACCOUNT, made.viewer):
        become_student(made.subject)
    return made


def ready(who: Person, **changes: Any) -> tuple[str, Person]:
    """A file that was checked by two, and of which the person was told."""
    one, officer, _second = checked(who, clauses=WORK, **changes)
    do(officer, "tell_people", reference=one)
    return one, officer


@pytest.mark.clause("H-87", "works")
def test_contributions_go_out_on_an_exemption_and_stand_in_the_record() -> None:
    sue = student()
    one, officer = ready(sue, exemption="order")
    assert do(officer, "release", reference=one).digest
    page = words(sue.browser().get("/you/received"))
    assert "A judicial order or lawful subpoena (99.31(a)(9)): It was served" in page
    assert "Listed in its record (34 CFR 99.32)" in page


@pytest.mark.clause("H-87", "refused")
def test_without_an_exemption_no_contribution_of_a_student_goes_out() -> None:
    sue, ann, other = student(), people.person(), staff(email="first@example.net")
    with pytest.raises(Refused, match="education record"):
        filed(other, sue, clauses=WORK)
    one, officer = ready(ann)  # no student when she was named, and one before it is given out
    with entered(ACCOUNT, ann.viewer):
        become_student(ann.subject)
    with pytest.raises(Refused, match="education record"):
        do(officer, "release", reference=one)
    assert people.column("privacy_disclosure", "purpose").count("legal") == 0


def test_an_exemption_goes_with_the_paper_that_carries_it() -> None:
    sue, officer = student(), staff()
    for wrong in ("emergency", "audit", "no such line"):
        with pytest.raises(Refused, match="exemption"):
            filed(officer, sue, clauses=WORK, exemption=wrong)


def test_on_consent_nothing_leaves_before_each_student_signed() -> None:
    sue = student()
    one, officer = ready(sue, exemption="consent")
    with pytest.raises(Refused, match="signed and dated"):
        do(officer, "release", reference=one)
    sent = {"do": "consent", "address": sue.email, "filed": "Folder 9"}
    today = clock.today().isoformat()
    browser = officer.browser()
    wrongs = (
        sent, sent | {"signed_date": "2999-01-01"}, sent | {"signed_date": today, "filed": " "},
        sent | {"signed_date": today, "address": "nobody@example.org"},
    )  # fmt: skip
    page = f"/desk/demands/{one}"
    assert [browser.post(page, wrong).status_code for wrong in wrongs] == [422] * 4
    assert browser.post(page, sent | {"signed_date": today}).status_code == 302
    assert "consent filed: Folder 9" in words(browser.get(page))
    assert do(officer, "release", reference=one).digest
    assert people.column("desk_demandperson", "consent") == ["Folder 9"]
