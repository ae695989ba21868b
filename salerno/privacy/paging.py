"""A place in a long list, and the ways on and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

PAGE = 50
LONGEST = 7  # digits of a number


@dataclass(frozen=True)
class Pager:
    """A place in a long list, newest first. ``kept`` are the filters that stay.

    ``name``: the word for the page in addresses. ``is_dated``: its order is that of time.
    """

    number: int
    last: int
    address: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    name: str = "page"
    is_dated: bool = True

    def at(self, number: int) -> str:
        """The address of a page, or an empty text where there is none."""
        if not 1 <= number <= self.last:
            return ""
        return f"{self.address}?{urlencode([*self.kept, (self.name, str(number))])}"

    @property
    def before(self) -> str:
        """The page with what is newer."""
        return self.at(self.number - 1)

    @property
    def after(self) -> str:
        """The page with what is older."""
        return self.at(self.number + 1)


class Part(list[Any]):
    """The rows of one page of a list, with the way to the others. ``count``: of the whole list."""

    def __init__(self, rows: Iterable[Any], pager: Pager, count: int) -> None:
        super().__init__(rows)
        self.pager = pager
        self.count_of_all = count


def number_of(given: str) -> int:
    """The page that an address names; the first where it names none."""
    is_number = given.isascii() and given.isdigit() and len(given) <= LONGEST
    return max(1, int(given)) if is_number else 1


def part(
    rows: Iterable[Any], asked: dict[str, str], address: str, name: str = "page", each: int = PAGE
) -> Part:
    """The page of a list that ``asked``, the words of an address behind its ``?``, names."""
    whole = list(rows)
    last = max(1, -(-len(whole) // each))
    number = min(number_of(asked.get(name, "")), last)
    kept = tuple((key, value) for key, value in asked.items() if key != name)
    pager = Pager(number, last, address, kept, name, is_dated=False)
    return Part(whole[(number - 1) * each : number * each], pager, len(whole))
