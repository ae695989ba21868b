"""A survey as text: a block for each question, an empty line between them.

    first: single needed
    What do you read first?
    - The contents
    - A paper that was sent to me

    why: long if first is The contents
    What brings you to the contents?

    parts: matrix
    How do you find these?
    - Search
    - Letters
    + Good
    + Poor

The first line names the question and its kind, then "from 0 to 10" for a scale or a number,
"needed" where nothing is sent without it, and "if NAME is VALUE" or "if NAME has VALUE" where
it follows from an earlier answer. "-" begins an option or a row, "+" a column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from django.utils.translation import gettext as _

from salerno.services.surveys.rules.questions import (
    LISTED,
    MOST,
    OPTIONS,
    RANGED,
    WORDS,
    Condition,
    How,
    Kind,
    Question,
)

_HEAD = re.compile(
    r"(?P<id>[a-z][a-z0-9]{0,29}): *(?P<kind>[a-z]+)"
    r"(?: from (?P<low>-?[0-9]{1,6}) to (?P<high>-?[0-9]{1,6}))?"
    r"(?P<needed> needed)?"
    r"(?: if (?P<of>[a-z][a-z0-9]{0,29}) (?P<how>is|has) (?P<value>.+))?"
)
_STEPS = 11  # of a scale at most
_CLOSED = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.YESNO, Kind.STARS, Kind.SCALE, Kind.MATRIX,
                     Kind.RANKING})  # fmt: skip


class Unreadable(ValueError):
    """A text that is no survey. It says where, and what to do."""


def read(text: str) -> tuple[Question, ...]:
    """The questions that a text says. Raises Unreadable."""
    found: list[Question] = []
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    if any(unicodedata.category(one) in {"Cc", "Cs"} for line in lines for one in line):
        raise Unreadable(
            _("The text holds signs that cannot be read. Write it with plain letters.")
        )
    for block in _blocks(lines):
        one = _question(block)
        if any(other.id == one.id for other in found):
            raise Unreadable(_("“%s” stands twice: name each question once.") % one.id)
        _check(one, found)
        found.append(one)
    if not found:
        raise Unreadable(_("Write at least one question."))
    if len(found) > MOST:
        raise Unreadable(_("A survey has at most %d questions.") % MOST)
    return tuple(found)


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            found[-1].append(line.strip())
        elif found[-1]:
            found.append([])
    return [one for one in found if one]


def _question(block: Sequence[str]) -> Question:
    head = _HEAD.fullmatch(block[0])
    kinds = ", ".join(Kind)
    if head is None or head["kind"] not in list(Kind):
        raise Unreadable(
            _("“%(line)s” begins no question. Write “name: kind”, with one of: %(kinds)s.")
            % {"line": block[0][:60], "kinds": kinds}
        )
    words = [one for one in block[1:] if not one.startswith(("- ", "+ "))]
    if len(words) != 1:
        raise Unreadable(_("“%s” needs its question in one line below its name.") % head["id"])
    after = Condition(head["of"], How(head["how"]), head["value"]) if head["of"] else None
    return Question(
        head["id"], Kind(head["kind"]), words[0], bool(head["needed"]),
        tuple(one[2:].strip() for one in block if one.startswith("- ")),
        tuple(one[2:].strip() for one in block if one.startswith("+ ")),
        int(head["low"] or 0), int(head["high"] or 0), after,
    )  # fmt: skip


def _check(one: Question, earlier: Sequence[Question]) -> None:
    """Raise Unreadable where a question contradicts its kind or what stands before it."""
    words = _fault(one)
    if words:
        raise Unreadable(words % {"id": one.id})
    if one.after is None:
        return
    before = next((other for other in earlier if other.id == one.after.question), None)
    if before is None:
        raise Unreadable(_("“%s” follows from a question that does not stand before it.") % one.id)
    if before.kind in _CLOSED and one.after.value not in before.values:
        raise Unreadable(
            _("“%(id)s” waits for “%(value)s”, which nobody can answer to “%(of)s”.")
            % {"id": one.id, "value": one.after.value[:60], "of": before.id}
        )


def _fault(one: Question) -> str:
    """What contradicts the kind of a question, or nothing."""
    said = (*one.options, *one.columns)
    if max(map(len, (one.words, *said))) > WORDS:
        return _("A line of “%(id)s” is too long: three hundred characters at most.")
    if len(set(one.options)) != len(one.options) or len(set(one.columns)) != len(one.columns):
        return _("“%(id)s” offers the same twice.")
    return _options_fault(one) or _range_fault(one)


def _options_fault(one: Question) -> str:
    if one.kind in LISTED and not 2 <= len(one.options) <= OPTIONS and one.kind is not Kind.MATRIX:
        return _("“%(id)s” needs between two and thirty lines that begin with “- ”.")
    if one.kind is Kind.MATRIX and not (
        1 <= len(one.options) <= OPTIONS and 2 <= len(one.columns) <= OPTIONS
    ):
        return _("“%(id)s” needs rows that begin with “- ” and columns that begin with “+ ”.")
    if one.options and one.kind not in LISTED:
        return _("“%(id)s” is of a kind that offers no lines to choose from.")
    if one.columns and one.kind is not Kind.MATRIX:
        return _("“%(id)s” has columns, and only a matrix has those.")
    return _("“%(id)s”: “other” is offered by itself. Leave it out.") if (
        one.kind is Kind.OTHER and "other" in one.options
    ) else ""  # fmt: skip


def _range_fault(one: Question) -> str:
    if one.kind in RANGED and not one.low < one.high:
        return _("“%(id)s” needs “from … to …” behind its kind, the lower first.")
    if one.kind is Kind.SCALE and one.high - one.low >= _STEPS:
        return _("“%(id)s”: a scale has at most eleven steps.")
    return _("“%(id)s” has a range, and only a scale and a number have one.") if (
        one.kind not in RANGED and one.high != one.low
    ) else ""  # fmt: skip


def written(questions: Sequence[Question]) -> str:
    """The text of some questions: read again, it is the same."""
    return "\n\n".join(_block(one) for one in questions) + "\n"


def _block(one: Question) -> str:
    head = f"{one.id}: {one.kind}"
    if one.kind in RANGED:
        head += f" from {one.low} to {one.high}"
    if one.is_needed:
        head += " needed"
    if one.after is not None:
        head += f" if {one.after.question} {one.after.how} {one.after.value}"
    lines = [f"- {each}" for each in one.options] + [f"+ {each}" for each in one.columns]
    return "\n".join((head, one.words, *lines))
