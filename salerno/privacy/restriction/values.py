"""What restrictions are said in: frozen, with the clocks and their sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from salerno.privacy.law import Basis
from salerno.privacy.models import Restriction

Ground, Outcome = Restriction.Ground, Restriction.Outcome

TOLD_AHEAD = timedelta(days=14)
"""GDPR 18(3): told before it is lifted. The law names no span; in two weeks one can complain."""

REVIEW = timedelta(days=365)  # where nobody names another day
MOST_REVIEW = timedelta(days=1095)

OBJECTABLE = frozenset({Basis.LEGITIMATE_INTEREST, Basis.PUBLIC_TASK, Basis.NOTICE})
"""The grounds to whose uses one objects, GDPR 21(1). Others are taken back, or ended."""

OUTCOMES: Mapping[str, frozenset[str]] = {
    Ground.ACCURACY: frozenset({Outcome.CORRECTED, Outcome.ACCURATE}),
    Ground.UNLAWFUL: frozenset({Outcome.REVIEWED}),
    Ground.CLAIMS: frozenset({Outcome.REVIEWED}),
    Ground.OBJECTION: frozenset({Outcome.UPHELD, Outcome.OVERRIDDEN}),
    Ground.MARKETING: frozenset(),
}
"""How staff may decide each ground. An objection to offers is decided by nobody, GDPR 21(3)."""


@dataclass(frozen=True)
class NewRestriction:
    """What a person restricts. ``clauses``: ids. ``case``: the desk's number, where there is one.

    ``review_date``: the day on which it is looked at again; for claims the person may name it.
    """

    ground: str
    clauses: tuple[str, ...]
    words: str
    review_date: date | None = None
    case: str = ""


@dataclass(frozen=True)
class Limit:
    """One restriction or objection, as the person and the desk read it."""

    number: int
    subject: int
    ground: str
    clauses: tuple[str, ...]
    purposes: tuple[str, ...]
    case: str
    since: datetime
    review_date: date | None
    told_at: datetime | None
    outcome: str
    lifted_at: datetime | None
    hold: int | None = None

    @property
    def ground_words(self) -> str:
        """The ground, as the list words it."""
        return str(Ground(self.ground).label)

    @property
    def outcome_words(self) -> str:
        """How it was decided, in words."""
        return str(Outcome(self.outcome).label)

    @property
    def stands(self) -> bool:
        """Whether it still keeps something out of use."""
        return self.lifted_at is None

    @property
    def is_decided(self) -> bool:
        """Whether somebody decided it."""
        return bool(self.outcome)

    @property
    def ends_at(self) -> datetime | None:
        """The moment from which staff may lift it; None before the person was told."""
        return self.told_at + TOLD_AHEAD if self.told_at else None


@dataclass(frozen=True)
class Begun:
    """A record that begins: its number, and the receipt of its first step."""

    number: int
    receipt: str
