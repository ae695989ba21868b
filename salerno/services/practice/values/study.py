"""What a learner meets: an open question, what is said to an answer, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode

from salerno.services.practice.rules.choice import Why
from salerno.services.practice.rules.irt import Estimate
from salerno.services.practice.values.bank import Bank, Module, Objective, Option, Panel, Question


@dataclass(frozen=True)
class Wanted:
    """What a learner asks for now. ``module``: its slug, or "" for all; ``recharge``: what is due.

    ``besides``: a question that is left for later.
    """

    module: str = ""
    recharge: bool = False
    besides: int = 0

    @property
    def tail(self) -> str:
        """As the end of an address."""
        asked = {"mode": "recharge"} if self.recharge else {"module": self.module}
        asked["later"] = str(self.besides or "")
        said = urlencode({name: value for name, value in asked.items() if value})
        return f"?{said}" if said else ""


@dataclass(frozen=True)
class Shown:
    """An option as it is shown before the answer: no reason, no key."""

    number: int
    letter: str
    text: str


@dataclass(frozen=True)
class Put:
    """An open question. It holds nothing that tells the answer."""

    answer_id: int
    number: int
    stem: str
    ask: str
    panel: Panel
    options: tuple[Shown, ...]
    objective: str
    module: str
    why: str
    is_repeat: bool

    @property
    def paragraphs(self) -> list[str]:
        """The stem by paragraphs."""
        return [one.strip() for one in self.stem.split("\n\n") if one.strip()]


@dataclass(frozen=True)
class Figures:
    """What the choice of a question rested on, as it was kept then."""

    ability: float = 0.0
    error: float = 1.0
    difficulty: float = 0.0
    exposure: float = 0.0
    share_due: float = 0.0
    share_had: float = 0.0
    information: float = 0.0


@dataclass(frozen=True)
class Marked:
    """An option after the answer."""

    option: Option
    is_given: bool
    is_right: bool


@dataclass(frozen=True)
class Feedback:
    """What is said to an answer."""

    answer_id: int
    number: int
    question: Question
    chosen: int
    sure: int
    seconds: int
    is_right: bool
    is_repeat: bool
    why: str
    figures: Figures
    objective: Objective
    module: Module
    answered_at: datetime
    due_at: datetime | None
    back_in: int

    @property
    def marked(self) -> list[Marked]:
        """Every option, marked."""
        return [
            Marked(one, number == self.chosen, number == self.question.answer)
            for number, one in enumerate(self.question.options)
        ]

    @property
    def given(self) -> Option:
        """The option that was chosen."""
        return self.question.options[self.chosen]

    @property
    def others(self) -> list[Option]:
        """The options that are not right, in their order."""
        key = self.question.answer
        return [one for number, one in enumerate(self.question.options) if number != key]


@dataclass(frozen=True)
class Stand:
    """Where somebody stands in one objective."""

    objective: Objective
    estimate: Estimate | None
    answers: int
    expected: float  # share right that is expected of all its questions
    low: float
    high: float
    learned: int
    live: int
    waiting: int
    mastered_at: datetime | None


@dataclass(frozen=True)
class ModuleStand:
    """Where somebody stands in a module."""

    module: Module
    stands: tuple[Stand, ...]
    minutes: int

    @property
    def learned(self) -> int:
        """Questions learned."""
        return sum(one.learned for one in self.stands)

    @property
    def live(self) -> int:
        """Questions there are."""
        return sum(one.live for one in self.stands)

    @property
    def percent(self) -> int:
        """Learned, in whole percent."""
        return 100 * self.learned // self.live if self.live else 0

    @property
    def mastered(self) -> int:
        """Objectives mastered."""
        return sum(one.mastered_at is not None for one in self.stands)


@dataclass(frozen=True)
class Overview:
    """The page of a bank for somebody who practises in it."""

    bank: Bank
    modules: tuple[ModuleStand, ...]
    answers: int
    due: int
    waiting: int
    lately: int
    exam_date: date | None
    due_before: int = 0  # recharges that fall before the exam
    by_day: Mapping[date, int] = field(default_factory=dict)

    @property
    def learned(self) -> int:
        """Questions learned."""
        return sum(one.learned for one in self.modules)

    @property
    def live(self) -> int:
        """Questions there are."""
        return sum(one.live for one in self.modules)


@dataclass(frozen=True)
class Due:
    """A learned question and the date on which it comes back."""

    item_id: int
    ask: str
    objective: str
    reviewed_at: datetime
    due_at: datetime
    stability: float
    recall: float
    times: int
    is_learned: bool

    @property
    def percent(self) -> int:
        """The chance that it is still recalled, in percent."""
        return round(self.recall * 100)


@dataclass(frozen=True)
class Line:
    """One answer in the record."""

    id: int
    number: int
    objective: str
    ask: str
    answered_at: datetime
    sure: int | None
    seconds: int
    is_right: bool
    why: str
    exam: int | None


__all__ = ["Due", "Feedback", "Figures", "Line", "Marked", "ModuleStand", "Overview", "Put"]
__all__ += ["Shown", "Stand", "Wanted", "Why"]
