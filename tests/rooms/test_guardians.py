"""People from 13 to 17 in a course: a guardian is asked, approves, looks and withdraws."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from salerno.policy import store
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.models import Subject
from salerno.privacy.purposes import RECORD
from salerno.services.accounts import jobs
from salerno.services.courses.tests.making import Made, accepted, made_course
from tests import people
from tests.ground import pack
from tests.people import column, letters, link_in, registration, stored, words

__all__ = ["pack"]

GUARDIAN = "parent@example.org"


@pytest.fixture
def course(pack: str) -> Made:
    """A course that is open from 14 years."""
    if pack == "publisher":
        pytest.skip("This operator offers no courses.")
    return made_course("trials", min_age=14)


def teenager(course: Made) -> tuple[int, Client]:
    """Somebody of 15, come by the course's own link, whose address is confirmed."""
    page = Client().get(course.address).content.decode()
    link = page.split("register?program=")[1].split('"')[0]
    client = Client()
    born = {"birth_year": str(clock.today().year - 15), "email": "teen@example.org"}
    sent = registration(program=link, **born)
    assert client.post("/register", sent).status_code == 302
    client.post(link_in(letters()[0]))
    client.post("/sign-in", {"login": "teen@example.org", "password": people.PASSWORD})
    return max(column("accounts_user", "subject_id")), client


def asks(course: Made, client: Client) -> str:
    """Enrolling leads to the question; the guardian's letter is answered by its link."""
    way = client.get(f"{course.address}/enrol")
    assert way["Location"].startswith("/you/guardian/ask?program=")
    link = way["Location"].partition("program=")[2]
    sent = client.post("/you/guardian/ask", {"email": GUARDIAN, "program": link})
    assert sent["Location"] == "/you/guardian"
    return link_in(next(one for one in letters() if one.to == GUARDIAN))


def enrols(course: Made, client: Client) -> Any:
    """Send the form of enrolment."""
    return client.post(f"{course.address}/enrol", accepted())


@pytest.mark.clause("H-46", "works")
@pytest.mark.clause("H-44", "works")
def test_enrolment_waits_for_the_guardian_who_can_look_and_withdraw(course: Made) -> None:
    child, client = teenager(course)
    link = asks(course, client)
    assert enrols(course, client)["Location"] == "/you/guardian"
    assert (stored()["courses_enrolment"], "waits for an answer" in words(client.get("/you/guardian"))) == (0, True)  # fmt: skip  # noqa: E501
    parent = Client()
    page = words(parent.get(link))
    assert {one for one in ("New Reader", course.course.title, "Your name") if one in page} == {
        "New Reader", course.course.title, "Your name",
    }  # fmt: skip
    assert parent.post(link, {"do": "approve"}).status_code == 422
    assert parent.post(link, {"do": "approve", "is_guardian": "on"}).status_code == 302
    assert enrols(course, client)["Location"] == course.address
    assert column("courses_enrolment", "state") == ["active"]
    assert "guardian" in words(client.get("/you/looked")).lower()
    assert parent.post(link, {"do": "withdraw"}).status_code == 302
    assert column("courses_enrolment", "state") == ["left"]
    assert client.get(f"{course.address}/units/1").status_code in (302, 403)
    assert parent.post(link, {"do": "withdraw"}).status_code == 409
    assert child in column("accounts_guardian", "owner_id")


@pytest.mark.clause("H-46", "refused")
def test_no_answer_in_time_erases_what_waited(course: Made) -> None:
    child, client = teenager(course)
    link = asks(course, client)
    with clock.clock_ahead(timedelta(days=13)):
        assert jobs.end_unanswered() == 0
    with clock.clock_ahead(timedelta(days=15)):
        assert jobs.end_unanswered() == 1
        assert jobs.end_unanswered() == 0
    with entered(RECORD, Viewer.job("test")):
        assert Subject.objects.get(pk=child).state == Subject.State.ERASED
    assert column("accounts_guardian", "email") == []
    assert "teen@example.org" not in column("accounts_user", "email")
    assert Client().get(link).status_code == 404


@pytest.mark.clause("H-44", "refused")
def test_a_seventeen_year_old_is_refused_at_a_course_for_adults(course: Made) -> None:
    _child, client = teenager(course)
    adults = made_course("surgery", min_age=18)
    assert client.get(f"{adults.address}/enrol").status_code == 403
    assert enrols(adults, client).status_code == 403
    assert "register?program=" not in Client().get(adults.address).content.decode()
    assert stored()["courses_enrolment"] == 0


def test_a_guardian_is_somebody_else_and_a_link_is_ones_own(course: Made) -> None:
    _child, client = teenager(course)
    way = client.get(f"{course.address}/enrol")["Location"].partition("program=")[2]
    own = client.post("/you/guardian/ask", {"email": "teen@example.org", "program": way})
    bent = client.post("/you/guardian/ask", {"email": GUARDIAN, "program": way[:-2] + "xx"})
    wrong = client.post("/you/guardian/ask", {"email": "no address", "program": way})
    assert (own.status_code, bent.status_code, wrong.status_code) == (422, 403, 422)
    assert Client().get("/guardian/nonsense").status_code == 403
    adult = people.person("grown@example.org").browser()
    grown = adult.post("/you/guardian/ask", {"email": GUARDIAN, "program": way})
    assert (grown.status_code, stored()["accounts_guardian"]) == (409, 0)


def test_a_publisher_has_no_course_and_asks_nobody(pack: str) -> None:
    ann = people.person().browser()
    assert "Nobody was asked" in words(ann.get("/you/guardian"))
    assert ann.get("/you/guardian/ask").status_code == 403
    assert store.pack().policy.settings["program_min_age"] == 13
