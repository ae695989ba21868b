"""What is written down at the door: that the holder of a ticket was there."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import EVENTS
from salerno.privacy import clock, facts
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.events import queries, rules
from salerno.services.events.clauses import DOOR_POINT
from salerno.services.events.models import Registration
from salerno.services.events.rules import Seat
from salerno.services.events.values import ATTENDED


@action(EVENTS, collects=DOOR_POINT)
def attend(*, by: Viewer, event_id: int, code: str) -> bool:
    """Write down that a ticket came in; whether it had not before.

    Rooms that count learning read it as a fact. Raises Refused (404, 409).
    """
    event = queries.event_by_id(event_id)
    if event is None:
        raise Refused(_("There is no such event."), status=404)
    if not rules.is_door_open(event.times, clock.now()):
        raise Refused(
            _("The door opens two hours before the event and closes a week after it."), status=409
        )
    rows = Registration.objects.filter(event_id=event.id, code=rules.code_of(code))
    row = rows.first()
    if row is None:
        raise Refused(_("No ticket of this event has this code."), status=404)
    if row.seat != Seat.HELD:
        raise Refused(_("This ticket has no seat: it waits, or was given back."), status=409)
    if row.attended_at is not None:
        return False
    rows.update(attended_at=clock.now())
    facts.record(ATTENDED, row.owner_id, event.item_id or None)
    return True
