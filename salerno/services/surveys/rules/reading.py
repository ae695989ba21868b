"""What a form sends, read as answers. Pure; a fault is one of a few, with words elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from salerno.services.surveys.rules.questions import Kind, Question, Value, holds

SHORT, LONG = 200, 4000
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}([.,][0-9]{1,4})?")

type Sent = Mapping[str, Sequence[str]]  # every value of each field, as a browser sends them


class Fault(StrEnum):
    """Why an answer cannot be taken."""

    NEEDED = "needed"
    CHOICE = "choice"
    TWICE = "twice"
    NUMBER = "number"
    RANGE = "range"
    LENGTH = "length"
    SIGNS = "signs"
    DATE = "date"
    RANKS = "ranks"
    ROWS = "rows"


class Wrong(ValueError):
    """An answer that cannot be taken."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Reading:
    """What was read: the answers, what was wrong, and which questions are asked."""

    answers: Mapping[str, Value]
    faults: Mapping[str, Fault]
    asked: tuple[Question, ...]


def read_all(questions: Sequence[Question], sent: Sent) -> Reading:
    """Read the answers to the questions that are asked; others are not looked at."""
    answers: dict[str, Value] = {}
    faults: dict[str, Fault] = {}
    asked = []
    for one in questions:
        if not holds(one.after, answers):
            continue
        asked.append(one)
        try:
            value = read(one, sent)
        except Wrong as wrong:
            faults[one.id] = wrong.fault
            continue
        if value is not None:
            answers[one.id] = value
    return Reading(answers, faults, tuple(asked))


def read(question: Question, sent: Sent) -> Value | None:
    """The answer to one question, None where it was left. Raises Wrong."""
    value = _READERS[question.kind](question, sent)
    if value is None and question.is_needed:
        raise Wrong(Fault.NEEDED)
    return value


def _one(sent: Sent, name: str) -> str:
    """The one value of a field, without space around it."""
    values = [one for one in sent.get(name, ()) if one.strip()]
    if len(values) > 1:
        raise Wrong(Fault.TWICE)
    return values[0].strip() if values else ""


def _chosen(question: Question, sent: Sent) -> str | None:
    said = _one(sent, question.name)
    if said and said not in question.values:
        raise Wrong(Fault.CHOICE)
    return said or None


def _level(question: Question, sent: Sent) -> int | None:
    said = _chosen(question, sent)
    return None if said is None else int(said)


def _multiple(question: Question, sent: Sent) -> list[str] | None:
    said = {one.strip() for one in sent.get(question.name, ())} - {""}
    if not said <= set(question.options):
        raise Wrong(Fault.CHOICE)
    return [one for one in question.options if one in said] or None


def _number(question: Question, sent: Sent) -> float | None:
    said = _one(sent, question.name)
    if not said:
        return None
    if not _NUMBER.fullmatch(said):
        raise Wrong(Fault.NUMBER)
    value = float(said.replace(",", "."))
    if not question.low <= value <= question.high:
        raise Wrong(Fault.RANGE)
    return value


def _text(sent: Sent, name: str, most: int) -> str:
    said = _one(sent, name).replace("\r\n", "\n")
    if len(said) > most:
        raise Wrong(Fault.LENGTH)
    if any(unicodedata.category(one) in {"Cc", "Cs"} and one not in "\n\t" for one in said):
        raise Wrong(Fault.SIGNS)
    return said


def _short(question: Question, sent: Sent) -> str | None:
    return _text(sent, question.name, SHORT) or None


def _long(question: Question, sent: Sent) -> str | None:
    return _text(sent, question.name, LONG) or None


def _date(question: Question, sent: Sent) -> str | None:
    said = _one(sent, question.name)
    if not said:
        return None
    try:
        found = date.fromisoformat(said) if len(said) == len("2026-01-31") else None
    except ValueError:
        found = None
    if found is None:
        raise Wrong(Fault.DATE)
    return found.isoformat()


def _ranking(question: Question, sent: Sent) -> list[str] | None:
    """Every option gets its own place, 1 the first; or none gets one."""
    said = [_one(sent, name) for name in question.parts]
    if not any(said):
        return None
    places = {str(one) for one in range(1, len(said) + 1)}
    if set(said) != places:
        raise Wrong(Fault.RANKS)
    ranked = sorted(zip(said, question.options, strict=True), key=lambda pair: int(pair[0]))
    return [option for _place, option in ranked]


def _matrix(question: Question, sent: Sent) -> dict[str, str] | None:
    found = {}
    for row, name in zip(question.options, question.parts, strict=True):
        said = _one(sent, name)
        if said and said not in question.columns:
            raise Wrong(Fault.CHOICE)
        if said:
            found[row] = said
    if found and question.is_needed and len(found) < len(question.options):
        raise Wrong(Fault.ROWS)
    return found or None


OTHER = "other"
"""What the field of a choice says when the answer stands in the text beside it."""


def _other(question: Question, sent: Sent) -> dict[str, str] | None:
    said, text = _one(sent, question.name), _text(sent, f"{question.name}_text", SHORT)
    if said == OTHER:
        if not text:
            raise Wrong(Fault.NEEDED)
        return {OTHER: text}
    if said and said not in question.options:
        raise Wrong(Fault.CHOICE)
    if said and text:
        raise Wrong(Fault.TWICE)
    return {"option": said} if said else ({OTHER: text} if text else None)


_READERS: Mapping[Kind, Callable[[Question, Sent], Value | None]] = {
    Kind.SINGLE: _chosen,
    Kind.MULTIPLE: _multiple,
    Kind.SCALE: _level,
    Kind.NUMBER: _number,
    Kind.SHORT: _short,
    Kind.LONG: _long,
    Kind.DATE: _date,
    Kind.YESNO: _chosen,
    Kind.RANKING: _ranking,
    Kind.MATRIX: _matrix,
    Kind.STARS: _level,
    Kind.OTHER: _other,
}
