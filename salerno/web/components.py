"""What the component templates take: frozen values with words already chosen.

Every text may be lazy (``gettext_lazy``) or safe HTML; what is neither is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode


@dataclass(frozen=True)
class Link:
    """A place to go. ``current`` marks the page one is on; ``count`` stands behind the words."""

    words: object
    address: str
    current: bool = False
    count: int | None = None


Tab = Link


@dataclass(frozen=True)
class Gloss:
    """Why it is asked, how long it is kept, who sees it: words rendered from the clause."""

    why: object
    kept: object
    seen: object


@dataclass(frozen=True)
class Aside:
    """A note in the margin that belongs to no field."""

    title: object
    text: object
    link: Link | None = None
    id: str = ""


@dataclass(frozen=True)
class Notice:
    """An event. ``kind``: plain, good, care or stop. The title says what happened, ``reason``
    why, ``text`` what to do.
    """

    title: object
    text: object = ""
    kind: str = "plain"
    links: tuple[Link, ...] = ()
    reason: object = ""
    id: str = ""


@dataclass(frozen=True)
class Empty:
    """A place where nothing is yet, and what would fill it."""

    title: object
    text: object = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What a choice leaves: a sentence, and the number under which it is kept."""

    words: object
    number: str = ""
    address: str = ""


@dataclass(frozen=True)
class Choice:
    """A standing choice: one form post, and its receipt in the same row.

    ``so`` says what each side means. ``fixed`` stands in place of the switch where something
    stronger decides: a law, a minimum age, the browser's signal.
    """

    name: str
    what: object
    so: object
    is_on: bool
    receipt: object = ""
    receipt_address: str = ""
    fixed: object = ""


@dataclass(frozen=True)
class Because:
    """Why something was chosen for the reader, and the switch that ends it."""

    reason: object
    more: object = ""
    address: str = ""
    name: str = ""
    off: object = ""


@dataclass(frozen=True)
class LedgerEntry:
    """One line of a ledger. ``kind``: "out" left the house, "no" was not sent, "plain" neither."""

    at: datetime
    to: object
    text: object = ""
    fields: object = ""
    kind: str = ""
    link: Link | None = None


@dataclass(frozen=True)
class Tally:
    """One figure, and what it counts."""

    figure: object
    counts: object


@dataclass(frozen=True)
class Fact:
    """One line of a short list: what, and its value."""

    what: object
    value: object


@dataclass(frozen=True)
class Right:
    """Something a person can do now."""

    words: object
    address: str
    detail: object


@dataclass(frozen=True)
class Step:
    """One step of a journey or of a case."""

    title: object
    text: object = ""
    is_done: bool = False
    is_now: bool = False
    link: Link | None = None


@dataclass(frozen=True)
class Word:
    """A run of words in a difference. ``kind``: "ins", "del" or "" for what stayed."""

    text: object
    kind: str = ""


@dataclass(frozen=True)
class VersionChange:
    """One change between two versions, and who is asked again because of it."""

    number: object
    words: tuple[Word, ...]
    asked: object = ""
    id: str = ""


@dataclass(frozen=True)
class Badge:
    """Access, always with its word. ``kind``: open, lock or meter."""

    words: object
    kind: str = "lock"


@dataclass(frozen=True)
class Progress:
    """How far somebody is: ``said`` in words beside the bar."""

    what: object
    done: float
    of: float
    said: object


@dataclass(frozen=True)
class Watch:
    """The band above a page of the desk on which a person is on the table."""

    case: object
    close: str = ""


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
    id: str = ""


@dataclass(frozen=True)
class SubjectTable:
    """Everything held under one heading. ``counted`` replaces "5 items" in its corner."""

    id: str
    title: object
    intro: object = ""
    rows: tuple[Row, ...] = field(default_factory=tuple)
    counted: object = ""
    empty: Empty | None = None

    @property
    def count(self) -> int:
        """How many things are held."""
        return len(self.rows)


@dataclass(frozen=True)
class ErrorSummary:
    """What is wrong with a form: for each sentence the id of the control that it is about."""

    title: object
    text: object
    items: Sequence[tuple[str, object]]


@dataclass(frozen=True)
class Pager:
    """A place in a long list, newest first. ``kept`` are the filters that stay."""

    number: int
    last: int
    address: str = ""
    kept: tuple[tuple[str, str], ...] = ()

    def at(self, number: int) -> str:
        """The address of a page, or an empty text where there is none."""
        if not 1 <= number <= self.last:
            return ""
        return f"{self.address}?{urlencode([*self.kept, ('page', str(number))])}"

    @property
    def before(self) -> str:
        """The page with what is newer."""
        return self.at(self.number - 1)

    @property
    def after(self) -> str:
        """The page with what is older."""
        return self.at(self.number + 1)


@dataclass(frozen=True)
class Bar:
    """One month, week or day of a plot: a filled part and an open part upon it."""

    label: object
    filled: int
    open: int = 0


@dataclass(frozen=True)
class Plot:
    """A bar plot drawn by the server: its finding is the title, its table stands behind.

    ``filled`` and ``open`` name the two parts; without ``open`` there is one. ``when`` heads the
    first column of the table. The drawing is 420 units wide.
    """

    title: object
    caption: object
    filled: object
    open: object
    bars: tuple[Bar, ...]
    when: object = ""
    spoken_as: object = ""
    is_slim: bool = False

    HEIGHT = "118"
    LEFT, RIGHT, TOP, BASE, GAP = 24.0, 418.0, 12.0, 94.0, 0.18

    @property
    def top(self) -> int:
        """The number at the highest line: even, so that half of it is whole."""
        most = max([one.filled + one.open for one in self.bars] or [0])
        return max(2, most + most % 2)

    @property
    def unit(self) -> float:
        """The height of one."""
        return (self.BASE - self.TOP) / self.top

    @property
    def spoken(self) -> str:
        """The drawing in words, for those who do not see it."""
        if self.spoken_as:
            return str(self.spoken_as)
        said = ", ".join(f"{one.label} {one.filled + one.open}" for one in self.bars)
        return f"{self.title} {said}"

    @property
    def axis(self) -> str:
        """The line that the bars stand on."""
        return _path(self.LEFT, self.BASE, self.RIGHT)

    @property
    def lines(self) -> list[dict[str, str]]:
        """The lines behind the bars, with their numbers."""
        return [
            {
                "path": _path(self.LEFT, self.BASE - number * self.unit, self.RIGHT),
                "x": _short(self.LEFT - 6),
                "y": _short(self.BASE - number * self.unit + 4),
                "words": str(number),
            }
            for number in (0, self.top // 2, self.top)
        ]

    @property
    def columns(self) -> list[dict[str, str]]:
        """The bars and their labels; of more than fourteen every second or third is named."""
        step = (self.RIGHT - self.LEFT) / max(len(self.bars), 1)
        width = min(step * (1 - 2 * self.GAP), 34.0)
        every = 1 + (len(self.bars) - 1) // 14
        drawn: list[dict[str, str]] = []
        for number, one in enumerate(self.bars):
            middle = self.LEFT + (number + 0.5) * step
            low = self.BASE - one.filled * self.unit
            drawn.append(
                {
                    "filled": _column(middle, self.BASE, width, one.filled * self.unit),
                    "open": _column(middle, low, width, one.open * self.unit),
                    "label": "" if number % every else str(one.label),
                    "x": _short(middle),
                    "y": _short(self.BASE + 17),
                }
            )
        return drawn


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _path(left: float, height: float, right: float) -> str:
    return f"M{_short(left)} {_short(height)}H{_short(right)}"


def _column(middle: float, base: float, width: float, height: float) -> str:
    if not height:
        return ""
    half, w, h = middle - width / 2, _short(width), _short(height)
    return f"M{_short(half)} {_short(base)}v-{h}h{w}v{h}z"
