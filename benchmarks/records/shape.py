"""What record number ``k`` says: every field is value ``k`` mod its count. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

PURPOSES, OBJECTIONS, DECISIONS, TENS = 25, 100, 2, 10
TERMS = (30, 10_000, 12_000, 14_000, 16_000, 18_000, 20_000, 22_000, 24_000, 1_000_000)  # s
MOST_USERS, RECORDS_A_USER = 10_000, 100
OBJECTED = 7  # the objection that closes its user for the processor's purpose
AUDIENCES = (0, 1, 2, 3, 4, 4, 5, 5, 5, 5)  # how far each of the ten lists of access reaches
SEEN_BY_MEMBERS = 4
DAYS = 12  # the clause's term: the longest of a record, in whole days
BYTES = 100
FILLING = "What a record says about somebody, in so many bytes; the kernel reads none of it. " * 2

LOADED_AT = datetime(2026, 1, 1, tzinfo=UTC)
NOW = LOADED_AT + timedelta(seconds=60)  # the clock stands: a tenth of the records is past 30 s


@dataclass(frozen=True)
class Town:
    """So many records of so many users."""

    records: int

    @property
    def users(self) -> int:
        """Ten thousand; of a small town fewer, so that each still has a hundred records."""
        return min(MOST_USERS, max(self.records // RECORDS_A_USER, 1))

    def user_of(self, key: int) -> int:
        """Whose a record is, from 0."""
        return key % self.users

    def lasts_until(self, key: int) -> datetime:
        """When a record ends; one that is inserted is inserted now."""
        begun = LOADED_AT if key < self.records else NOW
        return begun + timedelta(seconds=TERMS[key % TENS])

    def is_expired(self, key: int) -> bool:
        """Whether a record is past its own term."""
        return self.lasts_until(key) <= NOW

    def objected(self, key: int) -> bool:
        """Whether the user of a record objected to what the processor does."""
        return self.user_of(key) % OBJECTIONS == OBJECTED

    def fields(self, key: int) -> dict[str, object]:
        """Record ``key``, as both stores keep it."""
        ten = key % TENS
        return {
            "key": key,
            "owner_id": self.user_of(key) + 1,
            "purpose": key % PURPOSES,
            "ttl": TERMS[ten],
            "objection": key % OBJECTIONS,
            "decision": key % DECISIONS,
            "acl": f"list-{ten}",
            "shared_with": f"firm-{ten}",
            "source": f"source-{ten}",
            "category": f"category-{ten}",
            "data": f"{key}:{FILLING}"[:BYTES],
        }

    def kernel_fields(self, key: int) -> dict[str, object]:
        """What the kernel's store keeps besides: its audience, and from when its term counts."""
        return {
            "audience": AUDIENCES[key % TENS],
            "kept_from": self.lasts_until(key) - timedelta(days=DAYS),
        }


def firm(number: int) -> str:
    """With whom records are shared after an update."""
    return f"firm-{number % TENS}b"


def corrected(number: int) -> str:
    """What a record says after an update."""
    return f"corrected {number}:{FILLING}"[:BYTES]
