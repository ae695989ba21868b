"""How learners are doing, as each reader may know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from salerno.services.courses.values.course import UnitLine
from salerno.services.courses.values.quiz import Attempt


@dataclass(frozen=True)
class Part:
    """What of the points of one unit was earned, in percent; ``open`` is the rest."""

    label: str
    filled: int

    @property
    def open(self) -> int:
        """What was not earned."""
        return 100 - self.filled


@dataclass(frozen=True)
class Drawn:
    """A plot of parts, as the template tag takes it."""

    title: str
    caption: str
    filled: str
    open: str
    when: str
    bars: tuple[Part, ...]


@dataclass(frozen=True)
class Report:
    """How somebody is doing in a course."""

    units: tuple[UnitLine, ...]
    attempts: tuple[Attempt, ...]
    most: Decimal
    pass_percent: int
    has_quiz: bool
    by_unit: tuple[tuple[int, int], ...] = ()  # number of the unit, percent of its points

    @property
    def done(self) -> int:
        """How many units are complete."""
        return sum(one.is_done for one in self.units)

    @property
    def best(self) -> Attempt | None:
        """The attempt that counts."""
        scored = [one for one in self.attempts if one.score is not None]
        return max(scored, key=lambda one: one.score or Decimal(), default=None)

    @property
    def has_passed(self) -> bool:
        """Whether the attempt that counts is enough."""
        return self.best is not None and self.best.percent >= self.pass_percent


@dataclass(frozen=True)
class RosterLine:
    """One learner of a course, as those who teach there read of them."""

    subject: int
    name: str
    enrolled_at: datetime
    done: int
    units: int
    attempts: int
    score: Decimal | None
    most: Decimal | None
    last_at: datetime | None

    @property
    def percent(self) -> int | None:
        """The score that counts, in whole percent."""
        return int(self.score * 100 / self.most) if self.score is not None and self.most else None


@dataclass(frozen=True)
class Participation:
    """What an institution that was agreed to may read of one learner in one course."""

    subject: int
    course: str
    enrolled_at: datetime
    has_left: bool
    done: int
    units: int
    percent: int | None


@dataclass(frozen=True)
class DirectoryFact:
    """That somebody takes or took a course, and when: no more is directory information."""

    subject: int
    course: str
    enrolled_at: datetime
    ended_at: datetime | None
