"""Telephone numbers, and the hours in which one may ring. Pure."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from phonenumbers import timezone as zones

EARLIEST, LATEST = time(8), time(21)
_NOWHERE = "Etc/Unknown"
# Of a number that says no place: every zone there is, so that it never rings.
_STRICTEST = tuple(f"Etc/GMT{hours:+d}" for hours in range(-14, 13))


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
    """The time zones in which a number may ring; of an unknown one, all there are."""
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
