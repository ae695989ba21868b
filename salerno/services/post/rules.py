"""Telephone numbers, quiet hours, and what a letter must carry. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from phonenumbers import timezone as zones

EARLIEST, LATEST = time(8), time(21)
_NOWHERE = "Etc/Unknown"
_STRICTEST = ("Etc/GMT+12", "Etc/GMT-14")  # of a number that says no place: both ends of the world
STOPS = frozenset({"stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe"})
HELPS = frozenset({"help", "info"})


def number(written: str, region: str = "US") -> str:
    """A telephone number as +15551234567, or "" where it is none."""
    try:
        parsed = phonenumbers.parse(written[:40], region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def zones_of(written: str) -> tuple[ZoneInfo, ...]:
    """The time zones in which a number may ring; of an unknown one, the ends of the world."""
    try:
        found = zones.time_zones_for_number(phonenumbers.parse(written, None))
    except phonenumbers.NumberParseException:
        found = ()
    made = tuple(one for name in found if (one := _zone(name)) is not None)
    return made or tuple(ZoneInfo(one) for one in _STRICTEST)


def _zone(name: str) -> ZoneInfo | None:
    if name == _NOWHERE:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def may_ring(written: str, at: datetime) -> bool:
    """Whether it is between eight and nine at night wherever the number may be."""
    return all(EARLIEST <= at.astimezone(one).time() < LATEST for one in zones_of(written))


def next_hour(written: str, at: datetime) -> datetime | None:
    """The next quarter of an hour at which it may ring; None where the zones never agree."""
    minute = at.minute - at.minute % 15
    start = at.replace(minute=minute, second=0, microsecond=0)
    quarters = (start + timedelta(minutes=15 * n) for n in range(4 * 24 + 1))
    return next((one for one in quarters if one >= at and may_ring(written, one)), None)


def command(text: str) -> str:
    """What somebody asks who answers a message: "stop", "help", or "" for anything else."""
    said = " ".join(re.findall(r"[a-z]+", text.casefold()))
    if said in STOPS or said.replace(" ", "") in {one.replace(" ", "") for one in STOPS}:
        return "stop"
    first = said.partition(" ")[0]
    if first in STOPS - {"end", "cancel"}:
        return "stop"
    return "help" if first in HELPS else ""


def lacks(text: str, needed: Iterable[str]) -> tuple[str, ...]:
    """Those of ``needed`` that the words of a message do not hold, whatever its line breaks."""
    said = " ".join(text.split())
    return tuple(one for one in needed if " ".join(one.split()) not in said)
