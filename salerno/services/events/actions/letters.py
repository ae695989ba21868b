"""Letters about events: a seat, a place in the line, a reminder, the end."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy

from salerno.policy.purposes import CORRESPONDENCE, EVENTS
from salerno.privacy import clock, law
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import is_open
from salerno.services.accounts.queries import address_of
from salerno.services.events import queries, rules
from salerno.services.events.models import Registration
from salerno.services.events.rules import Seat
from salerno.services.events.values import Event
from salerno.services.post import actions as post
from salerno.services.post.values import NewLetter

JOB = Viewer.job("events")
TITLES = {
    "seat": gettext_lazy("Your seat: %s"),
    "waiting": gettext_lazy("On the waiting list: %s"),
    "moved": gettext_lazy("A seat is free for you: %s"),
    "reminder": gettext_lazy("Soon: %s"),
    "off": gettext_lazy("Called off: %s"),
}


def tell(owner: int, name: str, event: Event) -> bool:
    """Send a letter about an event; whether somebody could be written to."""
    with handover(AUTHENTICATE, ground=f"letter: {name}", viewer=JOB):
        to = address_of(owner)
    if not to:
        return False
    operator = law.in_force().operator
    text = render_to_string(f"events/letters/{name}.txt", {"event": event, "operator": operator})
    sender = f"{operator.name} <{operator.email}>"
    title = str(TITLES[name]) % event.title
    letter = NewLetter(owner, f"events.{name}", to, sender, title, text.strip() + "\n")
    with handover(CORRESPONDENCE, ground=f"letter: {name}", viewer=JOB):
        if not is_open(owner, CORRESPONDENCE):
            return False
        post.send(by=JOB, letter=letter)
    return True


@action(EVENTS)
def remind(*, by: Viewer) -> int:
    """Write to those who come to what begins within a day, once; how many letters."""
    sent = 0
    for event in queries.coming():
        if not rules.is_reminded(event.times, clock.now()):
            continue
        rows = Registration.objects.filter(event_id=event.id, seat=Seat.HELD, reminded_at=None)
        for number, owner in list(rows.values_list("pk", "owner_id")[:500]):
            sent += tell(owner, "reminder", event)
            Registration.objects.filter(pk=number).update(reminded_at=clock.now())
    return sent
