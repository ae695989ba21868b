"""A question as the files of other systems say it, before it is one of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from salerno.services.practice.formats.bank import Problem

RIGHT = 100.0


@dataclass(frozen=True)
class Answer:
    """A possible answer. ``weight``: percent of the points, 100 for the right one."""

    text: str
    weight: float = 0.0
    feedback: str = ""


@dataclass(frozen=True)
class Found:
    """A question. ``kind`` in the file's words; only a ``choice`` has become answers.

    ``path``: the categories that it stands in, from the widest. ``lost``: what of it is no text.
    """

    line: int
    kind: str
    stem: str = ""
    answers: tuple[Answer, ...] = ()
    name: str = ""
    feedback: str = ""
    path: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass
class Reader:
    """What a file holds: its questions, what is wrong, and what is not kept of the others."""

    found: list[Found] = field(default_factory=list)
    wrong: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def refuse(self, line: int, words: str) -> None:
        """A question that is not taken."""
        self.wrong.append(Problem(line, words))

    def note(self, line: int, words: str) -> None:
        """Something of a question that is not kept."""
        self.notes.append(Problem(line, words))


def path_of(category: str) -> tuple[str, ...]:
    """The categories of a path such as ``$course$/top/Heart/Rhythm``, without its roots.

    >>> path_of("$course$/top/Heart/Rhythm")
    ('Heart', 'Rhythm')
    """
    parts = [one.replace("\0", "/").strip() for one in category.replace("//", "\0").split("/")]
    return tuple(one for one in parts if one and not ROOT.fullmatch(one))


ROOT = re.compile(r"\$\w+\$|top")


def shortened(words: str, most: int = 60) -> str:
    """The first words, to name something."""
    flat = " ".join(words.split())
    return flat if len(flat) <= most else f"{flat[:most].rstrip()}…"


def named(parts: Sequence[str]) -> str:
    """Several things in a row."""
    return ", ".join(dict.fromkeys(parts))
