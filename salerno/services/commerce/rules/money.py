"""What an order comes to: tax, coupons, what is left of a plan, and parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from salerno.services.commerce.rules.days import add_months
from salerno.services.commerce.values.plain import Quote, said

__all__ = [
    "Asked", "Reduction", "discount", "parts", "quote", "said", "share", "spent", "tax_in",
    "unused",
]  # fmt: skip

WHOLE = 10_000  # hundredths of a percent
MOST_QUANTITY = 10_000


@dataclass(frozen=True)
class Reduction:
    """A coupon, as far as it counts: a share in percent, or an amount in cents."""

    percent: int = 0
    cents: int = 0


def tax_in(total: int, rate: int) -> int:
    """The tax inside a total, to the nearest cent; half a cent goes up."""
    return (2 * total * rate + WHOLE + rate) // (2 * (WHOLE + rate)) if rate else 0


def discount(cents: int, reduction: Reduction | None) -> int:
    """What a coupon takes off, never more than there is."""
    if reduction is None:
        return 0
    share = (2 * cents * reduction.percent + 100) // 200
    return min(cents, share + reduction.cents)


def unused(cents: int, begun: datetime, until: datetime, now: datetime) -> int:
    """What is left of a period that was paid with ``cents``, rounded down to a cent."""
    whole = (until - begun).total_seconds()
    left = (until - max(begun, min(now, until))).total_seconds()
    return int(cents * left // whole) if whole > 0 else 0


def parts(total: int, count: int, first: date) -> tuple[tuple[date, int], ...]:
    """``total`` in equal parts, a month apart. The first takes the cents that do not divide."""
    each, over = divmod(total, count)
    return tuple(
        (add_months(first, place), each + (over if place == 0 else 0)) for place in range(count)
    )


@dataclass(frozen=True)
class Asked:
    """What is asked of a price: how many, in how many parts, and what takes something off."""

    cents: int
    currency: str
    tax_rate: int
    quantity: int = 1
    instalments: int = 1
    reduction: Reduction | None = None
    unused: int = 0


def quote(asked: Asked, day: date) -> Quote:
    """What it comes to, and when each part is due."""
    whole = asked.cents * asked.quantity
    off = discount(whole, asked.reduction)
    rest = min(asked.unused, whole - off)
    total = whole - off - rest
    split = parts(total, asked.instalments, day)
    tax = tax_in(total, asked.tax_rate)
    return Quote(whole, off, rest, total, tax, asked.currency, split)


def share(part: int, total: int, tax: int, before: int = 0) -> int:
    """The tax in a part of a total, after parts of ``before``; all parts give exactly ``tax``."""
    if total <= 0:
        return 0
    return tax * (before + part) // total - tax * before // total


def spent(lots: Sequence[tuple[int, int]], cents: int) -> tuple[tuple[int, int], ...]:
    """How ``cents`` are taken from lots of (id, left), in their order; as far as they reach."""
    taken: list[tuple[int, int]] = []
    for lot, left in lots:
        some = min(left, cents)
        if some > 0:
            taken.append((lot, some))
            cents -= some
    return tuple(taken)
