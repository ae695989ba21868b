"""What crosses to other rooms: what is asked about, what opens it, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from salerno.privacy.declare import Reach


class Source(StrEnum):
    """Where an entitlement comes from."""

    ENROLMENT = "enrolment"
    SUBSCRIPTION = "subscription"
    LICENCE = "licence"
    GIFT = "gift"


class Reason(StrEnum):
    """Why something opens, or does not."""

    OPEN = "open"
    REGISTERED = "registered"
    ENTITLED = "entitled"
    SIGN_IN = "sign_in"
    NOT_ENROLLED = "not_enrolled"
    NOT_BEGUN = "not_begun"
    ENDED = "ended"
    TOO_YOUNG = "too_young"
    AGE_UNKNOWN = "age_unknown"
    WITHDRAWN = "withdrawn"
    NOT_PUBLISHED = "not_published"


class Thing(Protocol):
    """What is asked about: an item of the catalogue, or anything with the same columns."""

    @property
    def id(self) -> int: ...
    @property
    def address(self) -> str: ...
    @property
    def audience(self) -> Reach: ...
    @property
    def access(self) -> str: ...
    @property
    def minimum_age(self) -> int: ...
    @property
    def published_at(self) -> datetime: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Ground:
    """Something that opens a thing for a time: an entitlement, a network, a free reading.

    It opens from ``since`` until before ``until`` (None: without end), unless ended earlier.
    """

    source: str
    since: datetime
    until: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Held:
    """One entitlement of the viewer."""

    item_id: int
    ground: Ground


@dataclass(frozen=True)
class Asker:
    """Who asks, as far as the rules want to know. ``age``: years that are known at least."""

    is_known: bool
    grounds: tuple[Ground, ...] = ()
    age: int | None = None


@dataclass(frozen=True)
class Decision:
    """Whether something opens. Where not: why, what to do, and the address to go to for it.

    ``source``: what opened it, "" where nothing was needed. ``at``: when it opens, where that is
    the reason. ``years``: the age that is needed, where that is.
    """

    allowed: bool
    reason: Reason
    what_to_do: str = ""
    address: str = ""
    source: str = ""
    at: datetime | None = None
    years: int = 0
