"""A course with a fee: the first part opens it, a missed one closes it, and a refund ends it."""

from __future__ import annotations

from typing import Any

import pytest

from salerno.policy.purposes import BILLING, COURSES
from salerno.privacy import clock, outbox
from salerno.privacy.context import entered
from salerno.privacy.disclose import Payload, disclose
from salerno.privacy.errors import Refused
from salerno.privacy.models import OutboxItem
from salerno.privacy.purposes import RECORD
from salerno.services.commerce import actions as shop
from salerno.services.commerce import jobs
from salerno.services.commerce.tests import scene
from salerno.services.commerce.tests.scene import DAY, JOB
from salerno.services.commerce.values import Kind, NewProduct
from salerno.services.courses import queries
from salerno.services.courses.clauses import SCORES
from salerno.services.courses.tests.making import Made, accepted, made_course
from tests.ground import pack
from tests.people import Person, column, person, words

__all__ = ["pack"]


@pytest.fixture
def course(pack: str) -> Made:
    """A course that costs 300, in up to three parts, with a week of grace."""
    if pack != "school":
        pytest.skip("This pack teaches no courses.")
    made = made_course("heart-sounds")
    new = NewProduct(
        "fee", Kind.COURSE, "Course fee", item_id=made.course.item_id, instalments=3, grace_days=7
    )
    scene.product(new, 30_000)
    return made


def is_open(who: Person, made: Made) -> bool:
    """Whether the content opens."""
    with entered(COURSES, who.viewer):
        try:
            queries.opened(made.course.slug)
        except Refused:
            return False
    return True


def enrol(who: Person, made: Made) -> Any:
    """Enrol in a browser; the answer."""
    return who.browser().post(f"{made.address}/enrol", accepted())


@pytest.mark.clause("H-53", "refused")
def test_an_unpaid_enrolment_does_not_open_the_course(course: Made) -> None:
    ann = person()
    scene.place(ann, slug="fee", instalments=3)
    answer = enrol(ann, course)
    assert answer.status_code == 403
    assert "/plans/fee" in words(answer)
    assert not is_open(ann, course)


@pytest.mark.clause("H-53", "works")
def test_the_first_part_opens_and_a_missed_one_closes_until_it_is_paid(course: Made) -> None:
    ann = person()
    number = scene.buy(ann, scene.ONCE, slug="fee", instalments=3)
    assert enrol(ann, course).status_code == 302
    assert is_open(ann, course)
    assert scene.books()["owed"] == 20_000
    with clock.clock_ahead(33 * DAY):
        jobs.carry_on()
        assert is_open(ann, course), "within the grace"
    with clock.clock_ahead(45 * DAY):
        jobs.carry_on()
        assert not is_open(ann, course)
        scene.pay(ann, number)
        assert is_open(ann, course)
    assert scene.books()["owed"] == 10_000


def test_paid_at_once_it_stays_open_and_a_full_refund_ends_it(course: Made) -> None:
    ann = person()
    number = scene.buy(ann, slug="fee")
    enrol(ann, course)
    with clock.clock_ahead(60 * DAY):
        assert is_open(ann, course)
    scene.give_back(number, 30_000)
    assert not is_open(ann, course)
    assert scene.books() == {}


def test_a_refund_of_a_part_ends_what_is_still_owed_with_it(course: Made) -> None:
    ann = person()
    number = scene.buy(ann, slug="fee", instalments=3)
    scene.give_back(number, 10_000)
    assert scene.seen(ann, number).left == 0
    assert scene.books() == {}


def owing(who: Person) -> int:
    """Somebody who has owed a part for long, and was reminded three times; its number."""
    scene.buy(who, scene.ONCE, slug="fee", instalments=2)
    for days in (35, 50, 70):
        with clock.clock_ahead(days * DAY):
            jobs.carry_on()
    return int(column("commerce_due", "id")[1])


@pytest.mark.clause("H-55", "refused")
def test_the_agent_who_collects_gets_the_bill_and_nothing_else(course: Made) -> None:
    ann, desk = person(), person("desk@example.org", "Dora Desk")
    due = owing(ann)
    with entered(BILLING, JOB), pytest.raises(Refused):
        shop.hand_to_collector(by=JOB, due=due, officer=desk.subject)
    with clock.clock_ahead(90 * DAY), entered(BILLING, JOB):
        shop.hand_to_collector(by=JOB, due=due, officer=desk.subject)
        with pytest.raises(Refused):
            shop.hand_to_collector(by=JOB, due=due, officer=desk.subject)
    with entered(RECORD, JOB):
        (item,) = OutboxItem.objects.filter(recipient="collector")
    assert set(item.payload) == {
        "order", "cents", "currency", "due", "name", "postcode", "organisation",
    }  # fmt: skip
    assert item.payload["cents"] == 15_000
    more = Payload("test.more", {"results": SCORES})
    with entered(BILLING, JOB), pytest.raises(Refused):
        disclose(more, "collector", {ann.subject: {"results": "70"}}, ground="curious")
    assert [one.recipient for one in outbox.waiting() if one.recipient == "collector"]
