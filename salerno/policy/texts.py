"""Markdown texts: sections with stable ids, facts from the one record, promises not made.

A heading ``## Who receives it {#recipients: billing credits}`` opens a section and says which
purposes it speaks of. ``{{operator.email}}`` and ``{{setting.min_age}}`` are filled in when the
text is shown; a literal address or telephone number is refused, so that facts stand once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields
from functools import cache
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt

from salerno.policy.errors import PackError
from salerno.policy.values import SIGNALS, Section, Text
from salerno.privacy.law import Operator, Policy, Term

_HEADING = re.compile(r"##\s+(.+?)\s*\{#([a-z][a-z0-9-]*)(?::\s*([a-z_.\s]+))?\}\s*\Z")
_FACT = re.compile(r"\{\{\s*([a-z]+)\.([a-z_.]+)\s*\}\}")
_LITERAL = re.compile(r"[\w.+-]+@[\w-]+\.\w+|\+?\d[\d\s().-]{7,}\d")
_FACTS = frozenset(one.name for one in fields(Operator))
SAID = ("directory_fields",)
"""The settings that a text puts into words of its own."""


def parse(markdown: str, *, name: str, language: str, place: str) -> Text:
    """Read one text. Raises PackError with file, line and reason."""
    title = ""
    lead: list[str] = []
    body: list[str] = []
    sections: list[Section] = []
    heading: tuple[str, str, tuple[str, ...], int] | None = None
    for number, line in enumerate(markdown.splitlines(), start=1):
        _refuse_literal(line, f"{place}:{number}")
        if line.startswith("# "):
            title = line[2:].strip()
        elif line.startswith("## "):
            sections += _closed(heading, body)
            heading, body = _heading(line, number, place), []
        else:
            (lead if heading is None else body).append(line)
    sections += _closed(heading, body)
    if not title:
        raise PackError(f"{place}:1", "a text begins with `# Title`")
    seen: set[str] = set()
    for one in sections:
        if one.id in seen:
            raise PackError(f"{place}:{one.line}", f"the id {one.id} stands twice")
        seen.add(one.id)
    return Text(name, language, title, "\n".join(lead).strip(), tuple(sections))


def _heading(line: str, number: int, place: str) -> tuple[str, str, tuple[str, ...], int]:
    found = _HEADING.match(line)
    if found is None:
        raise PackError(f"{place}:{number}", "a section is `## Title {#id: purpose purpose}`")
    return found[1], found[2], tuple((found[3] or "").split()), number


def _closed(
    heading: tuple[str, str, tuple[str, ...], int] | None, body: Iterable[str]
) -> list[Section]:
    if heading is None:
        return []
    title, section_id, purposes, line = heading
    return [Section(section_id, title, "\n".join(body).strip(), purposes, line)]


def _refuse_literal(line: str, place: str) -> None:
    found = _LITERAL.search(line)
    if found:
        raise PackError(
            place,
            f"{found[0]!r} is a literal contact: write {{{{operator.email}}}} or another fact of "
            "the operator's record",
        )


def check_facts(text: str, policy: Policy, place: str) -> None:
    """Refuse a placeholder that names no fact, no setting and no clause."""
    known: Mapping[str, Collection[str]] = {
        "operator": _FACTS, "setting": policy.settings, "kept": policy.clauses,
        "signal": SIGNALS, "said": SAID,
    }  # fmt: skip
    for source, key in _FACT.findall(text):
        if key not in known.get(source, ()):
            raise PackError(place, f"{{{{{source}.{key}}}}} names no fact")


type Sayings = tuple[
    Callable[[Term], str], Callable[[str, str], str], Callable[[Iterable[str]], str]
]


def filled(text: str, policy: Policy, sayings: Sayings) -> str:
    """``text`` with its placeholders filled in.

    ``sayings``: how a term is put into words, what is done about a signal of a browser, and
    what directory information is.
    """
    kept, signal, directory = sayings

    def fact(found: re.Match[str]) -> str:
        source, key = found[1], found[2]
        if source == "kept":
            return kept(policy.clause(key).term)
        if source == "signal":
            return signal(key, str(policy.settings[key]))
        if source == "said":
            named = policy.settings[key]
            return directory(map(str, named) if isinstance(named, tuple) else ())
        value = getattr(policy.operator, key) if source == "operator" else policy.settings[key]
        return ", ".join(value) if isinstance(value, tuple) else str(value)

    return _FACT.sub(fact, text)


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


@cache
def html(text: str) -> str:
    """Markdown of our own as HTML; no HTML passes through."""
    return str(_markdown().render(text))


def anchored(section: Section, number: int, rendered: str) -> str:
    """The paragraphs of a section, each numbered ``3.1`` with an address of its own."""
    count = 0

    def numbered(_: re.Match[str]) -> str:
        nonlocal count
        count += 1
        mark = f"{number}.{count}"
        return f'<p id="{escape(section.id)}-{count}"><b>{mark}</b> '

    return re.sub(r"^<p>", numbered, rendered, flags=re.MULTILINE)


def promises(folder: Path | None = None) -> tuple[str, ...]:
    """The words that promise absolute security: the house's list and the operator's own."""
    lines = (Path(__file__).parent / "promises.txt").read_text(encoding="utf-8").splitlines()
    own = folder / "promises.txt" if folder else None
    if own is not None and own.exists():
        lines += own.read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def promised(text: str, words: Iterable[str]) -> str:
    """The first promise of absolute security in ``text``, or an empty text."""
    flat = re.sub(r"\s+", " ", text).casefold()
    return next((one for one in words if one.casefold() in flat), "")
