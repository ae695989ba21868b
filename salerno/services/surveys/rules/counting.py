"""What may be said of many answers: nothing of fewer than ten, and no rest that tells. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from salerno.services.surveys.rules.questions import (
    RANGED,
    Answers,
    Kind,
    Question,
    Value,
    spoken,
)
from salerno.services.surveys.rules.reading import OTHER

LEAST = 10  # answers, below which no figure and no text is shown


@dataclass(frozen=True)
class Line:
    """One figure. ``count`` None: fewer than ten, or ten could be picked out by subtraction."""

    words: str
    count: int | None


@dataclass(frozen=True)
class Counted:
    """One question, counted. ``answered`` None: fewer than ten answered it, so nothing is said."""

    question: Question
    answered: int | None
    lines: tuple[Line, ...] = ()
    mean: float | None = None
    middle: float | None = None
    texts: tuple[str, ...] = ()


def counted(questions: Sequence[Question], sheets: Sequence[Answers]) -> list[Counted]:
    """Every question over all sheets; nothing of a survey that fewer than ten answered."""
    if len(sheets) < LEAST:
        return [Counted(one, None) for one in questions]
    return [_question(one, [said[one.id] for said in sheets if one.id in said])
            for one in questions]  # fmt: skip


def _question(question: Question, values: Sequence[Value]) -> Counted:
    if len(values) < LEAST:
        return Counted(question, None)
    mean, middle = _middle(question, values)
    return Counted(
        question, len(values), tuple(_lines(question, values)), mean, middle,
        _texts(question.kind, values),
    )  # fmt: skip


def _middle(question: Question, values: Sequence[Value]) -> tuple[float | None, float | None]:
    if question.kind not in RANGED | {Kind.STARS}:
        return None, None
    numbers = [float(one) for one in values if isinstance(one, int | float)]
    return round(fmean(numbers), 2), float(median(numbers))


def _texts(kind: Kind, values: Iterable[Value]) -> tuple[str, ...]:
    """What was written, in the order of the alphabet: no order of coming."""
    if kind is Kind.OTHER:
        return tuple(sorted(one[OTHER] for one in values if isinstance(one, dict) and OTHER in one))
    if kind in {Kind.SHORT, Kind.LONG}:
        return tuple(sorted(one for one in values if isinstance(one, str)))
    return ()


def _lines(question: Question, values: Sequence[Value]) -> list[Line]:
    if question.kind is Kind.MULTIPLE:
        each = Counter(cell for one in values if isinstance(one, list) for cell in one)
        return [Line(one, _apart(each[one], len(values))) for one in question.options]
    if question.kind is Kind.MATRIX:
        return [line for row in question.options for line in _row(question, row, values)]
    said = [_word(question.kind, one) for one in values]
    options = question.values
    if question.kind is Kind.OTHER:
        options = (*options, OTHER)
    elif question.kind is Kind.DATE:
        options = tuple(sorted(set(said)))
    return _shared(options, said)


def _row(question: Question, row: str, values: Sequence[Value]) -> list[Line]:
    said = [one[row] for one in values if isinstance(one, dict) and row in one]
    return [Line(f"{row}: {one.words}", one.count) for one in _shared(question.columns, said)]


def _word(kind: Kind, value: Value) -> str:
    """The one word under which an answer is counted: of a ranking its first, of a day its year."""
    if isinstance(value, list):
        return value[0]
    if isinstance(value, dict):
        return value.get("option", OTHER)
    return str(value)[:4] if kind is Kind.DATE else spoken(value)


def _apart(count: int, total: int) -> int | None:
    """A figure beside others that do not exclude it: neither it nor its rest is under ten."""
    return None if count < LEAST or 0 < total - count < LEAST else count


def _shared(options: Sequence[str], values: Sequence[str]) -> list[Line]:
    """Figures that add up: what is hidden adds up to ten at least, or everything is hidden."""
    each = Counter(values)
    hidden = hide({one: each[one] for one in options})
    return [Line(one, None if one in hidden else each[one]) for one in options]


def hide(counts: Mapping[str, int]) -> set[str]:
    """The figures that stay unsaid, of some whose sum can be known."""
    hidden = {one for one, count in counts.items() if count < LEAST}
    if sum(counts[one] for one in hidden) == 0:
        return hidden  # nobody is in them
    for one in sorted(set(counts) - hidden, key=lambda name: (counts[name], name)):
        if sum(counts[name] for name in hidden) >= LEAST:
            break
        hidden.add(one)
    return hidden
