"""Registering for an event, and giving a seat back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import CLASSMATE, EVENTS
from salerno.privacy import clock, facts, subjects
from salerno.privacy.context import Viewer, handover
from salerno.privacy.declare import Reach
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.places import place, unplace
from salerno.services.events import models, queries, rules
from salerno.services.events.actions.letters import JOB, tell
from salerno.services.events.clauses import REGISTRATION_POINT
from salerno.services.events.models import Registration
from salerno.services.events.rules import Seat
from salerno.services.events.values import FAULTS, Event


@action(EVENTS, collects=REGISTRATION_POINT)
def register(*, by: Viewer, slug: str, badge: str = "", is_listed: bool = False) -> Seat:
    """Take a seat, or a place on the waiting list; which it is. Twice is once.

    Raises Refused where there is no such event (404), or it is too late (409).
    """
    event = _there(slug)
    fault = rules.registering(event.times, clock.now())
    if fault is not None:
        raise Refused(str(FAULTS[fault]), status=409)
    me = by.known
    subjects.start_service(me, EVENTS.service)
    models.Event.objects.select_for_update().get(pk=event.id)  # the last seat is given once
    own = Registration.objects.filter(owner_id=me, event_id=event.id)
    held = own.exclude(seat=Seat.GIVEN_BACK).values_list("seat", flat=True).first()
    if held is not None:
        return Seat(held)
    seat = _free(event)
    audience = Reach.COHORT if is_listed and event.has_list and badge else Reach.ME
    said = {"seat": seat, "badge": badge, "audience": int(audience), "at": clock.now()}
    if not own.update(**said):
        Registration.objects.create(owner_id=me, event_id=event.id, scope=event.scope, **said)
    if seat is Seat.HELD:
        _let_in(me, event)
    tell(me, "seat" if seat is Seat.HELD else "waiting", event)
    return seat


def _there(slug: str) -> Event:
    event = queries.event(slug)
    if event is None or not queries.is_offered():
        raise Refused(_("There is no such event."), status=404)
    return event


def _free(event: Event) -> Seat:
    with handover(EVENTS, ground="how many come", viewer=JOB):
        known = queries.tally(event)
    return rules.seat(event.capacity, known.held, known.waiting)


def _let_in(owner: int, event: Event) -> None:
    place(owner, event.scope, CLASSMATE, reach=Reach.COHORT, until=event.ends_at + rules.AFTER)
    facts.record("event.registered", owner, event.item_id or None)


@action(EVENTS, collects=REGISTRATION_POINT)
def give_back(*, by: Viewer, slug: str) -> None:
    """Come no longer: the name leaves the list at once, and who waits longest moves up."""
    event = _there(slug)
    models.Event.objects.select_for_update().get(pk=event.id)
    rows = Registration.objects.filter(owner_id=by.known, event_id=event.id)
    active = rows.exclude(seat=Seat.GIVEN_BACK)
    if not active.update(seat=Seat.GIVEN_BACK, badge="", audience=int(Reach.ME)):
        raise Refused(_("You are not registered, so there is nothing to give back."), status=409)
    unplace(by.known, event.scope)
    with handover(EVENTS, ground="who moves up", viewer=JOB):
        move_up(by=JOB, event=event)


@action(EVENTS, collects=REGISTRATION_POINT)
def move_up(*, by: Viewer, event: Event) -> int:
    """Give free seats to those who wait, the first first; how many moved."""
    if rules.registering(event.times, clock.now()) is rules.Fault.CANCELLED:
        return 0
    known = queries.tally(event)
    next_ones = rules.moved_up(event.capacity, known.held, queries.waiting_ids(event.id))
    rows = Registration.objects.filter(pk__in=next_ones)
    owners = dict(rows.values_list("pk", "owner_id"))
    rows.update(seat=Seat.HELD)
    for one in next_ones:
        _let_in(owners[one], event)
        tell(owners[one], "moved", event)
    return len(next_ones)
