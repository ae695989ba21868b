"""Editors say who teaches, on a page and by a command; loading a course and the demonstration."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from salerno.policy.purposes import COMMUNITY, COURSES, EDITORIAL
from salerno.privacy import rights
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import actions as accounts
from salerno.services.accounts import demo as people_of_demo
from salerno.services.accounts.demo import confirm
from salerno.services.accounts.queries import subject_of_address
from salerno.services.accounts.values import Role
from salerno.services.courses import actions, demo, models, queries
from salerno.services.courses.demo import FILES
from salerno.services.courses.tests.making import (
    EDITOR,
    Made,
    hand_in,
    learner,
    new_course,
    somebody,
)
from salerno.services.discuss import queries as discuss
from tests.people import Person, stored, words

ROWS = ("courses_enrolment", "courses_unitprogress", "courses_attempt", "courses_answer")


def editor() -> Person:
    """Somebody who edits, with two factors."""
    made = somebody("Edith")
    with entered(AUTHENTICATE, made.viewer):
        accounts.give_role(by=made.viewer, subject=made.subject, role=Role.EDITOR)
        confirm(by=made.viewer, subject=made.subject, with_factor=True)
    return made


def taught_by(made: Made) -> tuple[int, ...]:
    """Who teaches a course."""
    with entered(COURSES, EDITOR):
        return queries.teachers(made.course.scope)


def test_an_editor_lets_somebody_teach_and_ends_it(course: Made) -> None:
    tess, page = somebody("Tess"), "/desk/courses/heart-sounds"
    browser = editor().browser()
    assert course.course.title in words(browser.get("/desk/courses"))
    answer = browser.post(page, {"do": "assign", "address": tess.email})
    assert (answer.status_code, taught_by(course)) == (302, (tess.subject,))
    assert tess.browser().get(f"{course.address}/teach").status_code == 200
    answer = browser.post(page, {"do": "release", "subject": tess.subject})
    assert (answer.status_code, taught_by(course)) == (302, ())
    assert tess.browser().get(f"{course.address}/teach").status_code == 404


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"do": "assign", "address": "nobody@example.org"}, 422),
        ({"do": "assign", "address": "x"}, 422),
        ({"do": "assign", "address": "a\x00@example.org"}, 422),
        ({"do": "release", "subject": "me"}, 400),
        ({"do": "release"}, 400),
        ({}, 400),
    ],
)
def test_what_names_nobody_changes_nothing(course: Made, sent: dict[str, str], status: int) -> None:
    answer = editor().browser().post("/desk/courses/heart-sounds", sent)
    assert (answer.status_code, taught_by(course)) == (status, ())


def test_the_command_lists_loads_and_says_who_teaches(course: Made) -> None:
    tess, said = somebody("Tess"), io.StringIO()
    call_command("courses", "teacher", "heart-sounds", tess.email, stdout=said)
    assert taught_by(course) == (tess.subject,)
    call_command("courses", "list", stdout=said)
    assert "heart-sounds" in said.getvalue()
    call_command("courses", "teacher", "heart-sounds", tess.email, "--end", stdout=said)
    assert taught_by(course) == ()
    call_command("courses", "load", str(FILES / "second"), stdout=said)
    assert models.Course.objects.count() == 2
    for wrong in (
        ("teacher", "heart-sounds", "nobody@example.org"), ("teacher", "none", tess.email),
        ("load", str(FILES / "second")), ("load", "/nowhere"),
    ):  # fmt: skip
        with pytest.raises(CommandError):
            call_command("courses", *wrong, stdout=said)


def test_a_course_is_published_once_at_an_address(course: Made) -> None:
    with entered(EDITORIAL, EDITOR), pytest.raises(Refused) as refused:
        actions.publish_course(by=EDITOR, new=new_course("heart-sounds"))
    assert (refused.value.status, models.Course.objects.count()) == (409, 1)


def test_nobody_is_younger_than_the_pack_lets_anybody_be(course: Made) -> None:
    with entered(EDITORIAL, EDITOR):
        actions.publish_course(by=EDITOR, new=new_course("for-all", min_age=3))
    assert models.Course.objects.get(slug="for-all").min_age == 13


def test_the_demonstration_is_loaded_once_and_only_where_courses_are_taught(pack: str) -> None:
    people_of_demo.load()
    demo.load()
    first = (models.Course.objects.count(), [stored()[one] for one in ROWS])
    demo.load()
    assert (models.Course.objects.count(), [stored()[one] for one in ROWS]) == first
    if pack != "school":
        assert first == (0, [0, 0, 0, 0])
        return
    assert (first[0], first[1][0]) == (3, 15)
    with entered(AUTHENTICATE, Viewer.job("test")):
        member = subject_of_address("member@example.org")
    with entered(COMMUNITY, Viewer(member)):
        thread = discuss.thread_of("/courses/reading-a-test/discussion")
    assert thread is not None
    assert thread.count == len(tomllib.loads((FILES / "posts.toml").read_text())["posts"])


def test_an_erasure_leaves_nothing_of_a_learner(course: Made) -> None:
    ann, browser = learner("Ann", course)
    browser.get(f"{course.address}/units/1")
    hand_in(ann, browser, course)
    ben, ben_browser = learner("Ben", course)
    hand_in(ben, ben_browser, course)
    before = [stored()[one] for one in ROWS]
    rights.erase(ann.subject, ground="test")
    assert (before, [stored()[one] for one in ROWS]) == ([2, 1, 2, 8], [1, 0, 1, 4])


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("", 9),
        ("/units/1", 8),
        ("/quiz", 10),
        ("/quiz/1", 10),
        ("/quiz/attempts/1", 11),
        ("/progress", 9),
        ("/discussion", 14),
    ],
)
def test_no_page_asks_more_because_others_learn_too(
    course: Made, path: str, most: int, django_assert_max_num_queries: object
) -> None:
    ann, browser = learner("Ann", course)
    hand_in(ann, browser, course)
    browser.post(f"{course.address}/quiz", {"do": "start"})
    address = f"{course.address}{path}"
    browser.get(address)
    assert callable(django_assert_max_num_queries)
    with django_assert_max_num_queries(most) as alone:
        browser.get(address)
    for name in ("Ben", "Cleo"):
        other, client = learner(name, course)
        hand_in(other, client, course)
    browser.get(address)
    with django_assert_max_num_queries(most) as among:
        assert browser.get(address).status_code == 200
    assert len(among) == len(alone)


def test_a_folder_that_is_none_is_named(tmp_path: Path, pack: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("courses", "load", str(tmp_path))
    assert ("course.toml" in str(refused.value)) or pack != "school"
