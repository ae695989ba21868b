"""Double entry: every entry is a set of postings that come to nothing together.

Debit is positive, credit is negative.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Account(StrEnum):
    """The accounts of the house."""

    OWED = "owed"  # what people owe
    CARRIER = "carrier"  # what the payment carrier holds for the house
    SALES = "sales"
    TAX = "tax"
    CREDIT_PAID = "credit_paid"  # what people may spend here and have paid for
    CREDIT_GIVEN = "credit_given"  # what they may spend and was given to them
    GIFTS = "gifts"  # what that cost the house


class Event(StrEnum):
    """What an entry is about."""

    INVOICED = "invoiced"
    RECEIVED = "received"
    SPENT = "spent"
    CREDITED = "credited"  # a credit note
    RETURNED = "returned"  # to the card
    KEPT = "kept"  # to the credit here
    GRANTED = "granted"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Posting:
    """An amount in cents on one account."""

    account: Account
    cents: int


class Unbalanced(ValueError):
    """An entry that does not come to nothing. A defect, never somebody's fault."""


def entry(*postings: Posting) -> tuple[Posting, ...]:
    """The postings that say something. Raises Unbalanced."""
    if sum(one.cents for one in postings):
        raise Unbalanced(str(postings))
    return tuple(one for one in postings if one.cents)


def invoiced(total: int, tax: int) -> tuple[Posting, ...]:
    """Somebody owes the house from now on."""
    return entry(
        Posting(Account.OWED, total), Posting(Account.SALES, tax - total),
        Posting(Account.TAX, -tax),
    )  # fmt: skip


def credited(total: int, tax: int) -> tuple[Posting, ...]:
    """A credit note: they owe so much less."""
    return entry(*(Posting(one.account, -one.cents) for one in invoiced(total, tax)))


def received(cents: int, owed: int) -> tuple[Posting, ...]:
    """Money at the carrier. What goes beyond what was owed is theirs to spend."""
    settled = min(cents, owed)
    return entry(
        Posting(Account.CARRIER, cents), Posting(Account.OWED, -settled),
        Posting(Account.CREDIT_PAID, settled - cents),
    )  # fmt: skip


def spent(paid: int, given: int) -> tuple[Posting, ...]:
    """Credit settles what is owed."""
    return entry(
        Posting(Account.CREDIT_PAID, paid), Posting(Account.CREDIT_GIVEN, given),
        Posting(Account.OWED, -paid - given),
    )  # fmt: skip


def returned(cents: int) -> tuple[Posting, ...]:
    """What a credit note freed goes back to the card."""
    return entry(Posting(Account.OWED, cents), Posting(Account.CARRIER, -cents))


def kept(cents: int) -> tuple[Posting, ...]:
    """What a credit note freed stays here as credit that was paid for."""
    return entry(Posting(Account.OWED, cents), Posting(Account.CREDIT_PAID, -cents))


def granted(cents: int) -> tuple[Posting, ...]:
    """A gift of the house."""
    return entry(Posting(Account.GIFTS, cents), Posting(Account.CREDIT_GIVEN, -cents))


def expired(cents: int) -> tuple[Posting, ...]:
    """A gift that was not spent in time."""
    return entry(*(Posting(one.account, -one.cents) for one in granted(cents)))


def balance(postings: Iterable[Posting]) -> dict[Account, int]:
    """What stands on each account."""
    found = dict.fromkeys(Account, 0)
    for one in postings:
        found[one.account] += one.cents
    return found
