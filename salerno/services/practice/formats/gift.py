"""GIFT: ``::name::stem{=right ~wrong#why}``, read as Moodle reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from salerno.services.practice.formats.found import (
    RIGHT,
    Answer,
    Found,
    Reader,
    path_of,
    shortened,
)
from salerno.services.practice.formats.plain import as_text

CATEGORY = re.compile(r"\s*\$CATEGORY\s*:(.*)", re.IGNORECASE)
NAME = re.compile(r"::(.*?)::", re.DOTALL)
FORM = re.compile(r"\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
WEIGHT = re.compile(r"%(-?\d+(?:\.\d+)?)%")
TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}
ESCAPED = "\\~=#{}:"
FIRST = 0xE000  # signs that no text has, for those with a backslash before them
HIDDEN = {f"\\{sign}": chr(FIRST + at) for at, sign in enumerate(ESCAPED)}
SHOWN = str.maketrans({chr(FIRST + at): sign for at, sign in enumerate(ESCAPED)})
SIGNS = re.compile(r"\\[\\~=#{}:]")
BLANK = "_____"


@dataclass(frozen=True)
class Block:
    """The lines of one question, and where they begin."""

    line: int
    text: str
    path: tuple[str, ...]


def read(text: str) -> Reader:
    """The questions of a file in GIFT, and what is wrong in it, by line."""
    reader = Reader()
    for one in blocks(text):
        question(one, reader)
    return reader


def blocks(text: str) -> Iterator[Block]:
    """The questions of a file: an empty line parts them, but none within braces."""
    path: tuple[str, ...] = ()
    lines: list[str] = []
    begun = depth = 0
    for number, raw in enumerate([*text.replace("\r\n", "\n").split("\n"), ""], 1):
        line = "" if raw.lstrip().startswith("//") else SIGNS.sub(_hide, raw)
        category = CATEGORY.match(line)
        is_new = line.lstrip().startswith("::") or category is not None
        if lines and ((not line.strip() and raw == line and depth <= 0) or is_new):
            yield Block(begun, "\n".join(lines), path)
            lines, depth = [], 0
        if category is not None:
            path = path_of(category.group(1).strip().translate(SHOWN))
        elif line.strip() or lines:
            begun = begun if lines else number
            lines.append(line)
            depth += line.count("{") - line.count("}")
    if lines:
        yield Block(begun, "\n".join(lines), path)


def _hide(found: re.Match[str]) -> str:
    return HIDDEN[found.group()]


def plain(given: str, form: str) -> tuple[str, tuple[str, ...]]:
    """The words of a part, and what of it is no text. A part may name its own form."""
    bare = given.strip()
    said = FORM.match(bare)
    if said is not None:
        form, bare = said.group(1).lower(), bare[said.end() :]
    return as_text(bare.replace("\\n", "\n").translate(SHOWN), form)


def question(block: Block, reader: Reader) -> None:
    """One question, kept or refused."""
    text = block.text.strip()
    name = NAME.match(text)
    if name is not None:
        text = text[name.end() :].strip()
    said = FORM.match(text)
    form = said.group(1).lower() if said is not None else "moodle"
    text = text[said.end() :] if said is not None else text
    before, opened, rest = text.partition("{")
    inside, closed, after = rest.partition("}")
    title = " ".join(name.group(1).translate(SHOWN).split()) if name is not None else ""
    if opened and not closed:
        reader.refuse(block.line, f"“{shortened(title or before)}” opens {{ and never closes it.")
        return
    if "{" in after or "}" in after or ("}" in before and not opened):
        reader.refuse(block.line, f"“{shortened(title or before)}” has more than one {{ }}.")
        return
    tail = after.strip(' \t\r\n.";') and after
    stem, lost = plain(f"{before.rstrip()} {BLANK} {tail.lstrip()}" if tail else before, form)
    made = Found(block.line, "", stem, name=title, path=block.path, lost=lost)
    if not opened:
        reader.found.append(kind(made, "description"))
        return
    reader.found.append(answered(made, inside.strip(), form))


def kind(made: Found, words: str) -> Found:
    """A question of a kind that has no answers to choose from."""
    return Found(made.line, words, made.stem, (), made.name, made.feedback, made.path, made.lost)


def answered(made: Found, inside: str, form: str) -> Found:
    """A question with what its braces hold."""
    body, general, told = inside.partition("####")
    feedback, lost = plain(told, form) if general else ("", ())
    body = body.strip()
    base = Found(made.line, "", made.stem, (), made.name, feedback, made.path, made.lost + lost)
    if not body:
        return kind(base, "essay")
    if body.startswith("#"):
        return kind(base, "numerical")
    if body.split("#", 1)[0].strip().upper() in TRUTHS:
        return truth(base, body, form)
    if "~" not in body:
        has_pairs = "->" in body
        return kind(base, "matching" if has_pairs else "shortanswer" if "=" in body else "unclear")
    return choice(base, body, form)


def truth(base: Found, body: str, form: str) -> Found:
    """True or false. The first feedback is for the wrong answer, the second for the right one."""
    parts = body.split("#")
    is_true = TRUTHS[parts[0].strip().upper()]
    told = [plain(one, form) for one in parts[1:]]
    wrong, right = ([one for one, _lost in told] + ["", ""])[:2]
    answers = tuple(
        Answer(word, RIGHT if holds == is_true else 0.0, right if holds == is_true else wrong)
        for word, holds in (("True", True), ("False", False))
    )
    lost = base.lost + tuple(each for _words, lost in told for each in lost)
    return Found(base.line, "choice", base.stem, answers, base.name, base.feedback, base.path, lost)


def choice(base: Found, body: str, form: str) -> Found:
    """One right answer of several; or, without ``=``, every right one."""
    parts = re.split(r"([~=])", body)
    lost = list(base.lost)
    answers = []
    for sign, given in zip(parts[1::2], parts[2::2], strict=True):
        one, gone = answer(sign, given, form)
        answers.append(one)
        lost += gone
    named = "choice" if "=" in parts[1::2] else "multiple answers"
    if parts[0].strip():
        named = "unclear"
    return Found(
        base.line, named, base.stem, tuple(answers), base.name, base.feedback, base.path,
        tuple(lost),
    )  # fmt: skip


def answer(sign: str, given: str, form: str) -> tuple[Answer, tuple[str, ...]]:
    """One answer with its weight and feedback."""
    bare = given.strip()
    weight = RIGHT if sign == "=" else 0.0
    said = WEIGHT.match(bare)
    if said is not None:
        weight, bare = float(said.group(1)), bare[said.end() :]
    words, _mark, told = bare.partition("#")
    text, lost = plain(words, form)
    feedback, gone = plain(told, form)
    return Answer(text, weight, feedback), lost + gone
