"""Who sees whose work: teachers their course's, institutions what was agreed, others nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from salerno.policy.purposes import COURSES, EDITORIAL, INSTITUTION_REPORTS, PARTNER
from salerno.privacy import audit, choices
from salerno.privacy.context import entered
from salerno.privacy.subjects import tie
from salerno.services.courses import actions, queries
from salerno.services.courses.tests.making import (
    EDITOR,
    Made,
    hand_in,
    learner,
    somebody,
    teacher,
)
from tests.people import Person, words


def looks(who: Person) -> list[tuple[str, str]]:
    """Who looked at somebody, and why."""
    with entered(COURSES, who.viewer):
        return [(one.role, one.reason) for one in audit.looks_at(who.subject)]


@pytest.mark.clause("H-59", "works")
def test_a_teacher_reads_progress_and_scores_and_the_learner_sees_who_looked(course: Made) -> None:
    ann, browser = learner("Ann", course)
    browser.post(f"{course.address}/units/1/mark", {"do": "done"})
    hand_in(ann, browser, course)
    assert looks(ann) == []
    _tess, teaching = teacher("Tess", course)
    page = words(teaching.get(f"{course.address}/teach"))
    assert ("Ann Quill" in page, "1 of 3" in page, "100%" in page) == (True, True, True)
    one = words(teaching.get(f"{course.address}/teach/{ann.subject}"))
    assert ("Ann Quill" in one, "6 of 6" in one) == (True, True)
    role = f"A teacher of “{course.course.title}”"
    assert looks(ann) == [
        (role, "Read your report: units, attempts and scores."),
        (role, "Read the list of learners with their progress and scores."),
    ]
    assert role in words(browser.get("/you/looked"))


@pytest.mark.clause("H-59", "refused")
def test_a_facilitator_of_another_course_meets_nobody_here(course: Made, other: Made) -> None:
    ann, browser = learner("Ann", course)
    hand_in(ann, browser, course)
    learner("Olga", other)
    fay, facilitating = teacher("Fay", other)
    paths = ("/teach", f"/teach/{ann.subject}", "/discussion")
    shut = [facilitating.get(f"{course.address}{one}") for one in paths]
    assert [one.status_code for one in shut] == [404] * len(paths)
    own = words(facilitating.get(f"{other.address}/teach"))
    assert ("Olga Quill" in own, "Ann Quill" in own) == (True, False)
    assert facilitating.get(f"{other.address}/teach/{ann.subject}").status_code == 404
    with entered(COURSES, fay.viewer):
        found = queries.roster(course.course)
    assert ([one.subject for one in found], looks(ann)) == ([], [])


def test_outsiders_and_classmates_read_nobodys_work(course: Made, other: Made) -> None:
    ann, browser = learner("Ann", course)
    hand_in(ann, browser, course)
    ben = learner("Ben", course)
    otto = learner("Otto", other)
    for person, client in (ben, otto):
        shut = [
            client.get(f"{course.address}{one}").status_code
            for one in ("/teach", f"/teach/{ann.subject}")
        ]
        with entered(COURSES, person.viewer):
            met = [one.subject for one in queries.roster(course.course)]
        assert (shut, met) == ([404, 404], [])
    visitor = Client().get(f"{course.address}/teach")
    assert (visitor.status_code, visitor.headers["Location"].startswith("/sign-in")) == (302, True)


def test_who_left_is_on_no_list_and_who_teaches_no_longer_has_none(course: Made) -> None:
    ann, browser = learner("Ann", course)
    learner("Ben", course)
    tess, teaching = teacher("Tess", course)
    browser.post(f"{course.address}/leave")
    page = words(teaching.get(f"{course.address}/teach"))
    assert ("Ann Quill" in page, "Ben Quill" in page) == (False, True)
    assert teaching.get(f"{course.address}/teach/{ann.subject}").status_code == 404
    with entered(EDITORIAL, EDITOR):
        actions.release_teacher(by=EDITOR, slug=course.course.slug, subject=tess.subject)
    assert teaching.get(f"{course.address}/teach").status_code == 404


def test_an_institution_reads_what_was_agreed_and_no_more(course: Made) -> None:
    ann, browser = learner("Ann", course)
    hand_in(ann, browser, course)
    ben, ben_browser = learner("Ben", course)
    hand_in(ben, ben_browser, course)
    pat, rival = somebody("Pat"), somebody("Rival")
    for one in (ann, ben):
        with entered(COURSES, one.viewer):
            tie(one.subject, pat.subject, PARTNER, scope="institution:1")
    with entered(COURSES, ann.viewer):
        choices.choose(ann.subject, choices.ask(INSTITUTION_REPORTS), choices.State.GIVEN)
    people = [ann.subject, ben.subject]
    with entered(INSTITUTION_REPORTS, pat.viewer):
        told = queries.participation(people)
    with entered(INSTITUTION_REPORTS, rival.viewer):
        nothing = queries.participation(people)
    assert [(one.subject, one.done, one.units, one.percent) for one in told] == [
        (ann.subject, 0, 3, 100)
    ]
    assert nothing == []
    client = pat.browser()
    shut = [client.get(f"{course.address}{one}") for one in ("/teach", f"/teach/{ann.subject}")]
    assert [one.status_code for one in shut] == [404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_the_roster_takes_as_many_statements_for_three_as_for_one(
    course: Made, count: int, django_assert_num_queries: object
) -> None:
    for number in range(count):
        learner(f"Ann{number}", course)
    tess, _browser = teacher("Tess", course)
    assert callable(django_assert_num_queries)
    with entered(COURSES, tess.viewer), django_assert_num_queries(5):
        found = queries.roster(course.course)
    assert len(found) == count


def test_the_desk_is_for_editors(course: Made) -> None:
    browser = learner("Ann", course)[1]
    pages = [browser.get(one) for one in ("/desk/courses", "/desk/courses/heart-sounds")]
    assert [one.status_code for one in pages] == [403, 403]
