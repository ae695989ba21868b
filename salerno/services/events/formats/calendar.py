"""An event as a calendar file (RFC 5545)."""

from __future__ import annotations

from datetime import UTC

from icalendar import Calendar
from icalendar import Event as Entry

from salerno.privacy import clock
from salerno.services.events.values import Event


def written(event: Event, origin: str, *, has_seat: bool) -> bytes:
    """The file. The link to join stands in it only for somebody who has a seat."""
    made = Calendar()
    made.add("prodid", "-//Salerno//Events//EN")
    made.add("version", "2.0")
    entry = Entry()
    entry.add("uid", f"event-{event.id}@{origin.partition('://')[2]}")
    entry.add("dtstamp", clock.now().astimezone(UTC))
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("summary", event.title)
    entry.add("description", event.summary)
    entry.add("url", f"{origin}{event.address}")
    where = event.link if has_seat and event.link else event.venue
    if where:
        entry.add("location", where)
    if event.cancelled_at is not None:
        entry.add("status", "CANCELLED")
    made.add_component(entry)
    return bytes(made.to_ical())
