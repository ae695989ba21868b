"""What crosses between a room that takes payments and the adapter of the payment carrier.

A card number is typed at the carrier's own page and never reaches this house. What goes out is
named here, and an adapter refuses everything else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, Self

from django.conf import settings
from django.utils.module_loading import import_string

NAME = "payment"  # of the adapter, in the settings
# What follows a point is a fraction of a second.
_RUN = re.compile(r"(?<![\d.])(?:\d{13,19}|\d{4}(?:[ -]\d{4}){2,3}(?:[ -]\d{1,7})?)(?!\d)")
_BEGINNINGS = re.compile(r"(?:4|5[1-5]|2[2-7]|3[47]|36|6)")


class CarrierFailed(Exception):
    """The carrier could not be reached, or answered what nobody can read. Try again later."""


class Untrusted(Exception):
    """A notice that the carrier did not sign, or signed too long ago."""


class Undeclared(Exception):
    """A field that does not go to a payment carrier."""


class Paid(StrEnum):
    """Where a payment stands at the carrier."""

    OPEN = "open"
    PAID = "paid"
    DECLINED = "declined"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Charge:
    """All that a payment carrier is told. ``cents`` of ``currency``, for ``reference``.

    ``name`` and ``postcode``: of the bill. ``token``: of a card it keeps, "" for a new one.
    ``back``: where its page leads back to. ``keeps``: whether it shall keep the card.
    """

    reference: str
    cents: int
    currency: str
    name: str = field(repr=False)
    postcode: str = field(repr=False)
    token: str = field(default="", repr=False)
    back: str = ""
    keeps: bool = False

    @classmethod
    def of(cls, given: Mapping[str, object]) -> Self:
        """The charge of these fields and no others. Raises Undeclared, which names the first."""
        known = {one.name: one.type for one in fields(cls)}
        for name, value in given.items():
            if name not in known or type(value).__name__ != known[name]:
                raise Undeclared(f"{name} does not go to the payment carrier.")
        values: dict[str, Any] = dict(given)
        return cls(**values)


@dataclass(frozen=True)
class Card:
    """What is known of a card: the carrier's token, and what its owner knows it by."""

    token: str = field(repr=False)
    brand: str
    last_four: str
    expiry: str  # 04/2029


@dataclass(frozen=True)
class Returned:
    """A refund, as the carrier has it. ``state``: asked, done or failed."""

    reference: str
    cents: int
    state: str


@dataclass(frozen=True)
class Told:
    """Where one payment stands at the carrier: all of it, so that no order of news matters."""

    reference: str
    state: Paid
    captured: int
    currency: str
    refunds: tuple[Returned, ...] = ()
    card: Card | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Begun:
    """A payment at the carrier's own page. ``carrier_id``: its name there."""

    carrier_id: str
    address: str


@dataclass(frozen=True)
class Heard:
    """A notice whose signature holds: which payment has news."""

    event: str
    reference: str
    at: datetime


class Gateway(Protocol):
    """A payment carrier. The same reference twice is the same payment, or the same refund."""

    name: str
    address: str  # of its own page, for the person to know; "" where it is this house's

    def begin(self, charge: Mapping[str, object]) -> Begun:
        """Prepare its page for one payment. Raises CarrierFailed or Undeclared."""

    def charge(self, charge: Mapping[str, object]) -> Told:
        """Charge a card that it keeps. Raises CarrierFailed or Undeclared."""

    def refund(self, reference: str, carrier_id: str, refund: str, cents: int) -> Told:
        """Give back. Raises CarrierFailed."""

    def state(self, reference: str, carrier_id: str) -> Told | None:
        """Where a payment stands; None where the carrier knows nothing of it."""

    def hear(self, body: bytes, signature: str) -> Heard | None:
        """Read a notice; None for one that is about no payment. Raises Untrusted."""


def gateway() -> Gateway:
    """The payment carrier that the settings name."""
    made: Gateway = import_string(settings.SALERNO_ADAPTERS[NAME])()
    return made


def holds_card_number(text: str) -> bool:
    """Whether a text holds what can only be the number of a payment card."""
    found = ("".join(filter(str.isdigit, one)) for one in _RUN.findall(text))
    return any(_BEGINNINGS.match(one) and _is_luhn(one) for one in found)


def without_card_numbers(text: str) -> str:
    """The text with each card number replaced by a word."""

    def said(found: re.Match[str]) -> str:
        return "[card number]" if holds_card_number(found.group()) else found.group()

    return _RUN.sub(said, text)


def _is_luhn(digits: str) -> bool:
    total = 0
    for place, one in enumerate(reversed(digits)):
        number = int(one) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0
