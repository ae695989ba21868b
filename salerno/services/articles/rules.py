"""What follows from what an article says of itself. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from datetime import date

LONGEST_SLUG = 72
SHOWN_NAMES = 4

# What another article says of this one, by what it says of itself.
GRAVE = frozenset({"retracted-article", "retraction", "expression-of-concern", "object-of-concern",
                   "removed-article", "withdrawn-article", "partial-retraction"})  # fmt: skip
SAID_OF = frozenset({
    "corrected-article", "retracted-article", "object-of-concern", "commentary-article",
    "addended-article", "updated-article", "companion", "letter", "peer-reviewed-article",
    "partial-retraction", "removed-article", "withdrawn-article", "corrected",
})  # fmt: skip


def slug_of(words: str, most: int = LONGEST_SLUG) -> str:
    """Words as an address: small letters, digits, hyphens; ends with a whole word."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    whole = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(whole) <= most:
        return whole
    cut = whole[: most + 1]
    return cut.rsplit("-", 1)[0].strip("-")[:most] if "-" in cut else whole[:most]


def fresh(stem: str, taken: Sequence[str], otherwise: str) -> str:
    """The stem, or the stem with the first number that is free."""
    first = stem or otherwise
    made, number = first, 1
    while made in taken:
        number += 1
        made = f"{first}-{number}"
    return made


def identity_of(ids: dict[str, str], journal: str, title: str, published: str) -> str:
    """What tells an article from all others: its DOI, a number of its own, or all it is."""
    for kind in ("doi", "pmid", "pmcid", "pmc"):
        if ids.get(kind):
            return f"{kind}:{ids[kind].lower()}"
    if ids.get("publisher-id"):
        return f"{slug_of(journal)}:{ids['publisher-id']}"
    whole = f"{journal}\n{title}\n{published}"
    return f"title:{hashlib.sha256(whole.encode()).hexdigest()}"


def day_of(iso: str, otherwise: date) -> date:
    """A date that may lack its day and month, as the first day it can be."""
    parts = iso.split("-") if iso else []
    numbers = [int(one) for one in parts] + [1, 1]
    return date(*numbers[:3]) if parts else otherwise


def byline_of(names: Sequence[str]) -> str:
    """The first authors, for a list."""
    if len(names) <= SHOWN_NAMES:
        return ", ".join(names)
    return f"{', '.join(names[: SHOWN_NAMES - 1])}, et al."


def pages_of(first: str, last: str, number: str) -> str:
    """Where it stands in its volume."""
    span = f"{first}–{last}" if first and last and last != first else first
    return (span or number)[:60]


def initials(given: str) -> str:
    """The first letters of given names."""
    return "".join(one[0] for one in re.split(r"[\s.\-]+", given) if one)[:4].upper()


def cited_name(given: str, surname: str, name: str) -> str:
    """A name as it stands in a reference."""
    short = initials(given)
    return f"{surname} {short}".strip() if surname else name


def citation(names: Sequence[str], title: str, journal: str, where: str, doi: str) -> str:
    """How to cite it."""
    people = ", ".join(names[:6]) + (", et al." if len(names) > 6 else "")
    stopped = title if title.endswith((".", "?", "!")) else f"{title}."
    parts = [f"{people.rstrip('.')}." if people else "", stopped, f"{journal} {where}.".strip()]
    return " ".join([one for one in parts if one] + ([f"doi:{doi}"] if doi else []))


def where_of(year: str, volume: str, number: str, pages: str) -> str:
    """Year, volume, number and pages."""
    placed = f"{volume}({number})" if volume and number else volume or number
    tail = ":".join(one for one in (placed, pages) if one)
    return ";".join(one for one in (year, tail) if one)


PICTURES = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
MOST_PAGES = 10_000


def page_number(given: str) -> int:
    """The number of a page as an address says it; the first where it says nothing of sense."""
    plain = given.isascii() and given.isdigit() and len(given) < 6
    return min(max(1, int(given)), MOST_PAGES) if plain else 1
