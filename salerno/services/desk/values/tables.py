"""A list of the desk as a page shows it: one shape for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Cell:
    """One cell: words, or a moment; a second line in small, and a mark where it presses.

    ``address``: where it leads. ``light``: calm, soon or late. ``late``: what else is late.
    """

    text: str = ""
    address: str = ""
    at: date | datetime | None = None
    small: str = ""
    light: str = "calm"
    late: str = ""

    @property
    def moment(self) -> str:
        """The moment as a machine reads it."""
        return self.at.isoformat() if self.at is not None else ""

    @property
    def form(self) -> str:
        """How the moment is written: with its time, where it has one."""
        return "SHORT_DATETIME_FORMAT" if isinstance(self.at, datetime) else "SHORT_DATE_FORMAT"


@dataclass(frozen=True)
class Table:
    """A table: what it is of, its heads, its rows. ``numbers``: the heads of columns of numbers."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: frozenset[str] = field(default_factory=frozenset)

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """Each head, and whether numbers stand below it."""
        return [(one, one in self.numbers) for one in self.heads]

    @property
    def lines(self) -> list[list[tuple[str, bool, Cell]]]:
        """Each row as its cells with their heads."""
        return [
            [(head, head in self.numbers, cell) for head, cell in zip(self.heads, row, strict=True)]
            for row in self.rows
        ]
