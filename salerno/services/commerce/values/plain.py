"""Values that rules compute with: they know no framework."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """Where a subscription stands on a day."""

    TRIAL = "trial"
    LIVE = "live"
    GRACE = "grace"
    CANCELLED = "cancelled"  # it runs to the end of what is paid, and no further
    LAPSED = "lapsed"


class Owing(StrEnum):
    """Where an amount stands that is owed."""

    PAID = "paid"
    DUE = "due"
    OVERDUE = "overdue"
    CLOSED = "closed"


@dataclass(frozen=True)
class Quote:
    """What an order comes to. ``unused``: what is left of a plan that it replaces."""

    cents: int
    discount: int
    unused: int
    total: int
    tax: int
    currency: str
    parts: tuple[tuple[date, int], ...]

    @property
    def net(self) -> int:
        """Without the tax."""
        return self.total - self.tax


def said(cents: int, currency: str) -> str:
    """An amount as it is read: $12.50, €4.00, CHF 3.00."""
    sign = {"USD": "$", "EUR": "€", "GBP": "£"}.get(currency, f"{currency} ")
    minus = "−" if cents < 0 else ""
    return f"{minus}{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02}"
