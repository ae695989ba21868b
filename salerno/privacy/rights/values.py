"""What the rights hand out: frozen, with every number already taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from salerno.privacy.declare import Clause
from salerno.privacy.law import Basis

ON_SITE = frozenset({"", "page", "house", "browser", "header"})


@dataclass(frozen=True)
class Holding:
    """One clause as it lies on one table, with what is held of one person.

    ``values``: a mapping of column to value for each row; of a secret only that it is there.
    ``audience``: the level that the person chose, or None where none can be chosen.
    ``ends_at``: when the oldest row ends, where its term is counted in days.
    ``bases``: the grounds in the layers that protect the person. ``receivers``: who was sent it.
    """

    clause: Clause
    table: str
    values: tuple[Mapping[str, object], ...]
    count: int
    audience: int | None = None
    ends_at: datetime | None = None
    channel: str = ""
    source: str = ""
    collected_at: datetime | None = None
    bases: tuple[Basis, ...] = ()
    receivers: tuple[str, ...] = ()

    @property
    def pairs(self) -> tuple[tuple[tuple[str, object], ...], ...]:
        """Column and value, row by row: for templates, where a column may be called "items"."""
        return tuple(tuple(row.items()) for row in self.values)

    @property
    def is_offline(self) -> bool:
        """Whether it reached the house outside its own pages: by telephone, fax, post, e-mail."""
        return self.channel not in ON_SITE


@dataclass(frozen=True)
class Heading:
    """What is held under one heading of "Your information"."""

    id: str
    holdings: tuple[Holding, ...]


@dataclass(frozen=True)
class Planned:
    """What an erasure does to one clause on one table."""

    clause: Clause
    table: str
    count: int
    reason: str = ""


@dataclass(frozen=True)
class Plan:
    """What goes, what goes on without the person, and what a duty keeps."""

    goes: tuple[Planned, ...]
    unnamed: tuple[Planned, ...]
    stays: tuple[Planned, ...]
    recipients: tuple[str, ...] = ()

    @property
    def items(self) -> int:
        """How many rows go."""
        return sum(one.count for one in self.goes)


@dataclass(frozen=True)
class Certificate:
    """Proof of an erasure without an identity. ``number`` is its place in the ledger."""

    number: int
    at: datetime
    plan: Plan
