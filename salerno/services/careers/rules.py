"""Who may see what of a jobseeker, how postings match, and which files are taken. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

HIDDEN, MASKED, OPEN = "hidden", "masked", "open"
ALWAYS = ("headline", "specialty", "country", "practice", "needs_visa", "statement")
CONTACT = ("name", "email", "phone")

MOST_BYTES = 5 * 1024 * 1024
MOST_DOCUMENTS = 10
MOST_DAYS = 90
APPLICATIONS_A_DAY = 20
POSTINGS_A_DAY = 50
DAY = timedelta(days=1)
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b")
EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)+")

POOL = "employers"
"""The scope of profiles that can be found: every verified employer has a place there."""


@dataclass(frozen=True)
class Permission:
    """What a jobseeker chose, and who asks. ``switches``: which contact details are shown."""

    state: str
    switches: Collection[str]
    is_blocked: bool
    is_verified: bool


def shown(asked: Permission) -> frozenset[str]:
    """The fields of a profile that an employer sees; none at all where there is no profile."""
    if not asked.is_verified or asked.is_blocked or asked.state not in (MASKED, OPEN):
        return frozenset()
    contact = [one for one in CONTACT if one in asked.switches] if asked.state == OPEN else []
    return frozenset((*ALWAYS, *contact))


def scope_of(employer: int) -> str:
    """The scope of what was sent to an employer."""
    return f"employer:{employer}"


def is_live(opens_at: datetime, expires_at: datetime, now: datetime) -> bool:
    """Whether a posting is shown."""
    return opens_at <= now < expires_at


def days_within(days: int) -> int:
    """How long a posting stands: at least a day, at most ninety."""
    return min(max(1, days), MOST_DAYS)


def matches(posting: Mapping[str, object], search: Mapping[str, object]) -> bool:
    """Whether a posting fits a saved search: every facet that is said, and every word."""
    for facet in ("specialty", "country", "practice"):
        if search.get(facet) and posting.get(facet) != search[facet]:
            return False
    if search.get("visa") and not posting.get("visa"):
        return False
    text = f"{posting.get('title', '')} {posting.get('text', '')} {posting.get('city', '')}"
    folded = text.casefold()
    return all(one in folded for one in str(search.get("q") or "").casefold().split())


def kind_of(content: bytes) -> str:
    """What a document is, by its bytes: pdf, docx, or "" for what is not taken."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04") and b"word/document.xml" in content:
        return "docx"
    return ""


def fault_of(content: bytes) -> str:
    """Why a document is not safe to hand on, as a word; "" where nothing was found.

    The built-in look for what runs by itself. A scanner of the operator is asked as well.
    """
    if EICAR in content:
        return "virus"
    if content.startswith(b"%PDF-") and _ACTIVE.search(content):
        return "active"
    if content.startswith(b"PK") and b"vbaProject.bin" in content:
        return "active"
    return ""


def without_addresses(text: str, instead: str) -> str:
    """A message as the other side reads it before its writer chose to be known."""
    return EMAIL.sub(instead, text)


def left_today(times: Collection[datetime], most: int, now: datetime) -> int:
    """How many more may be sent today."""
    return max(0, most - sum(one > now - DAY for one in times))
