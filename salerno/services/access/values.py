"""What crosses to other rooms: what is asked about, what opens it, and what was decided."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol

from salerno.privacy.declare import Reach


class Source(StrEnum):
    """Where an entitlement comes from."""

    ENROLMENT = "enrolment"
    SUBSCRIPTION = "subscription"
    LICENCE = "licence"
    GIFT = "gift"
    ORDER = "order"
    TRIAL = "trial"


class Reason(StrEnum):
    """Why something opens, or does not."""

    OPEN = "open"
    REGISTERED = "registered"
    ENTITLED = "entitled"
    FREE = "free"
    SUBSCRIBE = "subscribe"
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
    covers: str = ""


class Published(Thing, Protocol):
    """A thing of a kind, such as an article: what is counted and subscribed to goes by kinds."""

    @property
    def kind(self) -> str: ...


@dataclass(frozen=True)
class Listed:
    """A thing in a list, as far as its lock goes: published, and known to everybody."""

    id: int
    access: str
    kind: str
    address: str = ""
    audience: Reach = Reach.PUBLIC
    minimum_age: int = 0
    published_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class NewGrant:
    """Access that was paid for or is tried: from now on, or from ``since``, until ``until``.

    ``covers``: a kind of things, each of which it opens as well.
    """

    subject: int
    item_id: int
    source: Source
    until: datetime | None = None
    covers: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class Read:
    """A thing that was opened freely, and when. Until the period is over it stays free."""

    item_id: int
    at: datetime


def nobody() -> Collection[int]:
    """The organisations of somebody who belongs to none."""
    return ()


@dataclass(frozen=True)
class Visit:
    """What a request brings beside its viewer.

    ``counter``: the text of the visitor's signed counter. ``address``: where it comes from; it
    is looked up and kept nowhere. ``bodies``: asks for the ids of the organisations that the
    viewer belongs to; it is called only where nothing else opens.
    """

    counter: str = ""
    address: str = field(default="", repr=False)
    bodies: Callable[[], Collection[int]] = nobody


@dataclass(frozen=True)
class MeterSet:
    """How many things of a kind are free in a period, without and with an account."""

    kind: str
    anonymous: int
    registered: int


@dataclass(frozen=True)
class NewLicence:
    """What an institution may open, and from where. ``covers``: a kind of things.

    ``reference``: the order it comes from. ``organisation_id``: whose people open it by signing
    in; None: nobody's.
    """

    name: str
    covers: str
    since: datetime
    until: datetime | None = None
    organisation_id: int | None = None
    reference: str = ""


@dataclass(frozen=True)
class LicenceShown:
    """A licence as the desk reads it, with its networks."""

    id: int
    name: str
    covers: str
    organisation_id: int | None
    reference: str
    since: datetime
    until: datetime | None
    ended_at: datetime | None
    networks: tuple[str, ...] = ()


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


@dataclass(frozen=True)
class Opening:
    """Whether a thing opens for this visit, and how many free ones are left.

    ``of``: how many are free in a period of ``days`` days; 0 where nothing is counted here.
    ``through``: the name of the institution whose licence opened it. ``counter``: the text that
    the visitor's counter has from now on, where it changes. ``counts``: this is the first
    reading of a free one by somebody with an account, and has to be written down.
    """

    decision: Decision
    left: int = 0
    of: int = 0
    days: int = 0
    through: str = ""
    counter: str | None = None
    counts: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether it is free and one of those that are counted."""
        return self.of > 0 and self.decision.reason is Reason.FREE
