"""A quiz, its questions, and attempts at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from salerno.services.courses.values.kinds import AttemptState


@dataclass(frozen=True)
class Choice:
    """One possible answer. ``place``: where it belongs in the right order, from 1."""

    id: int
    html: str
    is_right: bool
    feedback: str
    place: int


@dataclass(frozen=True)
class Near:
    """A number that people often give, and what to say to it."""

    value: Decimal
    tolerance: Decimal
    feedback: str


@dataclass(frozen=True)
class Told:
    """What is said to a number: to the right one, to a near one, to any other."""

    right: str = ""
    wrong: str = ""
    near: tuple[Near, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question with its choices. ``about``: the number of the unit it goes back to, or 0."""

    id: int
    number: int
    kind: str
    stem: str = field(repr=False)
    points: Decimal
    rationale: str = field(repr=False)
    value: Decimal | None
    tolerance: Decimal
    unit: str
    choices: tuple[Choice, ...]
    told: Told = Told()
    about: int = 0

    @property
    def right_number(self) -> str:
        """The right number, without zeros that say nothing."""
        return "" if self.value is None else f"{self.value.normalize():f}"


@dataclass(frozen=True)
class QuizRules:
    """What holds for every attempt. ``late_percent`` is taken off what comes after ``due_at``."""

    attempts: int
    due_at: datetime | None
    ends_at: datetime | None
    late_percent: int
    pass_percent: int


@dataclass(frozen=True)
class Quiz:
    """A graded quiz."""

    id: int
    title: str
    html: str
    rules: QuizRules
    questions: tuple[Question, ...]

    @property
    def points(self) -> Decimal:
        """What can be earned."""
        return sum((one.points for one in self.questions), Decimal())


@dataclass(frozen=True)
class Attempt:
    """One attempt at a quiz. ``given``: question id -> what was answered, empty where nothing."""

    id: int
    number: int
    state: str
    started_at: datetime
    submitted_at: datetime | None
    is_late: bool
    score: Decimal | None
    most: Decimal | None
    points: Mapping[int, Decimal] = field(default_factory=dict)
    given: Mapping[int, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.state == AttemptState.DRAFT

    @property
    def percent(self) -> int:
        """The score in whole percent of what could be earned."""
        return int(self.score * 100 / self.most) if self.score is not None and self.most else 0


@dataclass(frozen=True)
class QuizPage:
    """A quiz with the viewer's own attempts, the latest last."""

    quiz: Quiz
    attempts: tuple[Attempt, ...]
    now: datetime

    @property
    def draft(self) -> Attempt | None:
        """The attempt under way."""
        return next((one for one in self.attempts if one.is_draft), None)

    @property
    def best(self) -> Attempt | None:
        """The attempt that counts."""
        scored = [one for one in self.attempts if one.score is not None]
        return max(scored, key=lambda one: one.score or Decimal(), default=None)

    @property
    def left(self) -> int:
        """How many attempts can still be begun."""
        return max(0, self.quiz.rules.attempts - len(self.attempts))

    @property
    def is_over(self) -> bool:
        """Whether the course has ended."""
        ends_at = self.quiz.rules.ends_at
        return ends_at is not None and self.now >= ends_at
