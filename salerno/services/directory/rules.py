"""What can be decided without the database: fields, paging, how fast a list is turned."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

PAGE = 24
WINDOW = timedelta(minutes=10)
NOTICE_EVERY = timedelta(days=365)  # 34 CFR 99.7: annually
NOTICES_AT_ONCE = 200
MOST_PAGES = 40  # of all lists together, for one viewer in one window


def outside(fields: Iterable[str], definition: Collection[str]) -> tuple[str, ...]:
    """The fields that the published definition does not name."""
    return tuple(one for one in fields if one not in definition)


def last_page(count: int) -> int:
    """How many pages a list of so many has; an empty one has one."""
    return max(1, -(-count // PAGE))


def page_of[T](lines: list[T], number: int) -> list[T]:
    """The lines of a page, from 1."""
    return lines[(number - 1) * PAGE : number * PAGE]


def is_within(line: Mapping[str, str], narrowed: Mapping[str, str]) -> bool:
    """Whether a line says what the list is narrowed to, whatever the case of its letters."""
    return all(
        line.get(name, "").casefold() == value.casefold() for name, value in narrowed.items()
    )


def is_too_fast(turned: int) -> bool:
    """Whether somebody turned more pages in a window than who looks for people."""
    return turned > MOST_PAGES
