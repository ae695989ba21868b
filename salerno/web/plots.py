"""A bar plot, drawn by the server."""

from __future__ import annotations

from dataclasses import dataclass


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
