"""The text of a post: made tidy, stored with marks for names, rendered once to safe HTML.

A mark is ``@{3}``: the third named person of the post. What somebody types as ``@{`` is stored
as ``@{{``, so nobody can write a mark by hand. The HTML holds the same marks, and a page fills in
the present names.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Mapping

MOST_LETTERS = 10_000
MOST_SAID = 200  # beside a picture
MARK = re.compile(r"@\{(\d{1,5}|\{)")
_MARK_END = re.compile(r"@\{(?:(\d{1,5})\}|\{)")
_LINK = re.compile(r"https?://[^\s<>\"'\\^`{|}]+")
_TRAILING = ".,;:!?)]}’”»"
_BLANK = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """``text`` in one form: composed letters, plain line ends, no control characters."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(one for one in text if one in "\n\t" or unicodedata.category(one) not in _NOT)
    lines = (one.rstrip() for one in kept.split("\n"))
    return _BLANK.sub("\n\n", "\n".join(lines)).strip("\n ")


_NOT = frozenset({"Cc", "Co", "Cs"})  # control, private use, half a pair


def escaped(text: str) -> str:
    """What a person typed, so that nothing in it reads as a mark."""
    return text.replace("@{", "@{{")


def filled(stored: str, name_of: Callable[[int], str]) -> str:
    """Stored text as a person writes it again: names in the place of marks."""
    return _MARK_END.sub(lambda one: name_of(int(one[1])) if one[1] else "@{", stored)


def unnamed(stored: str) -> str:
    """Stored text without any name, for an index."""
    return " ".join(filled(stored, lambda _number: " ").split())


def numbers(stored: str) -> frozenset[int]:
    """The numbers of all marks in a text."""
    return frozenset(int(one[1]) for one in _MARK_END.finditer(stored) if one[1])


def to_html(stored: str) -> str:
    """Safe HTML of stored text: paragraphs, line breaks and links. Marks stay as they are."""
    paragraphs = (one.strip("\n") for one in stored.split("\n\n"))
    return "".join(f"<p>{_paragraph(one)}</p>" for one in paragraphs if one.strip())


def _paragraph(text: str) -> str:
    parts: list[str] = []
    end = 0
    for found in _LINK.finditer(text):
        address = found[0].rstrip(_TRAILING)
        parts.append(html.escape(text[end : found.start()]))
        # A link with a name in it would lead nowhere once the name is gone: it stays plain text.
        cut = text[found.end() : found.end() + 1] == "{"
        parts.append(html.escape(address) if cut else _link(address))
        end = found.start() + len(address)
    parts.append(html.escape(text[end:]))
    return "".join(parts).replace("\n", "<br>")


def _link(address: str) -> str:
    safe = html.escape(address)
    return f'<a href="{safe}" rel="nofollow ugc noopener">{safe}</a>'


def filled_html(rendered: str, names: Mapping[int, str], gone: str) -> str:
    """Rendered HTML with present names; who left stands as ``gone``. Names are escaped here."""
    if "@{" not in rendered:
        return rendered

    def one(found: re.Match[str]) -> str:
        if not found[1]:
            return "@{"
        name = names.get(int(found[1]), "")
        said = html.escape(name or gone)
        return f'<span class="mention">{said}</span>'

    return _MARK_END.sub(one, rendered)
