"""What can be decided without the database: what may be published, offered, passed on. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SHARED, PLAIN = "shared", "plain"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Draft:
    """A paper as it stands before it is published. ``most_days``: the longest term of a lead."""

    label: str
    sponsors: Sequence[str]
    has_file: bool
    fields: Collection[str]
    term_days: int
    most_days: int


def missing(draft: Draft) -> tuple[str, ...]:
    """What a paper lacks before it may be published, by name; () where it is whole.

    A paper here is always sponsored: without a sponsor's name and a label nothing goes out.
    """
    said = {
        "sponsor": not draft.sponsors or not all(one.strip() for one in draft.sponsors),
        "label": not draft.label.strip(),
        "file": not draft.has_file,
        "fields": not draft.fields,
        "term": not 0 < draft.term_days <= draft.most_days,
    }
    return tuple(name for name, lacks in said.items() if lacks)


@dataclass(frozen=True)
class Asker:
    """Who stands before a paper. ``has_ground``: a law protects nobody from being asked here."""

    is_member: bool
    has_ground: bool = True


def shared_offer(asker: Asker, takers: Collection[int]) -> str:
    """Whether the way with sharing is open: "open", or why not.

    ``takers``: the sponsors that are not switched off.
    """
    if not takers:
        return "nobody"
    if not asker.has_ground:
        return "law"
    return "open" if asker.is_member else "sign_in"


def may_stand_beside(*, is_accredited: bool) -> bool:
    """Nothing that is paid for stands in or beside accredited education."""
    return not is_accredited


def topic(paper: int, sponsor: int) -> str:
    """The one question about one sponsor at one paper."""
    return f"sponsors.paper_{paper}.sponsor_{sponsor}"


def party(sponsor: int) -> str:
    """How a sponsor is known among the recipients."""
    return f"s{sponsor}"


def recipient(sponsor: int) -> str:
    """A sponsor's name in the account of what left the house; its switch has the same."""
    return f"sponsor.{party(sponsor)}"


@dataclass(frozen=True)
class Claim:
    """One lead on its way out: whose, and the receipt of the yes on which it rests."""

    subject: int
    topic: str
    receipt: str


def unfounded(claims: Iterable[Claim], standing: Mapping[tuple[int, str], str]) -> list[Claim]:
    """The leads whose yes does not stand: for this topic, and under this very receipt.

    ``standing``: the receipt of each yes that stands, by subject and topic.
    """
    return [one for one in claims if standing.get((one.subject, one.topic)) != one.receipt]


def until(taken_at: datetime, days: int) -> datetime:
    """When a lead ends."""
    return taken_at + timedelta(days=days)


def token_digest(token: str) -> str:
    """What is stored of a sponsor's token: 64 hex digits."""
    return hashlib.sha256(f"salerno.sponsors:{token}".encode(errors="replace")).hexdigest()


def sheet_digest(parts: Iterable[str]) -> str:
    """What stands for a sheet as it was shown: the words of each question, and the values."""
    told = "\x1f".join(one.replace("\x1f", " ") for one in parts)
    return hashlib.sha256(told.encode()).hexdigest()


def cell(value: str) -> str:
    """A cell of a table of figures that no program takes for a formula."""
    return f"'{value}" if value.startswith(FORMULA) else value
