"""The law's clocks, as one table. A deadline is a date; nothing here asks what time it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from salerno.services.desk.rules.calendar import Seat, after_months, after_working_days


class Regime(StrEnum):
    """Whose clock runs for a case."""

    GDPR = "gdpr"
    CCPA = "ccpa"
    FERPA = "ferpa"
    HOUSE = "house"  # no law names a term: the house's own


class Unit(StrEnum):
    """What a clock counts."""

    MONTHS = "months"
    DAYS = "days"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True)
class Term:
    """So many units; none is no term at all."""

    count: int
    unit: Unit = Unit.DAYS

    def end(self, start: date, seat: Seat) -> date | None:
        """The last day of the term that begins with an event on ``start``."""
        if not self.count:
            return None
        if self.unit is Unit.MONTHS:
            return after_months(start, self.count, seat)
        if self.unit is Unit.WORKING_DAYS:
            return after_working_days(start, self.count, seat)
        return start + timedelta(days=self.count)


@dataclass(frozen=True)
class Clock:
    """What a law asks: when receipt is confirmed, when answered, and by how much it can grow.

    ``longest``: the whole term once it was extended, counted from receipt. ``source``: where it
    is written.
    """

    acknowledge: Term
    answer: Term
    longest: Term
    source: str


NONE = Term(0)
CLOCKS: Mapping[Regime, Clock] = MappingProxyType({
    Regime.GDPR: Clock(NONE, Term(1, Unit.MONTHS), Term(3, Unit.MONTHS), "GDPR 12(3)"),
    Regime.CCPA: Clock(Term(10, Unit.WORKING_DAYS), Term(45), Term(90), "11 CCR 7021"),
    Regime.FERPA: Clock(NONE, Term(45), NONE, "34 CFR 99.10(b)"),
    Regime.HOUSE: Clock(NONE, Term(1, Unit.MONTHS), Term(2, Unit.MONTHS), "our own promise"),
})  # fmt: skip
BREACH_HOURS = 72
BREACH_SOURCE = "GDPR 33(1)"


@dataclass(frozen=True)
class Due:
    """The days by which something must have happened; None where no law sets one."""

    acknowledge: date | None
    answer: date
    longest: date | None
    source: str


def due(regime: Regime, received: date, seat: Seat) -> Due:
    """The deadlines of a case that came in on ``received``."""
    clock = CLOCKS[regime]
    answer = clock.answer.end(received, seat)
    assert answer is not None  # noqa: S101  every clock of the table has a term to answer
    return Due(
        clock.acknowledge.end(received, seat), answer, clock.longest.end(received, seat),
        clock.source,
    )  # fmt: skip


def stricter(regimes: Iterable[Regime], received: date, seat: Seat) -> Regime:
    """The one of several regimes that asks for an answer first."""
    return min(regimes, key=lambda one: (due(one, received, seat).answer, one.value))


def regime_of(layers: Iterable[str], received: date, seat: Seat) -> Regime:
    """The regime of somebody whom these layers of law protect; unknown gets the strictest."""
    found = {_BY_LAYER[one] for one in layers if one in _BY_LAYER}
    if not found:
        return Regime.HOUSE
    return stricter(found, received, seat)


_BY_LAYER = MappingProxyType({
    "eu": Regime.GDPR, "unknown": Regime.GDPR, "california": Regime.CCPA, "ferpa": Regime.FERPA,
})  # fmt: skip


def breach_due(aware_at: datetime) -> datetime:
    """When an authority must have been told: hours, and no day off stops them."""
    return aware_at + timedelta(hours=BREACH_HOURS)


class Light(StrEnum):
    """How a deadline stands."""

    CALM = "calm"
    SOON = "soon"
    LATE = "late"


SOON_DAYS = 7


def light(today: date, last: date) -> Light:
    """Red once ``last`` has passed, and yellow in the week before it."""
    if today > last:
        return Light.LATE
    return Light.SOON if (last - today).days <= SOON_DAYS else Light.CALM
