"""What of a front no line of the page says: shown all the same, and reported.

Files put things where nobody looks for them. So the page is asked what it says, and each element
with a word that it does not say follows under “Also”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from html import unescape

from django.utils.translation import gettext as _

from salerno.services.articles.formats.about import about, byline
from salerno.services.articles.formats.jats.markup import tag
from salerno.services.articles.formats.jats.reading import Reading
from salerno.services.articles.formats.jats.tree import Element
from salerno.services.articles.formats.jats.values import Front

ELSEWHERE = frozenset({
    "abstract", "trans-abstract",  # parts of the page
    "article-id", "journal-id", "object-id", "issn", "issn-l", "isbn", "contrib-id",  # numbers
    "counts", "custom-meta-group", "custom-meta-wrap", "history", "pub-date", "pub-history",
    "volume", "issue", "issue-id", "fpage", "lpage", "elocation-id", "page-range", "self-uri",
    "label", "xref", "x", "alt-text", "index-term", "processing-meta", "ali:license_ref",
    "mml:annotation", "mml:annotation-xml", "tex-math", "abbrev-journal-title", "country",
})  # fmt: skip
HOLDERS = frozenset({"contrib-group", "contrib", "p", "aff", "fn", "fn-group", "bio"})
SIGNS = frozenset({"label", "sup", "xref", "x", "fn"})
MARKUP = re.compile(r"<[^>]*>")
WORD = re.compile(r"\w+")


def with_left(front: Front, source: Element, reading: Reading) -> Front:
    """The front with everything that it would not say. ``source``: the element of the file."""
    said = said_by(front)
    left = [one for one in standing(source) if not is_said(one, said)]
    for one in left:
        reading.note(
            one, "left", _("<%(tag)s> has no place of its own; its text is shown at the end.")
        )
    return replace(front, more=(*front.more, *(tag("p", reading.line(one)) for one in left)))


def is_said(element: Element, said: frozenset[str]) -> bool:
    """Whether every word of an element is said, with its parts together or apart."""
    return words(element.text) <= said or words(spoken(element)) <= said


def spoken(element: Element) -> str:
    """The texts of an element apart from each other, without the signs of its notes."""
    parts = [
        one if isinstance(one, str) else spoken(one)
        for one in element.children
        if isinstance(one, str) or one.tag not in SIGNS
    ]
    return " ".join(parts)


def words(given: str) -> frozenset[str]:
    """The words of a text, in small letters."""
    return frozenset(one.casefold() for one in WORD.findall(given))


def said_by(front: Front) -> frozenset[str]:
    """Every word that a page says of an article beside its text."""
    journal, place = asdict(front.journal), asdict(front.place)
    parts = [front.title, front.title_html, front.subtitle_html, byline(front), about(front),
             front.heading, *map(str, journal.values()), *map(str, place.values())]  # fmt: skip
    parts += [f"{one.words} {one.doi} {one.address}" for one in front.related]
    both = (f"{MARKUP.sub(' ', one)} {MARKUP.sub('', one)}" for one in parts)  # H<sub>2</sub>O
    return words(unescape(" ".join(both)))


def standing(element: Element) -> Iterator[Element]:
    """The elements below that hold words themselves, the outermost of them."""
    for one in element.elements():
        if one.tag in ELSEWHERE:
            continue
        is_whole = not any(each.tag in HOLDERS for each in one.elements())
        if one.own_text and is_whole:
            yield one
        elif one.own_text:
            alone = tuple(each for each in one.children if isinstance(each, str))
            yield Element(one.tag, one.attributes, alone, one.line)
        if not (one.own_text and is_whole):
            yield from standing(one)
