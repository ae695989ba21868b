"""What editors hold: an event is set up, published, called off."""

from __future__ import annotations

from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from salerno.policy.purposes import EDITORIAL, EVENTS
from salerno.privacy import clock
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.catalog import actions as catalog
from salerno.services.catalog.values import Kind, NewItem
from salerno.services.events import models, queries, rules
from salerno.services.events.actions.coming import move_up
from salerno.services.events.actions.letters import JOB, tell
from salerno.services.events.models import Registration
from salerno.services.events.rules import Seat
from salerno.services.events.values import Event, NewEvent


@action(EDITORIAL)
def save_event(*, by: Viewer, new: NewEvent, event_id: int | None = None) -> int:
    """Keep an event, a new one or as it is now; its id. More seats let in who waits.

    Raises Refused (404, 409, 422).
    """
    if not rules.whole(new.starts_at, new.ends_at, new.closes_at):
        raise Refused(
            _("An event ends after it begins, and registration closes before it."), status=422
        )
    said = asdict(new) | {"changed_at": clock.now()}
    try:
        with transaction.atomic():
            if event_id is None:
                return int(models.Event.objects.create(**said).pk)
            if not models.Event.objects.filter(pk=event_id).update(**said):
                raise Refused(_("There is no such event."), status=404)
    except IntegrityError as error:
        words = _("There is an event at this address already. Choose another.")
        raise Refused(words, status=409) from error
    event = _there(event_id)
    if event.published_at is not None:
        _announce(by, event)
        with handover(EVENTS, ground="more seats", viewer=JOB):
            move_up(by=JOB, event=event)
    return event_id


def _there(event_id: int) -> Event:
    found = queries.event_by_id(event_id)
    if found is None:
        raise Refused(_("There is no such event."), status=404)
    return found


@action(EDITORIAL)
def publish(*, by: Viewer, event_id: int) -> None:
    """Let people register. Raises Refused where the operator holds no events."""
    if not queries.is_offered():
        raise Refused(_("No events are held here: the policy has no ground for it."))
    event = _there(event_id)
    rows = models.Event.objects.filter(pk=event_id)
    rows.update(published_at=event.published_at or clock.now(), cancelled_at=None)
    _announce(by, event)


def _announce(by: Viewer, event: Event) -> None:
    item = catalog.put(
        by=by,
        new=NewItem(
            Kind.EVENT, event.address, event.title, summary=event.summary,
            accredited=event.is_accredited,
        ),
    )  # fmt: skip
    models.Event.objects.filter(pk=event.id).update(item_id=item)


@action(EDITORIAL)
def call_off(*, by: Viewer, event_id: int) -> int:
    """Call an event off, and write to everybody who comes or waits; how many letters."""
    event = _there(event_id)
    if event.cancelled_at is not None:
        return 0
    models.Event.objects.filter(pk=event_id).update(cancelled_at=clock.now())
    with handover(EVENTS, ground="called off", viewer=JOB):
        rows = Registration.objects.filter(event_id=event_id).exclude(seat=Seat.GIVEN_BACK)
        owners = list(rows.values_list("owner_id", flat=True))
        return sum(tell(one, "off", event) for one in owners)
