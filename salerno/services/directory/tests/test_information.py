"""Directory information: the published fields, of those who did not refuse, and no word more."""

from __future__ import annotations

import csv
import io
from dataclasses import fields

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import ACCOUNT, DIRECTORY, DIRECTORY_INFORMATION
from salerno.privacy import disclose, rights
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Reach
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import RECORD
from salerno.privacy.subjects import reopen
from salerno.services.accounts.values import Role
from salerno.services.courses.tests.making import Made
from salerno.services.directory import queries
from salerno.services.directory.formats.release import table
from salerno.services.directory.models import MailedRefusal
from salerno.services.directory.tests.scene import (
    BODY,
    FOR,
    account,
    archive_of,
    asked,
    enrolled,
    given_out,
    join,
    leave,
    names,
    officer,
    protect,
    refuse,
    school,
    told_of,
)
from salerno.services.directory.values import Listed
from tests.people import Person, column, stored, words

pytestmark = school

ALL = ("name", "photograph", "city", "state", "country", "course", "dates")
NOTHING = "We say nothing about anybody of this name."
BEYOND = ("profession", "specialty", "email", "score", "biography", "subject", "certificate", "")


def received(who: Person) -> list[tuple[str, tuple[str, ...], str]]:
    """What somebody reads of what went out: to whom, which fields, what for."""
    with entered(ACCOUNT, who.viewer):
        return [(one.recipient, one.fields, one.ground) for one in disclose.received(who.subject)]


def inquire(browser: Client, name: str) -> str:
    """What the desk's page says to an inquiry, without the form."""
    sent = {"recipient": BODY, "purpose": FOR, "name": name}
    page = words(browser.post("/desk/directory/inquiry", sent))
    start = page.index("The answer")
    return page[start : page.index("Does somebody study here?")]


@pytest.mark.clause("H-65", "works")
def test_a_release_holds_the_fields_asked_for_leaves_out_who_refused_and_is_in_the_ledger(
    course: Made,
) -> None:
    ann, ben = enrolled("Ann", course), enrolled("Ben", course)
    refuse(ben, DIRECTORY_INFORMATION)
    [one] = given_out(asked("name", "city", "course"))
    assert one.said(("name", "city", "course")) == {
        "name": "Ann Quill", "city": "Worcester", "course": course.course.title,
    }  # fmt: skip
    assert received(ann) == [(BODY, ("course", "name", "shown_city"), f"{BODY}: {FOR}")]
    assert received(ben) == []
    with entered(DIRECTORY_INFORMATION, Viewer.visitor()):
        [line] = queries.releases()
    assert (line.recipient, line.purpose, line.fields, line.people) == (
        BODY, FOR, ("name", "city", "course"), 1,
    )  # fmt: skip


@pytest.mark.clause("H-65", "refused")
@pytest.mark.parametrize("beyond", BEYOND)
def test_a_field_outside_the_definition_is_refused_also_as_a_filter(
    course: Made, beyond: str
) -> None:
    ann = enrolled("Ann", course)
    for what in (asked("name", beyond), asked("name", narrowed={beyond: "nurse"})):
        with pytest.raises(Refused) as refusal:
            given_out(what)
        assert refusal.value.status == 422
    assert received(ann) == []
    with entered(DIRECTORY_INFORMATION, Viewer.visitor()):
        assert queries.releases() == []


def test_the_definition_is_the_published_one_and_the_statement_says_it() -> None:
    assert queries.definition() == ALL
    text = words(Client().get("/ferpa")).lower()
    said = ("your name", "photograph", "city", "state", "country", "course", "its dates")
    assert [one in text for one in said] == [True] * len(said)
    held = {one.name for one in fields(Listed)} - {"subject", "from_date", "to_date"}
    assert held | {"dates"} == set(ALL)


def test_minors_strangers_and_lines_kept_to_oneself_are_not_given_out(course: Made) -> None:
    enrolled("Ann", course, location=Reach.ME)
    enrolled("Ben", course, name=Reach.ME)
    protect(enrolled("Cy", course))
    account("Dora")
    [one] = given_out(asked("name", "city", "state", "country"))
    assert one.said(("name", "city", "state", "country")) == {
        "name": "Ann Quill", "city": "", "state": "", "country": "",
    }  # fmt: skip
    assert [told_of(f"{one} Quill") for one in ("Ben", "Cy", "Dora")] == [[], [], []]


def test_a_minor_from_before_this_use_was_in_the_policy_is_not_given_out(course: Made) -> None:
    ann, cy = enrolled("Ann", course), enrolled("Cy", course)
    protect(cy)
    with entered(ACCOUNT, cy.viewer):
        reopen(cy.subject, DIRECTORY_INFORMATION, "no_basis")  # as if nobody had closed it
    assert names(asked("name")) == ["Ann Quill"]
    assert (told_of("Cy Quill"), received(cy), len(received(ann))) == ([], [], 1)


def test_a_list_is_narrowed_by_course_and_place_and_holds_those_who_left(
    course: Made, other: Made
) -> None:
    enrolled("Ann", course)
    ben = enrolled("Ben", other)
    leave(ben, other)
    assert names(asked("name", course=course.course.slug)) == ["Ann Quill"]
    assert names(asked("name", course=other.course.slug)) == ["Ben Quill"]
    assert names(asked("name", narrowed={"city": "worcester"})) == ["Ann Quill", "Ben Quill"]
    assert names(asked("name", narrowed={"city": "Boston"})) == []
    assert names(asked("name", course="nowhere")) == []


@pytest.mark.clause("H-66", "works")
def test_a_switch_and_a_letter_count_at_once_and_stand_after_leaving(course: Made) -> None:
    ann, ben, cy = (enrolled(one, course) for one in ("Ann", "Ben", "Cy"))
    assert told_of("Ann Quill") == [course.course.title]
    assert "May we give directory information about you" in words(ann.browser().get("/you/choices"))
    refuse(ann, DIRECTORY_INFORMATION)
    desk = officer()
    letter = {"email": ben.email, "scope": "both", "channel": "post", "evidence": "Folder 7"}
    assert desk.post("/desk/directory/refusal", letter).status_code == 302
    assert names(asked("name")) == ["Cy Quill"]
    for who in (ann, ben):
        leave(who, course)
        join(who, course)
        leave(who, course)
    assert [told_of(f"{one} Quill") for one in ("Ann", "Ben", "Cy")] == [
        [], [], [course.course.title],
    ]  # fmt: skip
    page = words(ben.browser().get("/you/choices"))
    assert page.count("by us, as you asked") == 2
    assert received(cy)[0][0] == BODY


@pytest.mark.clause("H-66", "refused")
def test_of_who_refused_the_answer_is_that_of_somebody_who_does_not_exist(course: Made) -> None:
    ann, ben = enrolled("Ann", course), enrolled("Ben", course)
    refuse(ann, DIRECTORY_INFORMATION)
    desk = officer()
    inquire(desk, "Nobody Quill")
    answers, counts = [], []
    for name in ("Ann Quill", "Nobody Quill", "ann quill", "x' OR 1=1 --", "Ann%"):
        with CaptureQueriesContext(connection) as made:
            answers.append(inquire(desk, name))
        counts.append(len(made))
    assert NOTHING in answers[0]
    assert answers == answers[:1] * 5
    assert counts == counts[:1] * 5
    assert received(ann) == []
    assert NOTHING not in inquire(desk, "Ben Quill")
    assert received(ben) == [(BODY, ("course", "dates", "name"), f"{BODY}: {FOR}")]


def test_a_refusal_outlasts_the_account_and_where_its_proof_is_filed_does_not(course: Made) -> None:
    ann = enrolled("Ann", course)
    letter = {"email": ann.email, "scope": "both", "channel": "post", "evidence": "Ann’s letter"}
    officer().post("/desk/directory/refusal", letter)
    assert column("directory_mailedrefusal", "evidence") == ["Ann’s letter"]
    rights.erase(ann.subject, ground="asked")
    with entered(RECORD, Viewer.job("test")):
        [kept] = MailedRefusal.objects.all()
    assert (kept.scope, kept.channel, kept.evidence) == ("both", "post", "")
    assert kept.owner_id != ann.subject
    assert (told_of("Ann Quill"), names(asked("name"))) == ([], [])


def test_the_desk_sends_an_archive_that_holds_a_list_and_no_formula(course: Made) -> None:
    ann = enrolled("Ann", course)
    ann.browser().post("/you/profile", {"name": "=HYPERLINK(1)", "name_audience": "3"})
    sent = {"recipient": BODY, "purpose": FOR, "which": ["name", "photograph", "dates"]}
    answer = officer().post("/desk/directory/release", sent)
    assert answer.headers["Content-Type"] == "application/zip"
    files = archive_of(answer)
    assert list(files) == ["directory.csv"]
    [line] = csv.DictReader(io.StringIO(files["directory.csv"].decode()))
    assert (line["name"], line["photograph"]) == ("'=HYPERLINK(1)", "")
    assert list(line) == ["name", "photograph", "dates"]
    assert "name" in table([], ("name",))


def test_only_the_privacy_desk_gives_out_and_bad_input_gives_out_nothing(course: Made) -> None:
    ann = enrolled("Ann", course)
    sent = {"recipient": BODY, "purpose": FOR, "which": ["name"]}
    others = [ann.browser(), officer(Role.EDITOR), officer(Role.ADMIN)]
    codes = [one.post("/desk/directory/release", sent).status_code for one in others]
    codes += [one.get("/desk/directory").status_code for one in others]
    assert codes == [403] * 6
    desk = officer()
    wrongs = (
        sent | {"which": ["score"]}, sent | {"which": []}, sent | {"recipient": ""},
        sent | {"purpose": "x" * 200}, sent | {"course": "not a slug"},
        sent | {"recipient": "a\x00b"},
    )  # fmt: skip
    assert [desk.post("/desk/directory/release", one).status_code for one in wrongs] == [422] * 6
    assert desk.post("/desk/directory/release", sent | {"profession": "nurse"}).status_code == 400
    letter = {"email": ann.email, "scope": "all", "channel": "post", "evidence": "7"}
    refusals = (letter, letter | {"scope": "both", "email": "x@example.org"}, {"email": ""})
    codes = [desk.post("/desk/directory/refusal", one).status_code for one in refusals]
    assert codes == [422] * 3
    assert (received(ann), stored()["directory_mailedrefusal"]) == ([], 0)


def test_what_is_given_out_costs_the_same_for_one_and_for_three(course: Made) -> None:
    counts = []
    for name in ("Ann", "Ben", "Cy"):
        enrolled(name, course)
        with entered(DIRECTORY_INFORMATION, Viewer.job("test")):
            queries.listed(asked(*ALL))
            with CaptureQueriesContext(connection) as made:
                queries.listed(asked(*ALL))
        counts.append(len(made))
    assert counts == [3, 3, 3]


def test_keeping_out_of_the_list_alone_does_not_refuse_directory_information(course: Made) -> None:
    ann = enrolled("Ann", course)
    refuse(ann, DIRECTORY)
    assert told_of("Ann Quill") == [course.course.title]
