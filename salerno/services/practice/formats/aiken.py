"""Aiken: a question, its options with letters, and ``ANSWER: B``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from salerno.services.practice.formats.found import Answer, Found, Reader, shortened

OPTION = re.compile(r"\s*([A-Za-z])[).]\s*(.*)")
ANSWER = re.compile(r"\s*ANSWER\s*:(.*)", re.IGNORECASE)
REASON = re.compile(r"\s*(?:EXPLANATION|FEEDBACK)\s*:(.*)", re.IGNORECASE)
FEWEST = 2


@dataclass
class Open:
    """A question under way. ``is_broken``: what is wrong with it was said."""

    line: int = 0
    stem: list[str] = field(default_factory=list)
    options: list[list[str]] = field(default_factory=list)  # each by its lines
    is_parted: bool = False
    is_broken: bool = False


class Aiken:
    """Takes the lines one after the other."""

    def __init__(self) -> None:
        self.reader = Reader()
        self.open = Open()

    def take(self, number: int, line: str) -> None:
        """One line of the file."""
        if not line.strip():
            self._gap()
        elif (answer := ANSWER.match(line)) is not None:
            self._end(number, answer.group(1).strip())
        elif (reason := REASON.match(line)) is not None and not self.open.line:
            self._explain(number, reason.group(1).strip())
        else:
            self._words(number, line)

    def _gap(self) -> None:
        """An empty line: a paragraph of the stem, or the end of the options."""
        self.open.is_parted = bool(self.open.options)
        if self.open.stem and not self.open.options:
            self.open.stem.append("")

    def _words(self, number: int, line: str) -> None:
        option = OPTION.match(line)
        now = self.open
        due = chr(ord("A") + len(now.options))
        if option is not None and option.group(1).upper() == due and (now.stem or now.options):
            now.options.append([option.group(2).strip()])
            now.is_parted = False
        elif option is not None and now.options and line.lstrip()[1] == ")":
            self._broken(number, f"After the options so far comes {due}), not {line.strip()[:2]}.")
        elif now.options and now.is_parted:
            self._unfinished()
            self._words(number, line)
        elif now.options:
            now.options[-1].append(line.strip())
        else:
            now.line = now.line or number
            now.stem.append(line.strip())

    def _broken(self, number: int, words: str) -> None:
        if not self.open.is_broken:
            self.reader.refuse(number, words)
        self.open.is_broken = True

    def _unfinished(self) -> None:
        if self.open.line and not self.open.is_broken:
            words = f"“{shortened(' '.join(self.open.stem))}” has no line ANSWER: with a letter."
            self.reader.refuse(self.open.line, words)
        self.open = Open()

    def _end(self, number: int, letter: str) -> None:
        now, self.open = self.open, Open()
        if now.is_broken:
            return
        at = ord(letter.upper()) - ord("A") if len(letter) == 1 else -1
        if not now.stem or len(now.options) < FEWEST:
            words = "Before ANSWER: stand a question and two or more options, A) and B)."
            self.reader.refuse(now.line or number, words)
        elif not 0 <= at < len(now.options):
            words = (
                f"ANSWER: names one of the options by its letter, not “{shortened(letter, 20)}”."
            )
            self.reader.refuse(number, words)
        else:
            answers = tuple(
                Answer(" ".join(lines), 100.0 if place == at else 0.0)
                for place, lines in enumerate(now.options)
            )
            self.reader.found.append(
                Found(now.line, "choice", "\n".join(now.stem).strip(), answers)
            )

    def _explain(self, number: int, words: str) -> None:
        """A reason belongs to the question just ended."""
        if not self.reader.found:
            self.reader.note(number, "No question stands before this reason; it is not kept.")
            return
        last = self.reader.found[-1]
        whole = f"{last.feedback}\n{words}".strip()
        self.reader.found[-1] = Found(last.line, last.kind, last.stem, last.answers, feedback=whole)

    def end(self) -> Reader:
        """The file has ended."""
        self._unfinished()
        return self.reader


def read(text: str) -> Reader:
    """The questions of a file in Aiken, and what is wrong in it, by line."""
    taking = Aiken()
    for number, line in enumerate(text.split("\n"), 1):
        taking.take(number, line.rstrip("\r"))
    return taking.end()
