"""A bank, its blueprint and its questions; and a bank as it is handed in."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Option:
    """A possible answer, and why it is right or not."""

    letter: str
    text: str
    why: str = field(repr=False)


@dataclass(frozen=True)
class Panel:
    """A table beside the stem. The first cell of each row heads it."""

    title: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Question:
    """A question with its key: it never leaves for a page before the answer has come."""

    id: int
    key: str
    state: str
    objective_id: int
    stem: str
    ask: str
    panel: Panel
    options: tuple[Option, ...]
    answer: int = field(repr=False)
    rationale: str = field(repr=False)
    references: tuple[str, ...] = field(repr=False)
    slope: float
    difficulty: float

    @property
    def right(self) -> Option:
        """The right option."""
        return self.options[self.answer]


@dataclass(frozen=True)
class Objective:
    """A line of the blueprint. ``weight``: its share of the whole bank, 0 to 1."""

    id: int
    slug: str
    title: str
    weight: float
    module: int


@dataclass(frozen=True)
class Module:
    """A module with its objectives."""

    id: int
    slug: str
    title: str
    objectives: tuple[Objective, ...]


@dataclass(frozen=True)
class Bank:
    """A question bank with its blueprint."""

    id: int
    slug: str
    title: str
    summary: str
    item_id: int
    revision: str
    exam_questions: int
    question_seconds: int
    pass_percent: int
    learners: int

    @property
    def address(self) -> str:
        """Its page."""
        return f"/practice/{self.slug}"

    @property
    def exam_minutes(self) -> int:
        """How long a practice exam lasts."""
        return self.exam_questions * self.question_seconds // 60


@dataclass(frozen=True)
class NewObjective:
    """An objective as it is handed in; ``parent`` "" for a module."""

    slug: str
    title: str
    parent: str = ""
    weight: float = 1.0


@dataclass(frozen=True)
class NewItem:
    """A question as it is handed in. ``options``: pairs of text and reason."""

    key: str
    objective: str
    stem: str
    ask: str
    options: tuple[tuple[str, str], ...]
    answer: int
    rationale: str
    references: tuple[str, ...]
    panel: Panel = Panel()
    slope: float = 1.0
    difficulty: float = 0.0
    state: str = "live"


@dataclass(frozen=True)
class NewBank:
    """A bank as a file says it: its own columns, its blueprint, its questions."""

    slug: str
    title: str
    summary: str
    exam_questions: int = 40
    question_seconds: int = 90
    pass_percent: int = 70
    access: str = "registered"
    objectives: tuple[NewObjective, ...] = ()
    items: tuple[NewItem, ...] = ()
