"""The pages of this room: what is held, a seat, the calendar, the desk and its door."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import EDITORIAL, EVENTS
from salerno.privacy import clock
from salerno.privacy.context import Viewer, handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.accounts.values import Role
from salerno.services.events import actions, queries, rules
from salerno.services.events.actions.letters import JOB
from salerno.services.events.clauses import REGISTRATION_POINT
from salerno.services.events.formats import calendar
from salerno.services.events.forms import DoorForm, EventForm, SeatForm, filled
from salerno.services.events.rules import Seat
from salerno.services.events.values import FAULTS, Event

EDITOR = Role.EDITOR.value


@door(EVENTS)
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """What is coming."""
    if not queries.is_offered():
        raise Refused(_("No events are held here."), status=404)
    return render(request, "events/events.html", {"events": queries.coming()})


@door(EVENTS)
@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, one's own ticket, and the list for those who come."""
    return _page(request, _event(slug), SeatForm())


def _event(slug: str) -> Event:
    found = queries.event(slug)
    if found is None or not queries.is_offered():
        raise Refused(_("There is no such event."), status=404)
    return found


def _page(request: HttpRequest, found: Event, form: SeatForm, status: int = 200) -> HttpResponse:
    me = viewer().subject
    ticket = queries.ticket(me, found.id) if me is not None else None
    has_seat = ticket is not None and ticket.seat == Seat.HELD
    fault = rules.registering(found.times, clock.now())
    context = {
        "event": found, "ticket": ticket, "has_seat": has_seat, "form": form,
        "fault": FAULTS[fault] if fault else "",
        "listed": queries.listed(found.id) if has_seat and found.has_list else [],
    }  # fmt: skip
    return render(request, "events/event.html", context, status=status)


@door(EVENTS, collects=REGISTRATION_POINT, signed_in=True)
@require_POST
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a seat, or a place on the waiting list."""
    found = _event(slug)
    form = SeatForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    said = form.cleaned_data
    seat = actions.register(
        by=viewer(), slug=slug, badge=said.get("badge", ""), is_listed=said.get("is_listed", False)
    )
    words = _("You have a seat.") if seat is Seat.HELD else _("You are on the waiting list.")
    messages.success(request, words)
    return HttpResponseRedirect(found.address)


@door(EVENTS, collects=REGISTRATION_POINT, signed_in=True)
@require_POST
def give_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Come no longer."""
    actions.give_back(by=viewer(), slug=slug)
    messages.success(request, _("Your seat was given back."))
    return HttpResponseRedirect(reverse("events:event", args=[slug]))


@door(EVENTS)
@require_safe
def ics(request: HttpRequest, slug: str) -> HttpResponse:
    """The event for a calendar."""
    found = _event(slug)
    me = viewer().subject
    ticket = queries.ticket(me, found.id) if me is not None else None
    has_seat = ticket is not None and ticket.seat == Seat.HELD
    origin = f"{request.scheme}://{request.get_host()}"
    text = calendar.written(found, origin, has_seat=has_seat)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.ics"'
    return answer


@door(EDITORIAL, role=EDITOR)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Every event."""
    return render(request, "events/desk_events.html", {"events": queries.events()})


@door(EDITORIAL, role=EDITOR)
def desk_event(request: HttpRequest, event_id: int | None = None) -> HttpResponse:
    """One event, or a new one."""
    found = _by_id(event_id) if event_id is not None else None
    form = EventForm(request.POST or None, initial=filled(found))
    if request.method == "POST" and form.is_valid():
        kept = actions.save_event(by=viewer(), new=form.new(), event_id=event_id)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("events:desk_event", args=[kept]))
    context: dict[str, object] = {"event": found, "form": form, "door_form": DoorForm()}
    if found is not None:
        with handover(EVENTS, ground="the desk of an event", viewer=JOB):
            context |= {"tally": queries.tally(found), "lines": queries.lines(found.id)}
    status = 422 if form.errors else 200
    return render(request, "events/desk_event.html", context, status=status)


def _by_id(event_id: int) -> Event:
    found = queries.event_by_id(event_id)
    if found is None:
        raise Refused(_("There is no such event."), status=404)
    return found


@door(EDITORIAL, role=EDITOR)
@require_POST
def run(request: HttpRequest, event_id: int) -> HttpResponse:
    """Publish an event, or call it off."""
    _by_id(event_id)
    if request.POST.get("do") == "off":
        actions.call_off(by=viewer(), event_id=event_id)
        messages.success(request, _("Called off. Everybody who comes or waits is written to."))
    else:
        actions.publish(by=viewer(), event_id=event_id)
        messages.success(request, _("Published."))
    return HttpResponseRedirect(reverse("events:desk_event", args=[event_id]))


@door(EDITORIAL, role=EDITOR)
@require_POST
def attend(request: HttpRequest, event_id: int) -> HttpResponse:
    """A ticket comes in. Nobody's name is needed for it."""
    _by_id(event_id)
    form = DoorForm(request.POST)
    code = form.cleaned_data["code"] if form.is_valid() else ""
    by = Viewer.job("door")
    with handover(EVENTS, ground="a ticket at the door", viewer=by):
        is_new = actions.attend(by=by, event_id=event_id, code=code)
    said = _("Welcome: it is written down.") if is_new else _("This ticket came in before.")
    messages.success(request, said)
    return HttpResponseRedirect(reverse("events:desk_event", args=[event_id]) + "#door")
