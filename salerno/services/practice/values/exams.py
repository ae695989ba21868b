"""Practice exams as a page takes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salerno.services.practice.rules import exams
from salerno.services.practice.values.bank import Panel
from salerno.services.practice.values.study import Feedback, Shown


@dataclass(frozen=True)
class ExamLine:
    """One exam of somebody."""

    id: int
    number: int
    asked: int
    started_at: datetime
    ends_at: datetime
    submitted_at: datetime | None
    right: int | None
    now: datetime

    @property
    def is_open(self) -> bool:
        """Whether answers are still taken."""
        return self.submitted_at is None and not exams.is_over(self.ends_at, self.now)

    @property
    def percent(self) -> int:
        """The score in whole percent."""
        return 100 * (self.right or 0) // self.asked if self.asked else 0

    @property
    def minutes_left(self) -> int:
        """Minutes until the end, the last one begun counting as one."""
        return -(-exams.seconds_left(self.ends_at, self.now) // 60)


@dataclass(frozen=True)
class ExamQuestion:
    """A question of an exam under way."""

    number: int
    stem: str
    ask: str
    panel: Panel
    options: tuple[Shown, ...]
    chosen: int | None

    @property
    def paragraphs(self) -> list[str]:
        """The stem by paragraphs."""
        return [one.strip() for one in self.stem.split("\n\n") if one.strip()]


@dataclass(frozen=True)
class ExamPage:
    """An exam under way: which places are answered, and the question that is looked at."""

    exam: ExamLine
    answered: tuple[bool, ...]
    question: ExamQuestion | None = None

    @property
    def done(self) -> int:
        """How many are answered."""
        return sum(self.answered)


@dataclass(frozen=True)
class ExamResult:
    """An exam that is over: each question with what was answered."""

    exam: ExamLine
    by_module: tuple[tuple[str, int, int], ...]  # title, right, asked
    answers: tuple[Feedback, ...]
    unanswered: tuple[Feedback, ...]
