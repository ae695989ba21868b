"""Credits in figures: steps, limits, passing, days. Pure."""

from __future__ import annotations

import base64
import calendar
import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

QUARTER = Decimal("0.25")
RECORD_YEARS = 6
BODY_DAYS = 30


def steps(most: Decimal) -> list[Decimal]:
    """What may be claimed where ``most`` may: every quarter above nothing, the largest first."""
    whole = int(most / QUARTER)
    return [QUARTER * n for n in range(whole, 0, -1)]


def unclaimable(amount: Decimal, most: Decimal) -> str:
    """Why an amount cannot be claimed: "nothing", "quarters", "above"; or ""."""
    if not amount.is_finite() or amount <= 0:
        return "nothing"
    if amount > most:  # before the division, which a number of thirty digits would break
        return "above"
    return "quarters" if amount % QUARTER else ""


def percent(right: int, of: int) -> int:
    """Right answers in whole per cent, rounded down: nobody passes by rounding."""
    return right * 100 // of if of else 0


def right_answers(given: Sequence[int | None], key: Sequence[int]) -> int:
    """How many of ``given`` are right; a question left out is not."""
    return sum(one == right for one, right in zip(given, key, strict=False))


def stage(now: datetime, starts_at: datetime, ends_at: datetime) -> str:
    """Where an activity stands: "soon", "open" or "ended"."""
    if now < starts_at:
        return "soon"
    return "open" if now < ends_at else "ended"


def kept_until(day: date) -> date:
    """The last day of a record: six whole years after its day, 28 February for 29 February."""
    year = day.year + RECORD_YEARS
    last = calendar.monthrange(year, day.month)[1]
    return date(year, day.month, min(day.day, last))


def due(asked: date, days: int = BODY_DAYS) -> date:
    """The day by which a body must have a credit."""
    return asked + timedelta(days=days)


def is_birthday(month: int, day: int) -> bool:
    """Whether there is such a day in some year; 29 February is one."""
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2024, month)[1]


def masked(number: str) -> str:
    """A number as it is shown: its last two signs, or none of a short one."""
    shown = number[-2:] if len(number) > 4 else ""
    return "•" * (len(number) - len(shown)) + shown


def new_number() -> str:
    """A number that says nothing and is not guessed: a hundred random bits, in groups of five."""
    text = base64.b32encode(secrets.token_bytes(13)).decode()[:20]
    return "-".join(text[at : at + 5] for at in range(0, 20, 5))


def new_reference() -> str:
    """A number of the same kind, in the small letters of a feed."""
    return new_number().lower()


def topic(body_id: int) -> str:
    """The choice about one body."""
    return f"credits.body.b{body_id}"


def party(body_id: int) -> str:
    """The body as one that receives."""
    return f"b{body_id}"


def lacking(wanted: Sequence[str], known: Sequence[str]) -> list[str]:
    """What a body needs of a person and does not find."""
    return [one for one in wanted if one not in known]


def is_digest(text: str) -> bool:
    """Whether a text can be the SHA-256 of a document, in hexadecimal."""
    signs = "0123456789abcdef"
    return len(text) == hashlib.sha256().digest_size * 2 and all(one in signs for one in text)
