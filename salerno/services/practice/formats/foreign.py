"""Question banks of other systems as one of ours: GIFT, Aiken and Moodle's XML.

A question is taken whole, as a draft, or it is left and reported with its line and kind. Practice
asks for one best answer: whatever asks for more, or gives part of the points, is left.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass, replace
from math import isnan

from django.utils.text import slugify

from salerno.services.practice.formats import aiken, gift, moodle
from salerno.services.practice.formats.bank import (
    CONTROL,
    LONGEST,
    MOST_BYTES,
    OPTIONS,
    BadBank,
    Problem,
)
from salerno.services.practice.formats.found import RIGHT, Found, Reader, named, shortened
from salerno.services.practice.values import ItemState, NewBank, NewItem, NewObjective

# Nothing here may match across lines: of many empty lines each would be read from each.
IS_AIKEN = re.compile(
    r"^[^\S\n]*ANSWER[^\S\n]*:[^\S\n]*[A-Z](?:[^\S\n]*,[^\S\n]*[A-Z])*[^\S\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
OURS = re.compile(rb"^[ \t]*\[bank\]", re.MULTILINE)
ENDED = re.compile(r"[.!?:;…)”\"]\Z")
MOST_OPTION = 600
MOST_QUESTIONS = 10_000  # of one file
MOST_ASK = 300
WHERE = 160
UNSORTED = "Not sorted yet"
IS_TRUE = "Is this true?"
WHICH = "Which answer is right?"
TRUTHS = ("True", "False")


@dataclass(frozen=True)
class Taken:
    """A bank, and what its file says besides. ``left``: questions that are not in it."""

    bank: NewBank
    left: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    is_ours: bool = False


def is_ours(name: str, content: bytes) -> bool:
    """Whether a file is one of our own: TOML."""
    return name.lower().endswith(".toml") or OURS.search(content) is not None


def read(content: bytes, into: NewBank) -> Taken:
    """The questions of a file, for a bank. Raises BadBank where there is none to take."""
    if len(content) > MOST_BYTES:
        raise BadBank([Problem(0, "The file is too large.")])
    reader = opened(content)
    if len(reader.found) > MOST_QUESTIONS:
        words = f"At most {MOST_QUESTIONS:,} questions are read at once; this file has more."
        raise BadBank([Problem(reader.found[MOST_QUESTIONS].line, words)])
    items: dict[str, NewItem] = {}
    objectives: dict[str, NewObjective] = {}
    for one in sorted(reader.found, key=lambda each: each.line):
        if words := unfit(one):
            reader.refuse(one.line, f"{kind_of(one)}, “{shortened(one.name or one.stem)}”: {words}")
            continue
        module, leaf = places(one.path)
        item = item_of(one, leaf.slug)
        if item.key in items:
            reader.note(one.line, f"“{shortened(one.stem)}” stands twice; it is kept once.")
            continue
        items[item.key] = item
        objectives |= {module.slug: module, leaf.slug: leaf}
    left = tuple(sorted(reader.wrong, key=lambda each: each.line))
    if not items:
        none = Problem(1, "This file has no question that could be taken.")
        raise BadBank(left or (none,))
    notes = tuple(sorted(reader.notes, key=lambda each: each.line))
    bank = replace(into, objectives=tuple(objectives.values()), items=tuple(items.values()))
    return Taken(bank, left, notes)


def opened(content: bytes) -> Reader:
    """The questions of a file in whichever of the three forms it is."""
    head = content[:8000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head.startswith((b"<?xml", b"<quiz")) or (head.startswith(b"<") and b"<quiz" in head):
        return moodle.read(content)
    text = decoded(content)
    if IS_AIKEN.search(text):
        return aiken.read(text)
    if "{" in text:
        return gift.read(text)
    words = "This is none of the files that are read here: TOML, GIFT, Aiken or Moodle's XML."
    raise BadBank([Problem(1, words)])


def decoded(content: bytes) -> str:
    """The text of a file. Raises BadBank with the line of a byte that is no letter."""
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        words = "This byte is no letter of UTF-8. Keep the file as UTF-8, and try again."
        raise BadBank([Problem(line, words)]) from error


def kind_of(one: Found) -> str:
    """The kind of a question in the words of its file."""
    return "choice of one answer" if one.kind == "choice" else one.kind


def unfit(one: Found) -> str:
    """Why a question is not taken, or nothing."""
    if one.kind != "choice":
        return "this kind is not asked here"
    if one.lost:
        return f"it holds {named(one.lost)}, and practice shows text"
    texts = [answer.text for answer in one.answers]
    return (
        unfit_weights([answer.weight for answer in one.answers])
        or unfit_texts(texts)
        or unfit_lengths([one.stem, one.feedback, *(each.feedback for each in one.answers)], texts)
    )


def unfit_weights(weights: list[float]) -> str:
    """One answer is right, and the others are not: no part of the points."""
    if any(isnan(each) for each in weights):
        return "the weight of an answer is no number"
    if any(each not in (0.0, RIGHT) for each in weights):
        return "an answer gives part of the points, or takes some"
    if weights.count(RIGHT) != 1:
        return "one answer is right in what is asked here; this has " + str(weights.count(RIGHT))
    return ""


def unfit_texts(texts: list[str]) -> str:
    """As many options as are asked here, each with words of its own."""
    if not OPTIONS[0] <= len(texts) <= OPTIONS[1]:
        return f"it has {len(texts)} answers; {OPTIONS[0]} to {OPTIONS[1]} are asked here"
    if not all(texts) or len(set(texts)) < len(texts):
        return "an answer is empty, or stands twice"
    return ""


def unfit_lengths(texts: list[str], options: list[str]) -> str:
    """No text longer than is kept, and no sign that is none."""
    if not texts[0]:
        return "it asks nothing"
    if any(len(each) > LONGEST for each in texts) or any(len(one) > MOST_OPTION for one in options):
        return f"a text is longer than {LONGEST} letters, or an answer than {MOST_OPTION}"
    if any(CONTROL.search(each) for each in (*texts, *options)):
        return "it holds a control character"
    return ""


def places(path: tuple[str, ...]) -> tuple[NewObjective, NewObjective]:
    """The module and the objective of a question: the first category, and the others."""
    first, rest = (path or (UNSORTED,))[0], path[1:]
    title = " / ".join(rest) or first
    module = NewObjective(slug_of("m", first), first[:WHERE])
    slug = slug_of("o", "/".join(path) or UNSORTED)
    return module, NewObjective(slug, title[:WHERE], module.slug)


def slug_of(mark: str, words: str, most: int = 40) -> str:
    """A name for addresses: readable, and another for other words."""
    digest = hashlib.sha256(words.encode()).hexdigest()[:8]
    return "-".join(
        each for each in (mark, slugify(words)[:most].replace("_", "-").strip("-"), digest) if each
    )


def item_of(one: Found, objective: str) -> NewItem:
    """A question as a draft: an editor completes it, somebody else reviews it."""
    stem, ask = asked(one)
    at = [answer.weight for answer in one.answers].index(RIGHT)
    parts = (one.answers[at].feedback, one.feedback)
    said = repr((one.stem, one.feedback, one.answers))
    digest = hashlib.sha256(said.encode()).hexdigest()[:10]
    name = slugify(one.name)[:40].replace("_", "-").strip("-")
    return NewItem(
        f"{name}-{digest}" if name else f"q-{digest}", objective, stem, ask,
        tuple((" ".join(each.text.split()), "" if place == at else " ".join(each.feedback.split()))
              for place, each in enumerate(one.answers)),
        at, "\n\n".join(dict.fromkeys(each for each in parts if each)), (),
        state=ItemState.DRAFT.value,
    )  # fmt: skip


def asked(one: Found) -> tuple[str, str]:
    """The stem, and the question under it: its last line where that is one."""
    *before, last = one.stem.split("\n")
    above = "\n".join(before).strip()
    is_asked = last.rstrip().endswith("?") and len(last) <= MOST_ASK
    if ENDED.search(above) and is_asked:
        return above, last.strip()
    is_truth = tuple(each.text for each in one.answers) == TRUTHS
    return one.stem, IS_TRUE if is_truth else WHICH
