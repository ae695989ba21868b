"""An institution that buys for its people: who orders, what opens for whom, and when it closes."""

from __future__ import annotations

from typing import Any

import pytest

from salerno.policy.purposes import ACCOUNT, BILLING, COMMUNITY
from salerno.privacy import clock
from salerno.privacy.context import entered
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import become_student
from salerno.services.access import queries as access
from salerno.services.access.values import Listed, Visit
from salerno.services.commerce.tests import scene
from salerno.services.commerce.tests.scene import JOB
from salerno.services.commerce.values import Kind, NewProduct
from salerno.services.courses.tests.making import Made
from salerno.services.institutions import actions, queries
from salerno.services.institutions.models import Organisation
from salerno.services.institutions.tests.partners import (
    agreed,
    appointed,
    claimed,
    confirmed,
    partner,
)
from salerno.services.programs import jobs
from salerno.services.programs import queries as seats
from salerno.services.programs.tests import scene as programs
from tests import people
from tests.ground import pack
from tests.people import Person, words
from tests.rooms.test_fees import course, enrol, is_open

__all__ = ["course", "pack"]

LICENCE = NewProduct("body", Kind.INSTITUTION, "For an institution", covers="article", months=12)
BILL = {"name": "Kim Buyer", "postcode": "02111", "country": "US", "coupon": ""}
SEATS = NewProduct("seats", Kind.SEATS, "Seats", months=12)
ARTICLE = Listed(7, "subscribed", "article")


def buyer(name: str = "kim", slug: str = "sandhill") -> Person:
    """Whoever the bills of a new institution go to."""
    return appointed(people.person(f"{name}@example.org", name.title()), partner(slug), bills=True)


def number(slug: str = "sandhill") -> int:
    """The number of an institution."""
    return Organisation.objects.get(slug=slug).pk


def through(who: Person) -> str:
    """By whose licence an article opens for somebody; "" where it does not."""
    with entered(COMMUNITY, who.viewer):
        return access.opening(ARTICLE, Visit(bodies=queries.own_bodies)).through


def ordered(who: Person, slug: str, **sent: Any) -> Any:
    """Order in a browser, and pay."""
    answer = who.browser().post(f"/plans/{slug}/order", BILL | sent)
    if answer.status_code == 302:
        scene.pay(who, answer["Location"].split("/")[3])
    return answer


def test_a_subscription_of_an_institution_opens_for_those_who_confirmed() -> None:
    kim, ann, ben = buyer(), people.person(), people.person("ben@example.org", "Ben")
    buyer("lou", "seaview")
    scene.product(LICENCE, 240_000)
    mine = confirmed(ann, "sandhill")
    confirmed(ben, "seaview")
    assert "Sandhill" in words(kim.browser().get("/plans/body"))
    assert ordered(kim, "body", body=str(number())).status_code == 302
    assert (through(ann), through(ben), through(kim)) == ("Sandhill", "", "")
    with entered(ACCOUNT, ann.viewer):
        actions.leave(by=ann.viewer, affiliation=mine)
    assert through(ann) == ""


@pytest.mark.parametrize("given", ["0", "-1", "x", "9" * 30, "1\0", "theirs"])
def test_nobody_orders_for_an_institution_whose_bills_go_elsewhere(given: str) -> None:
    kim, ann = buyer(), people.person()
    buyer("lou", "seaview")
    scene.product(LICENCE, 240_000)
    theirs = number("seaview")
    sent = str(theirs) if given == "theirs" else given
    assert ordered(kim, "body", body=sent).status_code in {400, 422}
    assert ordered(ann, "body", body=sent, organisation="Seaview").status_code == 400
    assert "Seaview" not in words(kim.browser().get("/plans/body"))
    for who, slug in ((kim, "body"), (ann, "body")):
        with entered(BILLING, who.viewer), pytest.raises(Refused):
            scene.place(who, slug=slug, organisation="Seaview", organisation_id=theirs)
    assert scene.rows("commerce_order") == 0


def bought(kim: Person, count: int) -> None:
    """Seats that the billing contact buys in the shop."""
    scene.product(SEATS, 18_000)
    answer = ordered(kim, "seats", body=str(number()), quantity=str(count))
    assert answer.status_code == 302


def take(who: Person, made: Made, slug: str = "sandhill") -> int:
    """Take a seat of an institution in a course; the status of the answer."""
    where = f"/institutions/{slug}/seats/{made.course.item_id}"
    return int(who.browser().post(where).status_code)


@pytest.mark.clause("H-50", "works")
def test_an_institution_has_seats_cohorts_a_billing_contact_and_a_report(course: Made) -> None:
    kim = buyer()
    lou = appointed(people.person("lou@example.org", "Lou"), "sandhill")
    bought(kim, 2)
    ann, ben = people.person(), people.person("ben@example.org", "Ben")
    for who, known_as in ((ann, "Quill, Ann"), (ben, "Quill, Ben")):
        confirmed(who, "sandhill", known_as, "Spring")
    assert enrol(ann, course).status_code == 403
    assert "Sandhill has a seat free" in words(ann.browser().get(course.address))
    assert (take(ann, course), take(ann, course)) == (302, 409)
    assert enrol(ann, course).status_code == 302
    assert is_open(ann, course)
    agreed(ann)
    page = words(kim.browser().get("/institutions/sandhill"))
    for said in ("Spring 0 2", "2 paid, 1 taken in courses, 1 free.", "The bills go to you"):
        assert said in page
    assert "The bills go to somebody else" in words(lou.browser().get("/institutions/sandhill"))
    report = words(kim.browser().get("/institutions/sandhill/report"))
    assert ("Quill, Ann" in report, course.course.title in report) == (True, True)
    assert "In no course Quill, Ben" in report


@pytest.mark.clause("H-50", "refused")
def test_an_administrator_sees_their_own_cohort_once_it_was_told_and_nobody_else(
    course: Made,
) -> None:
    buyer()
    buyer("max", "seaview")
    lou = appointed(people.person("lou@example.org", "Lou"), "sandhill", cohort="Spring")
    here = ("Ann", "Spring", "sandhill"), ("Ben", "Autumn", "sandhill"), ("Cy", "Spring", "seaview")
    for name, cohort, slug in here:
        who = people.person(f"{name.lower()}@example.org", f"{name} Quill")
        confirmed(who, slug, f"Quill, {name}", cohort)
        agreed(who)
    for name in ("Dee", "Eve"):
        who = people.person(f"{name.lower()}@example.org", f"{name} Quill")
        with entered(ACCOUNT, who.viewer):
            become_student(who.subject)
        put = claimed if name == "Dee" else confirmed
        put(who, "sandhill", f"Quill, {name}", "Spring")
        agreed(who, name == "Dee")
    report = words(lou.browser().get("/institutions/sandhill/report"))
    named = [one for one in ("Ann", "Ben", "Cy", "Dee", "Eve") if f"Quill, {one}" in report]
    assert named == ["Ann"]
    for where in ("/institutions/seaview", "/institutions/seaview/report"):
        assert lou.browser().get(where).status_code == 404


def test_the_last_seat_is_taken_once_and_goes_to_another_when_it_is_left(course: Made) -> None:
    bought(buyer(), 1)
    buyer("max", "seaview")
    ann, ben, cy = (people.person(f"{one}@example.org", one) for one in ("ann", "ben", "cy"))
    mine = confirmed(ann, "sandhill")
    for who, slug in ((ben, "sandhill"), (cy, "seaview")):
        confirmed(who, slug)
    assert (take(cy, course), take(cy, course, "seaview")) == (404, 409)
    assert (take(ann, course), take(ben, course)) == (302, 409)
    enrol(ann, course)
    assert is_open(ann, course)
    gone = f"/you/seats/{course.course.item_id}/give-back"
    assert ben.browser().post(gone).status_code == 404
    with entered(ACCOUNT, ann.viewer):
        actions.leave(by=ann.viewer, affiliation=mine)
    assert not is_open(ann, course)
    assert (take(ann, course), take(ben, course)) == (404, 302)
    assert "A seat of your institution" in words(ben.browser().get(course.address))
    assert ben.browser().post(gone).status_code == 302
    with entered(ACCOUNT, ben.viewer):
        assert not seats.sits(course.course.item_id)
    assert take(ben, course) == 302


def test_seats_that_are_paid_no_longer_close_those_taken_last(course: Made) -> None:
    kim = buyer()
    bought(kim, 1)
    [first] = people.column("commerce_order", "number")
    ordered(kim, "seats", body=str(number()), quantity="1", postcode="02112")
    ann, ben = people.person(), people.person("ben@example.org", "Ben")
    for who in (ann, ben):
        confirmed(who, "sandhill")
        assert take(who, course) == 302
        enrol(who, course)
    assert (is_open(ann, course), is_open(ben, course), jobs.tend()) == (True, True, 0)
    scene.give_back(str(first), 18_000)
    assert (jobs.tend(), jobs.tend()) == (1, 0)
    assert (is_open(ann, course), is_open(ben, course)) == (True, False)
    with clock.clock_ahead(400 * scene.DAY):
        assert not is_open(ann, course)


@pytest.mark.parametrize("sent", [{"quantity": "0"}, {"quantity": "x"}, {"quantity": "1e9"}, {}])
def test_seats_are_ordered_for_an_institution_in_whole_numbers(sent: dict[str, str]) -> None:
    kim, ann = buyer(), people.person()
    scene.product(SEATS, 18_000)
    assert ordered(kim, "seats", body=str(number()), **sent).status_code == 422
    assert ordered(kim, "seats", quantity="1").status_code == 422
    assert "whoever receives the bills" in words(ann.browser().get("/plans/seats"))
    assert ordered(ann, "seats", quantity="1").status_code == 422
    assert scene.rows("commerce_order") == 0


def test_a_program_buys_its_seats_in_the_shop_and_no_other_has_them(pack: str) -> None:
    if pack != "publisher":
        assert not seats.is_offered()
        return
    mine, other = programs.program(count=0), programs.program("inland", count=0)
    admin = programs.administrator(mine)
    programs.administrator(other)
    scene.product(SEATS, 18_000)
    page = admin.browser().get(f"/programs/{mine.slug}/seats")
    assert "/institutions/program-harbour" in page.content.decode()
    theirs = ordered(admin, "seats", body=str(other.organisation_id), quantity="3")
    assert theirs.status_code == 422
    done = ordered(admin, "seats", body=str(mine.organisation_id), quantity="3")
    assert done.status_code == 302
    with entered(AUTHENTICATE, JOB):
        assert [seats.bought(one).count for one in (mine, other)] == [3, 0]
    resident = programs.resident(admin, mine)
    assert [one.known_as for one in programs.read(admin, mine).residents] == ["Dr. Rae"]
    assert resident.browser().get("/institutions/program-harbour").status_code == 404
