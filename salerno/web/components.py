"""What the component templates take: frozen values with words already chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Link:
    """A place to go. ``current`` marks the page one is on; ``count`` stands behind the words."""

    words: object
    address: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Gloss:
    """Why it is asked, how long it is kept, who sees it: words rendered from the clause."""

    why: object
    kept: object
    seen: object


@dataclass(frozen=True)
class Notice:
    """An event. ``kind``: plain, good, care or stop. The first line says it."""

    title: object
    text: object = ""
    kind: str = "plain"
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Choice:
    """A standing choice: one form post, and its receipt in the same row."""

    name: str
    what: object
    so: object
    is_on: bool
    receipt: object
    receipt_address: str = ""


@dataclass(frozen=True)
class LedgerEntry:
    """One line of a ledger. ``kind``: "out" left the house, "no" was not sent, "" neither."""

    at: datetime
    to: object
    text: object
    fields: object = ""
    kind: str = ""


@dataclass(frozen=True)
class Tally:
    """One figure, and what it counts."""

    figure: object
    counts: object


@dataclass(frozen=True)
class Right:
    """Something a person can do now."""

    words: object
    address: str
    detail: object


@dataclass(frozen=True)
class Bar:
    """One month, week or day of a plot: a filled part and an open part upon it."""

    label: str
    filled: int
    open: int = 0


@dataclass(frozen=True)
class Plot:
    """A bar plot drawn by the server, its finding as the caption, its table behind."""

    title: object
    caption: object
    filled: object
    open: object
    bars: tuple[Bar, ...]

    WIDTH, HEIGHT, BASE, LEFT = 420, 112, 90, 18

    @property
    def top(self) -> int:
        """The highest bar, at least one."""
        return max([one.filled + one.open for one in self.bars] or [1]) or 1

    @property
    def columns(self) -> list[dict[str, object]]:
        """The bars in the units of the drawing."""
        step = (self.WIDTH - self.LEFT) / max(len(self.bars), 1)
        unit = (self.BASE - 12) / self.top
        drawn: list[dict[str, object]] = []
        for number, one in enumerate(self.bars):
            x = self.LEFT + number * step + step * 0.2
            height, more = one.filled * unit, one.open * unit
            drawn.append(
                {
                    "x": round(x, 1), "w": round(step * 0.6, 1), "middle": round(x + step * 0.3, 1),
                    "y": round(self.BASE - height, 1), "h": round(height, 1),
                    "y2": round(self.BASE - height - more, 1), "h2": round(more, 1), "bar": one,
                }
            )
        return drawn


@dataclass(frozen=True)
class Row:
    """One thing that is held, in a subject table."""

    what: object
    value: object
    why: object
    kept: object
    seen: object
    links: tuple[Link, ...] = ()
    note: object = ""


@dataclass(frozen=True)
class SubjectTable:
    """Everything held under one heading."""

    id: str
    title: object
    intro: object
    rows: tuple[Row, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Summary:
    """What is wrong with a form: the sentence and the control that it is about."""

    title: object
    items: Sequence[tuple[str, object]]
