"""Plots that the server draws, 420 units wide: what stands where. Tables stand behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from salerno.services.practice.rules.metacognition import Level
from salerno.services.practice.values.kinds import SURENESS

LEFT, RIGHT, TOP, BASE = 46.0, 408.0, 14.0, 276.0
FOOT, TALLEST = 328.0, 38.0
ROW = 34


def short(number: float) -> str:
    """A coordinate without digits that say nothing."""
    return f"{number:.1f}".removesuffix(".0")


@dataclass(frozen=True)
class Dot:
    """One level of sureness as it is drawn."""

    x: str
    y: str
    low: str
    high: str
    bar: str
    level: Level

    @property
    def sure(self) -> int:
        """In percent."""
        return round(self.level.sure * 100)

    @property
    def word(self) -> object:
        """The word of the level."""
        return next((one.word for one in SURENESS if one.percent == self.sure), "")

    @property
    def right(self) -> int:
        """The share right, in percent."""
        return round(self.level.share * 100)

    @property
    def interval(self) -> str:
        """Wilson's interval, in percent."""
        return f"{round(self.level.low * 100)}–{round(self.level.high * 100)}"


@dataclass(frozen=True)
class CalibrationPlot:
    """Sureness against rightness, with 95 % intervals, and the answers at each level below."""

    levels: Sequence[Level]

    @property
    def dots(self) -> list[Dot]:
        """Each level that was used."""
        most = max((one.answers for one in self.levels), default=1)
        return [self._dot(one, most) for one in self.levels]

    def _dot(self, one: Level, most: int) -> Dot:
        x = LEFT + one.sure * (RIGHT - LEFT)
        height = TALLEST * one.answers / most
        bar = f"M{short(x - 9)} {short(FOOT)}v-{short(height)}h18v{short(height)}z"
        return Dot(short(x), _y(one.share), _y(one.low), _y(one.high), bar, one)

    @property
    def line(self) -> str:
        """The line through the points."""
        return "M" + " L".join(f"{one.x} {one.y}" for one in self.dots)

    @property
    def grid(self) -> list[tuple[str, int, str]]:
        """The lines behind: height, percent, and where its number stands."""
        return [
            (_y(share / 100), share, short(float(_y(share / 100)) + 4))
            for share in (0, 25, 50, 75, 100)
        ]


def _y(share: float) -> str:
    return short(BASE - share * (BASE - TOP))


@dataclass(frozen=True)
class Reached:
    """One objective: the share right that is expected, and one error to either side. 0 to 1."""

    title: str
    low: float
    expected: float
    high: float
    is_mastered: bool
    number: int = 0

    @property
    def x(self) -> str:
        """Where the point stands."""
        return _x(self.expected)

    @property
    def bar(self) -> str:
        """From one error below to one above."""
        return f"M{_x(self.low)} {self.y}H{_x(self.high)}"

    @property
    def y(self) -> str:
        """The height of the line."""
        return short(ROW * self.number + 30.0)

    @property
    def words_y(self) -> str:
        """The height of its words."""
        return short(ROW * self.number + 20.0)

    @property
    def percent(self) -> int:
        """Expected, in percent."""
        return round(self.expected * 100)

    @property
    def interval(self) -> str:
        """One error to either side, in percent."""
        return f"{round(self.low * 100)}–{round(self.high * 100)}"


@dataclass(frozen=True)
class ReachPlot:
    """The objectives one below the other, with the line from which one counts as mastered."""

    reached: tuple[Reached, ...]
    least: float

    @property
    def height(self) -> int:
        """Of the drawing."""
        return ROW * len(self.reached) + 42

    @property
    def base(self) -> str:
        """Where the axis stands."""
        return short(ROW * len(self.reached) + 12.0)

    @property
    def words_at(self) -> str:
        """Where the numbers of the axis stand."""
        return short(ROW * len(self.reached) + 30.0)

    @property
    def marks(self) -> list[tuple[str, int]]:
        """The numbers of the axis."""
        return [(_x(share / 100), share) for share in (0, 25, 50, 75, 100)]

    @property
    def goal(self) -> str:
        """Where the line of mastery stands."""
        return _x(self.least)


def _x(share: float) -> str:
    return short(12.0 + share * 396.0)


@dataclass(frozen=True)
class Day:
    """One day of a bar plot."""

    label: str
    filled: int
    open: int = 0


@dataclass(frozen=True)
class Days:
    """Answers a day, for the tag ``bars``."""

    title: object
    caption: object
    filled: object
    when: object
    bars: tuple[Day, ...]
    open: object = ""


def last_days(by_day: Mapping[date, int], today: date, days: int) -> tuple[Day, ...]:
    """A bar for each of the last days, empty ones too."""
    listed = [today - timedelta(days=back) for back in reversed(range(days))]
    return tuple(Day(f"{one.day}.{one.month}.", by_day.get(one, 0)) for one in listed)
