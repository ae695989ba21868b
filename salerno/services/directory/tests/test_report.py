"""An administrator of a partner reads who takes part and how they do, and nothing beside it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from salerno.policy.purposes import ACCOUNT, COMMUNITY, COURSES, INSTITUTION_REPORTS, LEGAL, PROFILE
from salerno.privacy import audit, disclose, law, subjects
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import GateError, Refused
from salerno.privacy.law import Basis
from salerno.privacy.registry import registry
from salerno.privacy.testing import expecting_refusals
from salerno.services.accounts import queries as accounts
from salerno.services.courses.models import Answer, Attempt, Enrolment, UnitProgress
from salerno.services.courses.tests.making import Made, hand_in
from salerno.services.directory.tests.scene import enrolled, leave, school
from salerno.services.institutions.actions import leave as leave_institution
from salerno.services.institutions.tests.partners import agreed, appointed, confirmed, partner
from tests import people
from tests.people import Person, stored, words

pytestmark = school

REPORT = "/institutions/sandhill/report"


def reader(slug: str = "sandhill") -> Person:
    """Somebody who reads the reports of a new institution."""
    return appointed(people.person(f"{slug}@example.org", "Report Reader"), partner(slug))


def reported(name: str, made: Made, slug: str = "sandhill") -> Person:
    """A learner with a result, who confirmed and agreed."""
    who = enrolled(name, made)
    hand_in(who, who.browser(), made)
    confirmed(who, slug, f"Quill, {name}")
    agreed(who)
    return who


def page(who: Person) -> str:
    """The words of the report as somebody finds it."""
    return words(who.browser().get(REPORT))


def rows(model: Any, who: Person, purpose: Any = INSTITUTION_REPORTS) -> int:
    """How many rows of a table a viewer meets."""
    with entered(purpose, who.viewer):
        return int(model.objects.count())


def looked(who: Person) -> list[tuple[str, str, tuple[str, ...]]]:
    """Who looked at somebody, as they read it."""
    with entered(ACCOUNT, who.viewer):
        return [(one.role, one.reason, one.clause_ids) for one in audit.looks_at(who.subject)]


@pytest.mark.clause("H-69", "works")
def test_a_report_has_its_declared_columns_and_each_person_reads_who_looked(course: Made) -> None:
    admin = reader()
    ann = reported("Ann", course)
    confirmed(enrolled("Ben", course), "sandhill", "Quill, Ben")
    said = page(admin)
    for one in ("Quill, Ann", course.course.title, "0 of 3", "100%", "pass it to nobody else"):
        assert one in said
    assert "Quill, Ben" not in said
    [(role, reason, clause_ids)] = looked(ann)
    assert (role, reason) == (
        "administrator of an institution", "report read by an administrator of Sandhill",
    )  # fmt: skip
    assert set(clause_ids) == {
        "institutions.affiliation", "courses.enrolment", "courses.progress", "courses.scores",
    }  # fmt: skip
    with entered(ACCOUNT, ann.viewer):
        [sent] = disclose.received(ann.subject)
    assert (sent.recipient, sent.fields) == ("Sandhill", ("courses", "known_as", "result", "units"))
    assert (sent.contract, sent.basis) == ("Agreement 7 of 2026", "consent")
    browser = ann.browser()
    assert "administrator of an institution" in words(browser.get("/you/looked"))
    assert "Sandhill" in words(browser.get("/you/received"))
    page(admin)
    assert len(looked(ann)) == 2


@pytest.mark.clause("H-69", "refused")
@pytest.mark.parametrize("end", ["left", "withdrawn", "never"])
def test_a_partner_with_no_or_an_ended_tie_gets_nothing(course: Made, end: str) -> None:
    admin = reader()
    ann = enrolled("Ann", course)
    hand_in(ann, ann.browser(), course)
    if end != "never":
        number = confirmed(ann, "sandhill", "Quill, Ann")
        agreed(ann)
        assert "Quill, Ann" in page(admin)
        if end == "left":
            with entered(ACCOUNT, ann.viewer):
                leave_institution(by=ann.viewer, affiliation=number)
        else:
            agreed(ann, is_given=False)
    before = len(looked(ann))
    assert "Nobody has confirmed and agreed." in page(admin)
    assert [rows(one, admin) for one in (Enrolment, UnitProgress, Attempt)] == [0, 0, 0]
    assert len(looked(ann)) == before


def test_an_administrator_gets_exactly_what_the_pack_says_and_no_more(course: Made) -> None:
    admin, ann = reader(), reported("Ann", course)
    assert [rows(one, admin) for one in (Enrolment, Attempt)] == [1, 1]
    assert stored()["courses_answer"] > 0
    with entered(INSTITUTION_REPORTS, admin.viewer), expecting_refusals(), pytest.raises(GateError):
        list(Answer.objects.values_list("given"))
    for purpose in (COURSES, COMMUNITY, PROFILE):
        with entered(purpose, admin.viewer):
            assert accounts.cards([ann.subject])[ann.subject].name == ""
    with entered(COURSES, admin.viewer):
        assert not Answer.objects.exists()
    browser = admin.browser()
    closed = [course.address + one for one in ("/participants", "/discussion", "/units/1", "/quiz")]
    assert [browser.get(one).status_code in (403, 404) for one in closed] == [True] * 4
    assert browser.get(f"/people/{ann.subject}").status_code == 404
    text = page(admin)
    for secret in ("ann@example.org", "Worcester", "Nurse", "Surgery"):
        assert secret not in text


def test_each_institution_reads_its_own_people(course: Made) -> None:
    here, there = reader(), reader("seaview")
    reported("Ann", course)
    reported("Ben", course, "seaview")
    found = words(there.browser().get("/institutions/seaview/report"))
    assert [("Quill, Ann" in one, "Quill, Ben" in one) for one in (page(here), found)] == [
        (True, False), (False, True),
    ]  # fmt: skip
    assert there.browser().get(REPORT).status_code == 404


def test_nobody_else_finds_that_there_is_such_a_report(course: Made) -> None:
    reader()
    ann = reported("Ann", course)
    assert ann.browser().get(REPORT).status_code == 404
    assert ann.browser().get("/institutions/nowhere/report").status_code == 404
    assert Client().get(REPORT).headers["Location"].startswith("/sign-in")
    assert ann.browser().post(REPORT, {}).status_code == 405
    assert looked(ann) == []


def test_whoever_left_the_course_is_said_to_have_left(course: Made) -> None:
    admin, ann = reader(), reported("Ann", course)
    leave(ann, course)
    assert "(left)" in page(admin)


def test_somebody_in_no_course_is_named_as_such(course: Made) -> None:
    admin, ann = reader(), people.person("ann@example.org", "Ann Quill")
    confirmed(ann, "sandhill", "Quill, Ann")
    agreed(ann)
    assert "In no course Quill, Ann" in page(admin)
    assert course.course.title not in page(admin)


SCORE = "courses.scores"


def send_score(who: Person, purpose: Any, recipient: str) -> None:
    """Let a score out, as a room would."""
    payload = disclose.Payload("test.score", {"result": registry().clauses[SCORE]})
    with entered(purpose, Viewer.job("test")):
        disclose.disclose(
            payload, recipient, {who.subject: {"result": "90 %"}}, ground="a test", is_handed=True
        )


@pytest.mark.clause("H-06", "works")
def test_the_flag_of_the_operator_and_of_the_learner_switch_the_protection_on(
    course: Made,
) -> None:
    ann, ben = enrolled("Ann", course), people.person("ben@example.org", "Ben Quill")
    assert law.in_force().settings["ferpa"] is True
    with entered(ACCOUNT, ann.viewer):
        layers = [subjects.layers_by_id(one.subject) for one in (ann, ben)]
    assert ["ferpa" in one for one in layers] == [True, False]
    hand_in(ann, ann.browser(), course)
    assert course.course.title in words(ann.browser().get("/you"))
    with entered(ACCOUNT, ann.viewer):
        ruled = subjects.grounds(ann.subject, [INSTITUTION_REPORTS])
        other = subjects.grounds(ben.subject, [INSTITUTION_REPORTS])
    assert Basis.CONSENT in ruled[INSTITUTION_REPORTS.id]
    assert Basis.CONSENT not in other[INSTITUTION_REPORTS.id]
    for one in (ann, ben):
        send_score(one, LEGAL, "authority")
    listed = "Listed in its record (34 CFR 99.32)"
    said = [words(one.browser().get("/you/received")) for one in (ann, ben)]
    assert [listed in one for one in said] == [True, False]


@pytest.mark.clause("H-06", "refused")
def test_a_score_leaves_neither_without_consent_nor_outside_an_exception(course: Made) -> None:
    ann = enrolled("Ann", course)
    hand_in(ann, ann.browser(), course)
    for purpose, recipient in (
        (INSTITUTION_REPORTS, "institution"), (LEGAL, "institution"), (LEGAL, "mail_carrier"),
    ):  # fmt: skip
        with pytest.raises(Refused):
            send_score(ann, purpose, recipient)
    with entered(ACCOUNT, ann.viewer):
        assert disclose.received(ann.subject) == ()
    agreed(ann)
    send_score(ann, INSTITUTION_REPORTS, "institution")
