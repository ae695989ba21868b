"""The dates of an article's life, each as exact as the file says."""

from __future__ import annotations

from datetime import date

from salerno.services.articles.formats.jats.tree import Element
from salerno.services.articles.formats.jats.values import Dated

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PUBLISHED = ("epub", "pub", "publication", "ppub", "epub-ppub", "collection", "")


def dates_of(meta: Element) -> tuple[Dated, ...]:
    """All dates, the day of publication first."""
    found: list[Dated] = []
    for one in meta.elements("pub-date"):
        kind = one.get("date-type") or one.get("pub-type") or "pub"
        found += dated(one, kind)
    history = meta.elements("history", "pub-history")
    for holder in history:
        for one in holder.walk():
            if one.tag == "date":
                found += dated(one, one.get("date-type"))
    return tuple(found)


def dated(element: Element, kind: str) -> list[Dated]:
    """A date as ISO writes it, or none where there is no year."""
    given = element.get("iso-8601-date")[:10]
    iso = given if is_day(given) else written(element)
    return [Dated(kind.lower(), iso)] if iso else []


def written(element: Element) -> str:
    """Year, month and day as far as they are there."""
    parts = {one.tag: one.text for one in element.elements()}
    year = parts.get("year", "")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        return ""
    month = month_of(parts.get("month", ""))
    if not month:
        return year
    full = f"{year}-{month:02}-{number_of(parts.get('day', '')):02}"
    return full if is_day(full) else f"{year}-{month:02}"


def month_of(given: str) -> int:
    """A month from its number or its English name; 0 for none."""
    number = number_of(given)
    if 1 <= number <= 12:
        return number
    stem = given[:3].lower()
    return MONTHS.index(stem) + 1 if stem in MONTHS else 0


def number_of(given: str) -> int:
    """A small number, or 0."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 3 else 0


def is_day(iso: str) -> bool:
    """Whether it is a day of the calendar."""
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True


def published(dates: tuple[Dated, ...]) -> str:
    """The day of publication as the file says, the most exact of the first kind there is."""
    for kind in PUBLISHED:
        found = [one.iso for one in dates if one.kind == kind]
        if found:
            return max(found, key=len)
    return dates[0].iso if dates else ""
