"""Demands as pages show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class NewDemand:
    """A demand as it is filed. ``clauses``: ids; ``first_date`` and ``last_date``: its period."""

    issuer: str
    instrument: str
    issuer_reference: str
    ground: str
    reason: str
    clauses: tuple[str, ...]
    deadline_date: date
    first_date: date | None = None
    last_date: date | None = None
    forbids_notice: bool = False
    sealed_date: date | None = None
    silence: str = ""
    threat: str = ""
    exemption: str = ""
    subjects: tuple[int, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Named:
    """One person in a demand."""

    subject: int
    notice_at: datetime | None
    exception: str
    hold: int
    released_at: datetime | None
    consent: str = ""

    @property
    def is_told(self) -> bool:
        """Whether the person was told, or it stands on record why not."""
        return self.notice_at is not None or bool(self.exception)


@dataclass(frozen=True)
class DemandView:
    """A demand as its officer reads it."""

    id: int
    reference: str
    issuer: str
    instrument: str
    instrument_title: str
    issuer_reference: str
    ground: str
    ground_title: str
    exemption: str
    exemption_title: str
    reason: str
    threat: str
    clauses: tuple[str, ...]
    first_date: date | None
    last_date: date | None
    deadline_date: date
    forbids_notice: bool
    sealed_date: date | None
    is_sealed: bool
    silence: str
    state: str
    approvals: int
    approved_by_me: bool
    people: tuple[Named, ...]
    released_at: datetime | None
    reviewed_at: datetime | None
    review: str
    manifest: str
    light: str


@dataclass(frozen=True)
class Production:
    """What is handed over: the archive, and the digest of its list of files."""

    archive: bytes = field(repr=False)
    digest: str = ""


@dataclass(frozen=True)
class Total:
    """One line of the public count."""

    year: int
    title: str
    received: str
    released: str
