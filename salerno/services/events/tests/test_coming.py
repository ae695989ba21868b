"""Coming to an event: seats, the line, the list, the door, the letters."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from salerno.policy.purposes import EDITORIAL, EVENTS
from salerno.privacy import clock, facts, rights
from salerno.privacy.context import Viewer, entered
from salerno.privacy.disclose import deliver_outbox
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE, RECORD
from salerno.services.accounts import actions as accounts
from salerno.services.accounts import demo as people_demo
from salerno.services.accounts.demo import confirm
from salerno.services.accounts.values import Role
from salerno.services.events import actions, demo, jobs, models, queries
from salerno.services.events.values import ATTENDED, Event, NewEvent
from salerno.services.post.outbox import mails
from tests import people

STAFF = Viewer.visitor()


def new(**changes: Any) -> NewEvent:
    """An event tomorrow."""
    begins = clock.now() + timedelta(hours=20)
    said: dict[str, Any] = {
        "slug": "evening", "title": "An evening", "summary": "On beds.", "words": "Three talks.",
        "mode": "both", "venue": "The reading room", "link": "https://meet.example/x",
        "starts_at": begins, "ends_at": begins + timedelta(hours=2), "closes_at": None,
        "capacity": 2, "is_accredited": True, "has_list": True,
    }  # fmt: skip
    return NewEvent(**said | changes)


def held(**changes: Any) -> Event:
    """A published event."""
    with entered(EDITORIAL, STAFF):
        number = actions.save_event(by=STAFF, new=new(**changes))
        actions.publish(by=STAFF, event_id=number)
        found = queries.event_by_id(number)
    assert found is not None
    return found


def member(name: str) -> people.Person:
    """Somebody with an account."""
    return people.person(f"{name}@example.org", f"{name.title()} Reader")


def register(who: people.Person, **said: str) -> Any:
    """Register as a browser does."""
    return who.browser().post("/events/evening/register", said, follow=True)


def seat_of(who: people.Person, event: Event) -> str:
    """What somebody's registration is."""
    with entered(EVENTS, who.viewer):
        found = queries.ticket(who.subject, event.id)
    return found.seat if found else ""


def letters(who: people.Person) -> list[str]:
    """The subjects of what was written to somebody."""
    deliver_outbox()
    return [one.subject for one in mails() if one.to == who.email]


def editor() -> people.Person:
    """Somebody of the desk."""
    made = member("edith")
    with entered(AUTHENTICATE, made.viewer):
        accounts.give_role(by=made.viewer, subject=made.subject, role=Role.EDITOR)
        confirm(by=made.viewer, subject=made.subject, with_factor=True)
    return made


@pytest.mark.clause("N-20", "works")
def test_seats_a_line_a_presence_that_counts() -> None:
    event = held()
    ann, ben, cai = (member(one) for one in ("ann", "ben", "cai"))
    for one in (ann, ben, cai):
        assert register(one).status_code == 200
    assert [seat_of(one, event) for one in (ann, ben, cai)] == ["held", "held", "waiting"]
    assert "Your place in the line: 1." in people.words(cai.browser().get(event.address))
    assert ben.browser().post("/events/evening/give-back").status_code == 302
    assert [seat_of(one, event) for one in (ann, ben, cai)] == ["held", "given_back", "held"]
    assert "A seat is free for you: An evening" in letters(cai)
    code = models_code(ann, event)
    desk = editor().browser()
    with clock.clock_at(event.starts_at):
        for said in ("it is written down", "came in before"):
            answer = desk.post(f"/desk/events/{event.id}/door", {"code": code}, follow=True)
            assert said in people.words(answer)
    with entered(RECORD, Viewer.job("test")):
        told = [(one.subject, one.item_id) for one in facts.since(0, {ATTENDED})]
    assert told == [(ann.subject, event.item_id)]


def models_code(who: people.Person, event: Event) -> str:
    """The code of somebody's ticket."""
    with entered(EVENTS, who.viewer):
        found = queries.ticket(who.subject, event.id)
    assert found is not None
    return found.code


@pytest.mark.clause("N-20", "refused")
def test_beyond_the_capacity_one_waits_and_the_list_is_of_those_who_come() -> None:
    event = held(capacity=2)
    ann, ben, cai, sponsor = (member(one) for one in ("ann", "ben", "cai", "sponsor"))
    register(ann, badge="Ann of Ward 7", is_listed="on")
    register(ben, badge="Ben unlisted")
    register(cai, badge="Cai who waits", is_listed="on")
    assert seat_of(cai, event) == "waiting"
    assert "Ann of Ward 7" in people.words(ben.browser().get(event.address))
    for one in (sponsor, cai):
        assert "Ann of Ward 7" not in people.words(one.browser().get(event.address))
        with entered(EVENTS, one.viewer):
            assert "Ann of Ward 7" not in queries.listed(event.id)
    page = people.words(ann.browser().get(event.address)).partition("Who comes")[2]
    assert "Ben unlisted" not in page
    assert "Ann of Ward 7" not in people.words(Client().get(event.address))
    desk = editor().browser().get(f"/desk/events/{event.id}").content.decode()
    assert "Ann of Ward 7" not in desk
    assert models_code(ann, event) in desk


def test_whoever_gives_a_seat_back_leaves_the_list_at_once() -> None:
    event = held()
    ann, ben = member("ann"), member("ben")
    register(ann, badge="Ann of Ward 7", is_listed="on")
    register(ben)
    assert "Ann of Ward 7" in people.words(ben.browser().get(event.address))
    ann.browser().post("/events/evening/give-back")
    assert "Ann of Ward 7" not in people.words(ben.browser().get(event.address))
    with entered(EVENTS, ann.viewer):
        assert queries.listed(event.id) == []
    register(ann)
    assert seat_of(ann, event) == "held"


def test_an_erased_person_gives_the_name_back(pack: str) -> None:
    event = held()
    ann, ben = member("ann"), member("ben")
    register(ann, badge="Ann of Ward 7", is_listed="on")
    register(ben)
    rights.erase(ann.subject, ground="test")
    assert "Ann of Ward 7" not in people.words(ben.browser().get(event.address))
    assert not [one for one in people.stored().values() if "Ann of Ward 7" in str(one)]


def test_more_seats_let_in_who_waits_and_calling_off_writes_to_all() -> None:
    event = held(capacity=1)
    ann, ben = member("ann"), member("ben")
    for one in (ann, ben):
        register(one)
    assert seat_of(ben, event) == "waiting"
    with entered(EDITORIAL, STAFF):
        actions.save_event(by=STAFF, new=new(capacity=5), event_id=event.id)
    assert seat_of(ben, event) == "held"
    with entered(EDITORIAL, STAFF):
        assert actions.call_off(by=STAFF, event_id=event.id) == 2
        assert actions.call_off(by=STAFF, event_id=event.id) == 0
    assert "Called off: An evening" in letters(ann)
    assert register(member("cai")).status_code == 409


def test_a_reminder_goes_once() -> None:
    held()
    ann = member("ann")
    register(ann)
    assert (jobs.remind(), jobs.remind()) == (1, 0)
    assert letters(ann).count("Soon: An evening") == 1


def test_the_calendar_holds_the_way_to_join_only_for_those_who_come() -> None:
    event = held()
    ann = member("ann")
    register(ann)
    own, others = (
        Calendar.from_ical(one.get("/events/evening/calendar").content)
        for one in (ann.browser(), Client())
    )
    mine: Any
    [mine], [theirs] = own.walk("VEVENT"), others.walk("VEVENT")
    assert str(mine["location"]) == "https://meet.example/x"
    assert str(theirs["location"]) == "The reading room"
    assert mine["dtstart"].dt == event.starts_at.replace(microsecond=0)
    assert "meet.example" not in people.words(Client().get(event.address))


@pytest.mark.parametrize(
    ("code", "status"), [("", 404), ("NOTHING", 404), ("\0", 404), ("x" * 50, 404)]
)
def test_a_code_that_is_none_opens_no_door(code: str, status: int) -> None:
    event = held()
    desk = editor().browser()
    with clock.clock_at(event.starts_at):
        answer = desk.post(f"/desk/events/{event.id}/door", {"code": code})
        assert answer.status_code == status
    assert desk.post(f"/desk/events/{event.id}/door", {"code": "A"}).status_code == 409


def test_whoever_waits_does_not_come_in() -> None:
    event = held(capacity=1)
    ann, ben = member("ann"), member("ben")
    for one in (ann, ben):
        register(one)
    with clock.clock_at(event.starts_at), entered(EVENTS, Viewer.job("door")):
        by = Viewer.job("door")
        with pytest.raises(Refused, match="no seat"):
            actions.attend(by=by, event_id=event.id, code=models_code(ben, event))


def test_twice_is_once_and_strangers_are_sent_to_sign_in() -> None:
    event = held()
    ann = member("ann")
    for _again in "ab":
        register(ann)
    with entered(EVENTS, Viewer.job("test")):
        assert queries.tally(event).held == 1
    assert Client().post("/events/evening/register").status_code == 302
    assert member("bo").browser().post("/events/evening/give-back").status_code == 409
    assert ann.browser().post("/events/none/register").status_code == 404


def test_the_desk_is_for_editors_and_says_what_is_wrong() -> None:
    desk = editor().browser()
    good = {
        "title": "A", "slug": "a", "summary": "B.", "mode": "online", "capacity": 3,
        "link": "https://meet.example/y", "starts_at": "2027-01-01 18:00",
        "ends_at": "2027-01-01 19:00",
    }  # fmt: skip
    assert desk.post("/desk/events/new", good).status_code == 302
    assert desk.post("/desk/events/new", good).status_code == 409
    for wrong in ({"capacity": 0}, {"link": ""}, {"mode": "person"}, {"starts_at": "x"},
                  {"ends_at": "2026-12-01 10:00"}, {"slug": "A B"}, {"title": ""}):  # fmt: skip
        sent = desk.post("/desk/events/new", good | {"slug": "b"} | wrong)
        assert sent.status_code == 422, wrong
    assert models.Event.objects.count() == 1
    number = models.Event.objects.get().pk
    assert desk.post(f"/desk/events/{number}/run", {"do": "publish"}).status_code == 302
    assert desk.get("/desk/events").status_code == 200
    assert Client().get("/events/a").status_code == 200
    assert desk.get("/desk/events/99").status_code == 404
    stranger = member("bo").browser()
    for address in ("", "/new", f"/{number}"):
        assert stranger.get(f"/desk/events{address}").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_ask_a_fixed_number_of_times(number: int, django_assert_num_queries: Any) -> None:
    event = held(capacity=9)
    some = [member(f"p{one}") for one in range(number)]
    for at, one in enumerate(some):
        register(one, badge=f"P {at}", is_listed="on")
    for at in range(number):
        held(slug=f"other{at}")
    with entered(EVENTS, some[0].viewer):
        with django_assert_num_queries(1):
            assert len(queries.coming()) == number + 1
        with django_assert_num_queries(1):
            assert len(queries.listed(event.id)) == number
        with django_assert_num_queries(1):
            queries.ticket(some[0].subject, event.id)


def test_the_demonstration_holds_one_evening(pack: str) -> None:
    people_demo.load()
    for _again in "ab":
        demo.load()
    assert len(models.Event.objects.all()) == 1
    assert "An evening on uncertainty" in people.words(Client().get("/events"))
