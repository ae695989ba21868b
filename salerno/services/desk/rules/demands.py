"""What a demand of a court or an authority must have, and what may be given on it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

EDUCATION = frozenset({"courses", "community"})
"""What is used for one of these is, of a student, an education record: contributions are."""
APPROVALS = 2
LEAST_SHOWN = 5
"""Totals below it are told as “fewer than”."""


class Ground(StrEnum):
    """The closed list. The pack says which of them its operator has."""

    REQUIRED = "required"
    LEGAL_PROCESS = "legal_process"
    RIGHTS_PROPERTY = "rights_property"
    MISUSE = "misuse"
    SAFETY = "safety"
    COOPERATION = "cooperation"
    ENFORCEMENT = "enforcement"


class Instrument(StrEnum):
    """What came, or what we do ourselves."""

    ORDER = "order"
    SUBPOENA = "subpoena"
    REQUEST = "request"
    EMERGENCY = "emergency"
    INVESTIGATION = "investigation"


class Exemption(StrEnum):
    """What lets an education record out: a signed consent (99.30), or one line of 99.31(a)."""

    CONSENT = "consent"
    ORDER = "order"
    EMERGENCY = "emergency"
    AUDIT = "audit"
    LITIGATION = "litigation"


ON_WHAT = {
    Exemption.ORDER: frozenset({Instrument.ORDER, Instrument.SUBPOENA}),
    Exemption.EMERGENCY: frozenset({Instrument.EMERGENCY}),
    Exemption.AUDIT: frozenset({Instrument.REQUEST}),
}
"""The exemptions that only one kind of paper carries; any carries the others."""

COMPELLED = frozenset({Ground.REQUIRED, Ground.LEGAL_PROCESS})


def outside(wanted: Collection[str], scope: Collection[str]) -> tuple[str, ...]:
    """What is wanted beyond the scope, in order."""
    return tuple(sorted(set(wanted) - set(scope)))


def why_not_on_ground(ground: Ground, instrument: Instrument, threat: str) -> str:
    """The reason for which a ground does not carry a file, as a key of the house's words."""
    if instrument is Instrument.EMERGENCY and (ground is not Ground.SAFETY or not threat.strip()):
        return "threat"
    if ground is Ground.COOPERATION and instrument is not Instrument.REQUEST:
        return "cooperation"
    return ""


def is_carried(exemption: str, instrument: str) -> bool:
    """Whether a file of this kind can rest on the exemption; none is none."""
    if not exemption:
        return True
    if exemption not in Exemption:
        return False
    papers = ON_WHAT.get(Exemption(exemption))
    return papers is None or Instrument(instrument) in papers


def is_within(day: date, first: date | None, last: date | None) -> bool:
    """Whether ``day`` lies in the period of a demand, whose ends may be open."""
    return (first is None or day >= first) and (last is None or day <= last)


def shown_total(count: int, least: int = LEAST_SHOWN) -> str:
    """A total for everybody: exact, zero, or “fewer than”."""
    return f"<{least}" if 0 < count < least else str(count)
