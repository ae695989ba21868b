"""What crosses to the pages: events as they stand, one's own seat, the list, the desk's lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.services.events.rules import Fault, Seat, Times

ATTENDED = "event.attended"


class Mode(models.TextChoices):
    """Where an event is."""

    PERSON = "person", _("In person")
    ONLINE = "online", _("Online")
    BOTH = "both", _("In person and online")


SEATS = {
    Seat.HELD: _("You have a seat."),
    Seat.WAITING: _("You are on the waiting list. We write to you when a seat is free."),
    Seat.GIVEN_BACK: _("You gave your seat back."),
}
FAULTS = {
    Fault.CANCELLED: _("This event was called off."),
    Fault.BEGUN: _("This event has begun, so nobody can register any more."),
    Fault.CLOSED: _("Registration has closed. Write to us if you still want to come."),
}


@dataclass(frozen=True)
class NewEvent:
    """An event as an editor hands it in. ``link``: shown to those who have a seat."""

    slug: str
    title: str
    summary: str
    words: str
    mode: str
    venue: str
    link: str
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime | None
    capacity: int
    is_accredited: bool
    has_list: bool


@dataclass(frozen=True)
class Event:
    """An event as it stands."""

    id: int
    slug: str
    title: str
    summary: str
    words: str
    mode: str
    venue: str
    link: str
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime | None
    capacity: int
    is_accredited: bool
    has_list: bool
    published_at: datetime | None
    cancelled_at: datetime | None
    item_id: int

    @property
    def scope(self) -> str:
        """Where those who come belong."""
        return f"event:{self.id}"

    @property
    def address(self) -> str:
        """Where it is read."""
        return f"/events/{self.slug}"

    @property
    def mode_title(self) -> str:
        """Where it is, in words."""
        return str(Mode(self.mode).label)

    @property
    def times(self) -> Times:
        """What decides about seats and doors."""
        is_off = self.cancelled_at is not None
        return Times(self.starts_at, self.ends_at, self.closes_at, is_off)


@dataclass(frozen=True)
class Ticket:
    """One's own registration. ``place``: on the waiting list, 0 with a seat."""

    seat: str
    code: str
    badge: str
    is_listed: bool
    attended_at: datetime | None
    place: int = 0

    @property
    def words(self) -> str:
        """What it is, in a sentence."""
        return str(SEATS[Seat(self.seat)])

    @property
    def is_active(self) -> bool:
        """Whether one comes or waits."""
        return self.seat != Seat.GIVEN_BACK


@dataclass(frozen=True)
class Tally:
    """An event on the desk: how many come, wait and were there."""

    event: Event
    held: int
    waiting: int
    attended: int


@dataclass(frozen=True)
class Line:
    """A ticket at the door: its code and its state, no name."""

    code: str
    seat: str
    attended_at: datetime | None
