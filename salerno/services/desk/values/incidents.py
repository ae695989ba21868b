"""Incidents as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class NewBreach:
    """An incident as it is filed. ``tables``: names of tables that were touched."""

    title: str
    nature: str
    tables: tuple[str, ...]
    aware_at: datetime
    from_at: datetime | None = None
    until_at: datetime | None = None
    likely: str = ""
    measures: str = ""
    is_high_risk: bool = False


@dataclass(frozen=True)
class BreachView:
    """An incident as its officer reads it."""

    id: int
    title: str
    nature: str
    likely: str
    measures: str
    tables: tuple[str, ...]
    from_at: datetime | None
    until_at: datetime | None
    aware_at: datetime
    due_at: datetime
    is_late: bool
    is_high_risk: bool
    affected: int
    counted_at: datetime | None
    authority_at: datetime | None
    authority_words: str
    persons_at: datetime | None
    closed_at: datetime | None
    draft: str
