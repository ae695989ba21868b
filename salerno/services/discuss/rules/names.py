"""Finding names in a text, and putting marks in their place.

Names are compared word by word, whatever the case and the space between, so that "ann  READER"
is Ann Reader. A part of a name alone counts only as it is written in the name, or after "@".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from salerno.services.discuss.rules.text import MARK, escaped

CALLED, WHOLE, FIRST, LAST = "called", "whole", "first", "last"
MOST_MARKS = 200

_EACH = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # scripts without spaces: each sign is a word
_PUNCTUATION = "\0-/:-@\\[-`{-\u00bf\u2000-\u206f\u3000-\u303f\uff00-\uff0f"
_WORD = re.compile(f"[^\\s{_PUNCTUATION}{_EACH}]+|[{_EACH}]")
_GAP = re.compile(r"[\s.,_'’·\-\u2010\u2011]{0,4}\Z")
_UNSURE = re.compile("[^a-z0-9]|ss|ff|fi|fl|st")
_HYPHENS = ("-", "\u2010", "\u2011")

_TITLES = "dr prof professor sir dame mr mrs ms mx md phd do rn mbbs frcp facp msc bsc jr sr"
TITLES = frozenset(_TITLES.split())

# No name by themselves, though somebody may be called so: "May I", "I will", "mark this".
_COMMON = """
    a about after again all also am an and any are as at author be been before bill black brown but
    by can could dawn day dean did do doctor down each even every few first for frank from gene
    good grace grant gray green had has have he her here him his hope how i if in into is it its
    jack joy just king know last law like long look made make many mark may me miles more most
    much must my new no not now of off on one only or other our out over own pat patient people
    ray reader rich right rob rose say see she should so some sue summer than that the their
    them then there these they thing think this those time to too two under up us use very was
    way we well were what when where which while white who why will with work would year you
    young your
"""
COMMON = frozenset(_COMMON.split())


@dataclass(frozen=True)
class Mark:
    """A mark in a text. ``subjects``: more than one where people have the same name."""

    number: int
    part: str
    subjects: tuple[int, ...]


@dataclass(frozen=True)
class Marked:
    """A text with marks in the place of names, ready to be stored."""

    text: str = field(repr=False)
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Form:
    """One way to write somebody's name. ``exact``: its words as the name has them.

    ``is_strict``: all of them are common words, so it counts only as the name has them.
    """

    words: tuple[str, ...]
    exact: tuple[str, ...]
    part: str
    subject: int
    is_strict: bool = False


def marked(
    text: str, known: Mapping[int, str], near: Collection[int] = (), *, first: int = 1
) -> Marked:
    """Put marks in the place of the names of ``known``: subject to name as shown.

    ``near``: those of whom a part of the name suffices, such as who wrote in the same thread.
    ``text`` is as a person typed it; the result is escaped. ``first``: number of the first mark.
    """
    return remarked(escaped(text), known, near, first=first)


def remarked(
    stored: str, known: Mapping[int, str], near: Collection[int] = (), *, first: int
) -> Marked:
    """The same for a text that has marks already: they stay."""
    return Reading(stored, forms_of(known), frozenset(near), first).marked()


def part_of(name: str, part: str) -> str:
    """What is shown of a name: all of it, or the part that was written."""
    words = [one for one in name.split() if one.casefold().strip(".") not in TITLES]
    if part == CALLED:
        return f"@{name}" if name else ""
    if part == FIRST and words:
        return words[0]
    return words[-1] if part == LAST and words else name


def forms_of(known: Mapping[int, str]) -> dict[str, list[Form]]:
    """The forms in which each name can be written, by their first word."""
    found: dict[str, list[Form]] = {}
    for subject, name in known.items():
        for one in _forms(subject, name):
            found.setdefault(one.words[0], []).append(one)
    return found


def letters_of(name: str) -> str:
    """Letters that stand in every text that has the whole name, in either case; "" where none do.

    A database compares a to z in any case, and other letters as they are written. What another
    sign may be folded to ("ß", "ﬁ") is cut out.
    """
    parts = (part for word in forms_of({1: name}) for part in _UNSURE.split(word))
    return max(parts, key=len, default="")


def _forms(subject: int, name: str) -> Iterator[Form]:
    exact = _WORD.findall(unicodedata.normalize("NFC", name))
    exact = [one for one in exact if one.casefold() not in TITLES] or exact
    if not exact:
        return
    is_strict = {one.casefold() for one in exact} <= COMMON
    for order in {tuple(exact), (exact[0], exact[-1]), (exact[-1], *exact[:-1])}:
        if len(order) >= min(2, len(exact)):
            yield _form(subject, order[: len(exact)], WHOLE, is_strict=is_strict)
    if len(exact) > 1:
        yield _form(subject, exact[:1], FIRST)
        yield _form(subject, exact[-1:], LAST)


def _form(subject: int, exact: Sequence[str], part: str, *, is_strict: bool = False) -> Form:
    words = tuple(one.casefold() for one in exact)
    return Form(words, tuple(exact), part, subject, is_strict)


@dataclass
class Reading:
    """One reading of one text."""

    text: str
    forms: Mapping[str, list[Form]]
    near: frozenset[int]
    next: int
    marks: dict[tuple[str, tuple[int, ...]], Mark] = field(default_factory=dict)
    words: list[re.Match[str]] = field(default_factory=list)

    def marked(self) -> Marked:
        """The text with marks."""
        self.words = list(_WORD.finditer(self.text)) if self.forms else []
        parts: list[str] = []
        end = at = 0
        while at < len(self.words):
            found = self._longest(at)
            if not found or len(self.marks) >= MOST_MARKS:
                at += 1
                continue
            part = self._part(at, found)
            start = self.words[at].start() - (part == CALLED)
            number = self._number(part, tuple(sorted({one.subject for one in found})))
            parts += [self.text[end:start], f"@{{{number}}}"]
            at += len(found[0].words)
            end = self.words[at - 1].end()
        return Marked("".join([*parts, self.text[end:]]), tuple(self.marks.values()))

    def _number(self, part: str, subjects: tuple[int, ...]) -> int:
        key = (part, subjects)
        if key not in self.marks:
            self.marks[key] = Mark(self.next, part, subjects)
            self.next += 1
        return self.marks[key].number

    def _part(self, at: int, found: list[Form]) -> str:
        """Whole before first before last; "@" and a part that several share stays as written."""
        part = min((one.part for one in found), key=(WHOLE, FIRST, LAST).index)
        one_of = len({one.subject for one in found}) == 1
        return CALLED if self._is_called(at) and (part == WHOLE or one_of) else part

    def _longest(self, at: int) -> list[Form]:
        """The longest forms that stand at a word."""
        here = self.words[at]
        if MARK.match(self.text, max(0, here.start() - 2)):
            return []  # the number of a mark that stands already
        there = [one for one in self.forms.get(here[0].casefold(), ()) if self._stands(at, one)]
        most = max((len(one.words) for one in there), default=0)
        return [one for one in there if len(one.words) == most]

    def _stands(self, at: int, form: Form) -> bool:
        there = self.words[at : at + len(form.words)]
        if tuple(one[0].casefold() for one in there) != form.words:
            return False
        for one, other in pairwise(there):
            if not _GAP.match(self.text[one.end() : other.start()]):
                return False
        if self._is_called(at):
            return True
        if len(form.words) > 1:
            return not form.is_strict or _is_as_written(there, form)
        return self._alone(there[0], form)

    def _alone(self, word: re.Match[str], form: Form) -> bool:
        """A single word counts as it is written in the name, and where it is no common word."""
        if word[0] != form.exact[0] or form.words[0] in COMMON or len(word[0]) < 2:
            return False
        if form.part == WHOLE:
            return True
        after, before = self.text[word.end() :][:2], self.text[: word.start()][-2:]
        joined = after.startswith(_HYPHENS) and after[1:].isalpha()
        return form.subject in self.near and not joined and not before.endswith(_HYPHENS)

    def _is_called(self, at: int) -> bool:
        """An @ stands right before, and what is before it is no address."""
        start = self.words[at].start()
        before = self.text[max(0, start - 2) : start]
        return before.endswith("@") and not (before[:-1].isalnum() or before[:-1] == ".")


def _is_as_written(there: Sequence[re.Match[str]], form: Form) -> bool:
    """The words stand as in the name, and the name is more than small words: "May Young"."""
    return all(
        one[0] == exact and not exact.islower()
        for one, exact in zip(there, form.exact, strict=True)
    )
