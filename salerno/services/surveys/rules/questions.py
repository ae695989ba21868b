"""Questions of twelve kinds, and which of them follow from earlier answers. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

type Value = str | int | float | list[str] | dict[str, str]
type Answers = Mapping[str, Value]

MOST = 60  # questions of a survey
OPTIONS = 30
WORDS = 300  # characters of a question or an option
STARS = 5


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    NUMBER = "number"
    SHORT = "short"
    LONG = "long"
    DATE = "date"
    YESNO = "yesno"
    RANKING = "ranking"
    MATRIX = "matrix"
    STARS = "stars"
    OTHER = "other"


LISTED = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.RANKING, Kind.MATRIX, Kind.OTHER})
RANGED = frozenset({Kind.SCALE, Kind.NUMBER})
FREE = frozenset({Kind.SHORT, Kind.LONG, Kind.OTHER})
YES, NO = "yes", "no"


class How(StrEnum):
    """How an earlier answer is looked at."""

    IS = "is"
    HAS = "has"


@dataclass(frozen=True)
class Condition:
    """Asked only if the answer to ``question``, an earlier one, is or contains ``value``."""

    question: str
    how: How
    value: str


@dataclass(frozen=True)
class Question:
    """One question. ``options``: of a matrix its rows; ``columns``: only of a matrix."""

    id: str
    kind: Kind
    words: str
    is_needed: bool = False
    options: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    after: Condition | None = None

    @property
    def values(self) -> tuple[str, ...]:
        """What can be chosen, where that is a short list."""
        if self.kind is Kind.YESNO:
            return (YES, NO)
        if self.kind is Kind.STARS:
            return tuple(str(one) for one in range(1, STARS + 1))
        if self.kind is Kind.SCALE:
            return tuple(str(one) for one in range(self.low, self.high + 1))
        return self.columns if self.kind is Kind.MATRIX else self.options

    @property
    def name(self) -> str:
        """What its field is called."""
        return f"q_{self.id}"

    @property
    def parts(self) -> tuple[str, ...]:
        """What the fields of its lines are called: of a matrix and a ranking, one a line."""
        if self.kind in {Kind.MATRIX, Kind.RANKING}:
            return tuple(f"{self.name}_{one}" for one in range(len(self.options)))
        return ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every field that may come with it."""
        if self.kind is Kind.OTHER:
            return (self.name, f"{self.name}_text")
        return self.parts or (self.name,)


def spoken(value: Value) -> str:
    """An answer of one cell as it is compared and counted: 2.0 is "2"."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def holds(condition: Condition | None, answers: Answers) -> bool:
    """Whether a question with this condition is asked after ``answers``."""
    if condition is None:
        return True
    value = answers.get(condition.question)
    if value is None:
        return False
    cells = _cells(value)
    if condition.how is How.IS:
        return cells == [condition.value]
    if isinstance(value, str):
        return condition.value.casefold() in value.casefold()
    return condition.value in cells


def _cells(value: Value) -> list[str]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list) else [spoken(value)]


def visible(questions: Sequence[Question], answers: Answers) -> list[Question]:
    """The questions that are asked, in order. What hangs on one that is not asked is not either."""
    kept: dict[str, Value] = {}
    found = []
    for one in questions:
        if holds(one.after, kept):
            found.append(one)
            if one.id in answers:
                kept[one.id] = answers[one.id]
    return found
