"""The FERPA statement: what it says is what the pack flags, and each learner is told each year."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from salerno.policy import store
from salerno.policy.purposes import DIRECTORY_INFORMATION
from salerno.privacy import choices, clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.models import Subject
from salerno.privacy.purposes import RECORD
from salerno.privacy.subjects import keeping
from salerno.services.courses.tests.making import Made
from salerno.services.directory import jobs
from salerno.services.directory.tests.scene import (
    account,
    asked,
    enrolled,
    given_out,
    join,
    names,
    officer,
    refuse,
    told_of,
)
from tests import people
from tests.people import Person, column, letters, words

pytestmark = pytest.mark.usefixtures("school_only")
TITLE = "Your rights in education records"


def told() -> list[str]:
    """Whom the carrier has a letter about these rights to."""
    return sorted(one.to for one in letters() if one.subject == TITLE)


def no_student(who: Person) -> None:
    """The law on education records does not cover somebody."""
    with entered(RECORD, Viewer.job("test")), keeping("a test: not covered"):
        Subject.objects.filter(pk=who.subject).update(is_student=False)


@pytest.mark.clause("H-67", "works")
def test_every_learner_is_told_once_a_year_and_it_is_on_record(course: Made) -> None:
    ann, ben = enrolled("Ann", course), enrolled("Ben", course)
    account("Dora")
    refuse(ben, DIRECTORY_INFORMATION)  # a right to be told, whatever was chosen
    assert [jobs.send_notices(), jobs.send_notices()] == [2, 0]
    assert told() == [ann.email, ben.email]
    assert sorted(column("directory_rightsnotice", "owner_id")) == [ann.subject, ben.subject]
    assert set(column("directory_rightsnotice", "version")) == {store.pack().policy.version}
    assert "2 learners were told of these rights" in words(officer().get("/desk/directory"))
    with clock.clock_ahead(timedelta(days=364)):
        assert jobs.send_notices() == 0
    with clock.clock_ahead(timedelta(days=366)):
        assert jobs.send_notices() == 2


def test_the_statement_says_the_flags_of_the_pack_in_force() -> None:
    pack = store.pack()
    said = words(Client().get("/ferpa"))
    assert (
        "Directory information is your name, your photograph, your city, your state or region, "
        "your country, the course you take part in, its dates." in said
    )
    fewer = {**pack.policy.settings, "directory_fields": ("name", "course")}
    with store.under(replace(pack, policy=replace(pack.policy, settings=fewer))):
        said = words(Client().get("/ferpa"))
    assert "Directory information is your name, the course you take part in." in said
    assert "photograph" not in said


@pytest.mark.clause("H-68", "works")
def test_the_rule_is_the_same_for_whom_the_act_does_not_cover(course: Made) -> None:
    ann, ben, cy = (enrolled(one, course) for one in ("Ann", "Ben", "Cy"))
    for who in (ben, cy):
        no_student(who)
    [first, second, third] = given_out(asked("name", "city", "course"))
    assert {one.name for one in (first, second, third)} == {"Ann Quill", "Ben Quill", "Cy Quill"}
    refuse(ann, DIRECTORY_INFORMATION)
    refuse(cy, DIRECTORY_INFORMATION)
    assert names(asked("name")) == ["Ben Quill"]
    assert [told_of(f"{one} Quill") for one in ("Ann", "Cy")] == [[], []]


@pytest.mark.clause("H-68", "refused")
def test_in_the_union_nothing_is_given_out_before_a_yes(course: Made) -> None:
    ann = enrolled("Ann", course)
    eva, fay = (people.person(f"{one}@example.org", f"{one} Quill", "DE") for one in ("Eva", "Fay"))
    for who in (eva, fay):
        join(who, course)
    no_student(fay)
    assert (names(asked("name")), told_of("Eva Quill")) == (["Ann Quill"], [])
    for who in (eva, fay):
        who.browser().post("/you/choices", {DIRECTORY_INFORMATION.id: "on"})
    assert sorted(names(asked("name"))) == ["Ann Quill", "Eva Quill", "Fay Quill"]
    with entered(RECORD, Viewer.job("test")):
        given = choices.consents_to([ann.subject, eva.subject], DIRECTORY_INFORMATION)
    assert list(given) == [eva.subject]
    refuse(eva, DIRECTORY_INFORMATION)
    assert (told_of("Eva Quill"), sorted(names(asked("name")))) == ([], ["Ann Quill", "Fay Quill"])
