"""What needs no database: who gets a seat, who moves up, when a door is open. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

BEFORE = timedelta(hours=2)  # how long before it begins one may come in
AFTER = timedelta(days=7)  # how long after its end a presence may still be written down
REMINDED = timedelta(hours=24)


class Seat(StrEnum):
    """What a registration is."""

    HELD = "held"
    WAITING = "waiting"
    GIVEN_BACK = "given_back"


class Fault(StrEnum):
    """Why nobody can register just now."""

    CANCELLED = "cancelled"
    BEGUN = "begun"
    CLOSED = "closed"


@dataclass(frozen=True)
class Times:
    """When an event is, until when one registers, and whether it was called off."""

    starts_at: datetime
    ends_at: datetime
    closes_at: datetime | None = None
    is_cancelled: bool = False


def seat(capacity: int, held: int, waiting: int) -> Seat:
    """What the next registration is. Whoever waits comes first, also when a seat is free."""
    return Seat.HELD if held < capacity and not waiting else Seat.WAITING


def moved_up(capacity: int, held: int, waiting: Sequence[int]) -> list[int]:
    """Who of those who wait gets a seat now, the first first."""
    return list(waiting[: max(0, capacity - held)])


def registering(times: Times, now: datetime) -> Fault | None:
    """Why one cannot register now, or None."""
    if times.is_cancelled:
        return Fault.CANCELLED
    if now >= times.starts_at:
        return Fault.BEGUN
    return Fault.CLOSED if times.closes_at is not None and now >= times.closes_at else None


def is_door_open(times: Times, now: datetime) -> bool:
    """Whether a presence may be written down now."""
    return not times.is_cancelled and times.starts_at - BEFORE <= now <= times.ends_at + AFTER


def is_reminded(times: Times, now: datetime) -> bool:
    """Whether those who come are written to now: in the last day before it begins."""
    return not times.is_cancelled and times.starts_at - REMINDED <= now < times.starts_at


def whole(starts_at: datetime, ends_at: datetime, closes_at: datetime | None) -> bool:
    """Whether the times of an event make sense together."""
    return starts_at < ends_at and (closes_at is None or closes_at <= starts_at)


def code_of(said: str) -> str:
    """The code of a ticket as it is kept: "7k3-m9q" is "7K3M9Q"."""
    return "".join(one for one in said.upper() if one.isascii() and one.isalnum())[:12]
