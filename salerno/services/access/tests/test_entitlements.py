"""Entitlements: given once, ended once, and nobody's but their owner's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import ACCOUNT, COMMUNITY, COURSES, TEACHER
from salerno.privacy import clock, rights
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Reach, Relation
from salerno.privacy.errors import Refused, WriteRefused
from salerno.privacy.places import place
from salerno.privacy.subjects import start_service
from salerno.privacy.testing import expecting_refusals
from salerno.services.access import actions, queries
from salerno.services.access.values import Decision, Ground, Held, Reason, Source
from tests.people import Person, column, person

DAY = timedelta(days=1)
COURSE, UNIT = 7, 8
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Thing:
    """A thing that only those enrolled may open."""

    id: int
    address: str = "/courses/a"
    audience: Reach = Reach.PUBLIC
    access: str = "enrolled"
    minimum_age: int = 0
    published_at: datetime = BEGUN
    withdrawn_at: datetime | None = None


def give(who: Person, item_id: int = COURSE, until: datetime | None = None) -> int:
    """Entitle somebody by their own act, as an order does."""
    with entered(ACCOUNT, who.viewer):
        return actions.entitle(
            by=who.viewer, subject=who.subject, item_id=item_id, source=Source.ENROLMENT,
            until=until,
        )  # fmt: skip


def end(who: Person, item_id: int = COURSE) -> bool:
    """End it by their own act."""
    with entered(ACCOUNT, who.viewer):
        return actions.end(by=who.viewer, subject=who.subject, item_id=item_id)


def asked(viewer: Viewer, thing: Thing | None = None, through: tuple[int, ...] = ()) -> Decision:
    """What the page of a thing is told; under a purpose that meets no entitlement."""
    with entered(COMMUNITY, viewer):
        return queries.decide(thing or Thing(COURSE), through=through)


def test_an_entitlement_opens_what_it_names_and_nothing_else() -> None:
    ann, bob = person(), person("bob@example.org", "Bob Reader")
    give(ann)
    assert asked(ann.viewer).reason is Reason.ENTITLED
    assert asked(ann.viewer, Thing(UNIT)).reason is Reason.NOT_ENROLLED
    assert asked(ann.viewer, Thing(UNIT), through=(COURSE,)).reason is Reason.ENTITLED
    assert asked(bob.viewer).reason is Reason.NOT_ENROLLED
    assert asked(bob.viewer, Thing(UNIT), through=(COURSE,)).reason is Reason.NOT_ENROLLED
    assert asked(Viewer.visitor()).reason is Reason.SIGN_IN


def test_what_has_ended_opens_nothing_until_it_begins_anew() -> None:
    ann = person()
    give(ann)
    assert end(ann) is True
    assert end(ann) is False
    assert asked(ann.viewer).reason is Reason.ENDED
    give(ann)
    assert asked(ann.viewer).reason is Reason.ENTITLED
    assert len(column("access_entitlement", "id")) == 1


def test_the_last_day_ends_by_itself() -> None:
    ann = person()
    until = clock.now() + DAY
    give(ann, until=until)
    with clock.clock_at(until - timedelta(microseconds=1)):
        assert asked(ann.viewer).reason is Reason.ENTITLED
    with clock.clock_at(until):
        assert asked(ann.viewer).reason is Reason.ENDED


def test_given_twice_it_is_one_and_keeps_its_beginning() -> None:
    ann = person()
    first = give(ann)
    with clock.clock_ahead(DAY):
        assert give(ann, until=clock.now() + DAY) == first
    with entered(ACCOUNT, ann.viewer):
        (held,) = queries.entitlements()
    assert held.ground.since < clock.now()
    assert held.ground.until is not None


def test_access_that_would_end_before_it_begins_is_refused() -> None:
    ann = person()
    with pytest.raises(Refused) as refusal:
        give(ann, until=clock.now())
    assert refusal.value.status == 400
    assert column("access_entitlement", "id") == []


def test_the_list_is_the_viewers_own() -> None:
    ann, bob = person(), person("bob@example.org", "Bob Reader")
    give(ann)
    give(ann, UNIT)
    end(ann, UNIT)
    give(bob, 99)
    with entered(COMMUNITY, ann.viewer):
        assert queries.entitled_ids() == frozenset({COURSE})
        assert [each.item_id for each in queries.entitlements()] == [UNIT, COURSE]
    with entered(COMMUNITY, Viewer.visitor()):
        assert queries.entitled_ids() == frozenset()
        assert queries.entitlements() == []


def test_nobody_entitles_or_ends_for_somebody_else() -> None:
    ann, bob = person(), person("bob@example.org", "Bob Reader")
    with entered(ACCOUNT, bob.viewer), expecting_refusals(), pytest.raises(WriteRefused):
        actions.entitle(by=bob.viewer, subject=ann.subject, item_id=COURSE, source=Source.ENROLMENT)
    give(ann)
    with entered(ACCOUNT, bob.viewer):
        assert actions.end(by=bob.viewer, subject=ann.subject, item_id=COURSE) is False
    assert asked(ann.viewer).reason is Reason.ENTITLED


def test_a_teacher_of_the_course_ends_what_belongs_to_it(pack: str) -> None:
    if pack != "school":
        return  # nobody teaches there, and COURSES meets nobody
    ann, tess = person(), person("tess@example.org", "Tess Teacher")
    seat(ann, "course:7")
    seat(tess, "course:9", TEACHER)
    with entered(COURSES, ann.viewer):
        start_service(ann.subject, "courses")
        actions.entitle(
            by=ann.viewer, subject=ann.subject, item_id=COURSE, source=Source.ENROLMENT,
            scope="course:7",
        )  # fmt: skip
    assert not ended_by(tess, ann), "a teacher of another course"
    seat(tess, "course:7", TEACHER)
    assert ended_by(tess, ann)
    assert asked(ann.viewer).reason is Reason.ENDED


def seat(who: Person, scope: str, relation: Relation | None = None) -> None:
    """Give somebody a place."""
    with entered(COURSES, who.viewer):
        place(who.subject, scope, relation)


def ended_by(teacher: Person, learner: Person) -> bool:
    """Whether a teacher could end it."""
    with entered(COURSES, teacher.viewer):
        return actions.end(by=teacher.viewer, subject=learner.subject, item_id=COURSE)


@pytest.mark.parametrize("rows", [1, 3])
def test_each_read_asks_once(rows: int) -> None:
    ann = person()
    things = [Thing(number) for number in range(1, rows + 1)]
    for thing in things:
        give(ann, thing.id)
    with entered(COMMUNITY, ann.viewer):
        queries.decide_each(things)  # what the gate loads once a connection
        with CaptureQueriesContext(connection) as statements:
            found = queries.decide_each(things)
        assert {one.reason for one in found.values()} == {Reason.ENTITLED}
        assert len(rows_read(statements)) == 1
        with CaptureQueriesContext(connection) as statements:
            assert queries.decide(things[0], through=[5, 6]).allowed
            assert len(queries.entitled_ids()) == rows
        assert len(rows_read(statements)) == 2


def rows_read(statements: CaptureQueriesContext) -> list[str]:
    """The statements that read entitlements."""
    return [one["sql"] for one in statements if "access_entitlement" in one["sql"]]


def test_what_is_open_asks_nothing() -> None:
    ann = person()
    things = [Thing(1, access="open"), Thing(2, access="registered")]
    with entered(COMMUNITY, ann.viewer), CaptureQueriesContext(connection) as statements:
        assert all(one.allowed for one in queries.decide_each(things).values())
    assert len(statements) == 0


def test_another_ground_opens_what_no_entitlement_does() -> None:
    ground = Ground("network", clock.now() - DAY)
    with entered(COMMUNITY, Viewer.visitor()):
        decision = queries.decide(Thing(COURSE), grounds=(ground,))
    assert decision == Decision(True, Reason.ENTITLED, source="network")


def test_erasure_takes_every_entitlement() -> None:
    ann, bob = person(), person("bob@example.org", "Bob Reader")
    give(ann)
    give(bob)
    with entered(ACCOUNT, bob.viewer):
        kept: list[Held] = queries.entitlements()
    rights.erase(ann.subject, ground="asked")
    assert column("access_entitlement", "owner_id") == [bob.subject]
    with entered(ACCOUNT, bob.viewer):
        assert queries.entitlements() == kept
