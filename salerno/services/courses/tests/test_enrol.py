"""Coming in: what is needed is told before, what is accepted leaves receipts, leaving ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from salerno.policy.purposes import ACCOUNT, COURSES
from salerno.privacy import choices, clock, facts, places
from salerno.privacy.context import Viewer, entered
from salerno.privacy.models import Subject
from salerno.privacy.purposes import RECORD
from salerno.privacy.subjects import is_open, keeping
from salerno.services.accounts import actions as accounts
from salerno.services.courses import actions, models, queries
from salerno.services.courses.actions.enrol import Accepted
from salerno.services.courses.tests.making import (
    SECRET,
    Made,
    accepted,
    learner,
    made_course,
    move,
    somebody,
)
from salerno.services.courses.values import Need
from tests import people
from tests.people import Person, column, stored, words


def stand(who: Person) -> tuple[choices.Standing, ...]:
    """Where somebody's choices stand."""
    with entered(ACCOUNT, who.viewer):
        return choices.standing(who.subject)


def is_in(who: Person, made: Made) -> bool:
    """Whether somebody has a place in a course."""
    with entered(COURSES, who.viewer):
        return places.has_place(who.subject, made.course.scope)


def happened(kind: str) -> int:
    """How often something happened."""
    with entered(RECORD, Viewer.job("test")):
        return len(facts.since(0, [kind]))


@pytest.mark.clause("H-15", "works")
def test_what_a_course_needs_is_told_with_its_reason_before_anybody_enrols(course: Made) -> None:
    need = {"line": "profession", "reason": "Examples are chosen by it."}
    move(course, needs=[need])
    page = words(somebody("Ann").browser().get(f"{course.address}/enrol"))
    assert ("Your profession" in page, need["reason"] in page, "18 years or older" in page) == (
        True, True, True,
    )  # fmt: skip
    assert stored()["courses_enrolment"] == 0


@pytest.mark.clause("H-15", "refused")
def test_without_it_this_course_is_refused_by_name_and_others_stay_open(
    course: Made, other: Made
) -> None:
    move(course, needs=[{"line": "profession", "reason": "Examples."}])
    ann = people.person()
    browser = ann.browser()
    refused = browser.post(f"{course.address}/enrol", accepted())
    said = words(refused)
    assert (refused.status_code, course.course.title in said, "Your profession" in said) == (
        422, True, True,
    )  # fmt: skip
    assert browser.post(f"{other.address}/enrol", accepted()).status_code == 302
    assert column("courses_enrolment", "course_id") == [other.course.id]
    with entered(ACCOUNT, ann.viewer):
        accounts.change_profile(by=ann.viewer, lines={"profession": "nurse"}, audiences={})
    assert browser.post(f"{course.address}/enrol", accepted()).status_code == 302


@pytest.mark.clause("H-57", "works")
def test_enrolment_opens_content_and_one_reads_ones_own_report(course: Made) -> None:
    _ann, browser = learner("Ann", course)
    unit = browser.get(f"{course.address}/units/1")
    assert (unit.status_code, SECRET in unit.content.decode()) == (200, True)
    browser.post(f"{course.address}/units/1/mark", {"do": "done"})
    report = words(browser.get(f"{course.address}/progress"))
    assert "1 of 3 units are done" in report


@pytest.mark.clause("H-57", "refused")
def test_without_enrolment_and_after_the_end_content_is_refused(course: Made, other: Made) -> None:
    outsider = learner("Otto", other)[1]
    paths = ("/units/1", "/units/1/files/talk.webm", "/quiz", "/quiz/1")
    shut = [outsider.get(f"{course.address}{one}") for one in paths]
    assert [one.status_code for one in shut] == [403] * len(paths)
    assert [SECRET in one.content.decode() for one in shut] == [False] * len(paths)
    _ann, browser = learner("Ann", course)
    assert browser.get(f"{course.address}/units/1").status_code == 200
    move(course, ends_at=clock.now() - timedelta(minutes=1))
    over = [browser.get(f"{course.address}{one}") for one in paths]
    assert [one.status_code for one in over] == [403] * len(paths)
    assert "ended on" in words(over[0])
    assert browser.get(f"{course.address}/progress").status_code == 200


@pytest.mark.clause("H-49", "refused")
def test_what_a_course_teaches_is_not_reachable_from_its_public_pages(course: Made) -> None:
    visitor = Client()
    public = [visitor.get("/courses"), visitor.get(course.address)]
    assert [(one.status_code, SECRET in one.content.decode()) for one in public] == [
        (200, False), (200, False),
    ]  # fmt: skip
    assert [f"{course.address}/units" in one.content.decode() for one in public] == [False, False]
    paths = ("/units/1", "/units/1/files/talk.webm", "/quiz", "/progress", "/discussion", "/teach")
    sent = [visitor.get(f"{course.address}{one}") for one in paths]
    assert [one.status_code for one in sent] == [302] * len(paths)
    assert {one.headers["Location"].partition("?")[0] for one in sent} == {"/sign-in"}


def test_each_use_that_was_accepted_leaves_a_receipt_and_nothing_else_is_on(course: Made) -> None:
    ann = somebody("Ann")
    before = {one.topic for one in stand(ann)}
    ann.browser().post(f"{course.address}/enrol", accepted())
    made = [one for one in stand(ann) if one.topic not in before]
    assert {(one.topic, one.state, one.point) for one in made} == {
        ("courses", "given", "courses.enrolment"), ("community", "given", "courses.enrolment"),
    }  # fmt: skip
    assert (is_open(ann.subject, COURSES), len({one.receipt for one in made})) == (True, 2)
    with entered(RECORD, ann.viewer):
        assert Subject.objects.get(pk=ann.subject).is_student
    assert (is_in(ann, course), happened("course.enrolled")) == (True, 1)


def test_twice_enrolled_is_once(course: Made) -> None:
    ann, browser = learner("Ann", course)
    again = browser.post(f"{course.address}/enrol", accepted())
    assert (again.status_code, stored()["courses_enrolment"]) == (302, 1)
    with entered(COURSES, ann.viewer):
        slug = course.course.slug
        assert actions.enrol(by=ann.viewer, slug=slug, accepted=Accepted(1, 1)) == ()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"agree": ""}, 422),
        ({"terms_version": "999"}, 409),
        ({"policy_version": "x"}, 422),
        ({"policy_version": "9" * 40}, 422),
        ({"terms_version": "1\x00"}, 422),
        ({"profession": "nurse"}, 400),
    ],
)
def test_what_was_not_accepted_as_shown_enrols_nobody(
    course: Made, sent: dict[str, str], status: int
) -> None:
    answer = somebody("Ann").browser().post(f"{course.address}/enrol", accepted(**sent))
    assert (answer.status_code, stored()["courses_enrolment"]) == (status, 0)


def test_who_is_too_young_is_refused_and_nothing_is_stored(course: Made) -> None:
    ann = somebody("Ann")
    with entered(ACCOUNT, ann.viewer), keeping("test"):
        Subject.objects.filter(pk=ann.subject).update(is_minor=True)
    move(course, min_age=21)
    old = somebody("Olga").browser().post(f"{course.address}/enrol", accepted())
    young = ann.browser().post(f"{course.address}/enrol", accepted())
    assert (old.status_code, young.status_code, stored()["courses_enrolment"]) == (403, 403, 0)
    move(course, min_age=18)
    assert ann.browser().post(f"{course.address}/enrol", accepted()).status_code == 403


def test_an_ended_course_takes_nobody(course: Made) -> None:
    move(course, ends_at=clock.now() - timedelta(days=1))
    answer = somebody("Ann").browser().post(f"{course.address}/enrol", accepted())
    assert (answer.status_code, "ended on" in words(answer)) == (403, True)
    assert stored()["courses_enrolment"] == 0


def test_leaving_closes_everything_but_ones_own_report_and_can_be_undone(course: Made) -> None:
    ann, browser = learner("Ann", course)
    browser.get(f"{course.address}/units/1")
    assert browser.post(f"{course.address}/leave").status_code == 302
    shut = [browser.get(f"{course.address}{one}").status_code for one in ("/units/1", "/quiz")]
    assert shut == [403, 403]
    assert browser.get(f"{course.address}/discussion").status_code == 404
    assert browser.get(f"{course.address}/progress").status_code == 200
    assert not is_in(ann, course)
    assert (browser.post(f"{course.address}/leave").status_code, happened("course.left")) == (
        302,
        1,
    )
    assert browser.post(f"{course.address}/enrol", accepted()).status_code == 302
    assert browser.get(f"{course.address}/units/1").status_code == 200
    assert stored()["courses_enrolment"] == 1


def test_who_never_came_cannot_leave(course: Made) -> None:
    browser = somebody("Ann").browser()
    assert browser.post(f"{course.address}/leave").status_code == 404
    assert browser.get(f"{course.address}/leave").status_code == 405
    assert browser.get("/courses/no-such").status_code == 404


def test_a_course_that_is_still_to_open_takes_people_and_shows_nothing(pack: str) -> None:
    if pack != "school":
        return
    later = made_course("later", opens_at=clock.now() + timedelta(days=5))
    _ann, browser = learner("Ann", later)
    answer = browser.get(f"{later.address}/units/1")
    assert (answer.status_code, "opens on" in words(answer)) == (403, True)
    assert models.Course.objects.count() == 1


def test_the_needs_of_a_course_are_read_from_its_column(course: Made) -> None:
    move(course, needs=[{"line": "specialty", "reason": "Why"}])
    with entered(COURSES, somebody("Ann").viewer):
        found = queries.seat(course.course.slug).course
    assert found.needs == (Need("specialty", "Why"),)


@pytest.mark.clause("H-49", "works")
def test_the_public_pages_lead_to_the_courses_without_an_account(course: Made) -> None:
    visitor = Client()
    pages = ("/", "/about", "/faq", "/companies", "/institutions", "/courses", "/sign-in")
    shown = [visitor.get(one) for one in pages]
    assert [one.status_code for one in shown] == [200] * len(pages)
    assert ['href="/courses"' in one.content.decode() for one in shown[:6]] == [True] * 6
    assert f'href="{course.address}"' in shown[5].content.decode()


def test_ones_own_page_names_the_course_and_not_its_number(course: Made) -> None:
    _ann, browser = learner("Ann", course)
    page = words(browser.get("/you"))
    assert f"place: {course.course.title}" in page.replace("Place:", "place:")
    assert "course:" not in page
