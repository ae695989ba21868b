"""A whole article, from its bytes to values and HTML in parts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from html import unescape

from django.utils.translation import gettext as _

from salerno.services.articles.formats.jats import (
    blocks,
    choices,
    figures,
    inline,
    maths,
    notes,
    references,
    sections,
    tables,
)
from salerno.services.articles.formats.jats.abstracts import abstracts
from salerno.services.articles.formats.jats.anchors import anchors_of
from salerno.services.articles.formats.jats.errors import NotTaken
from salerno.services.articles.formats.jats.front import front_of
from salerno.services.articles.formats.jats.left import with_left
from salerno.services.articles.formats.jats.markup import NOTHING, Html, join, tag, text
from salerno.services.articles.formats.jats.reading import Handler, Reading, Shared
from salerno.services.articles.formats.jats.tree import EMPTY, Element, Read, parse
from salerno.services.articles.formats.jats.values import Document, Front, Heading, Images

HANDLERS: dict[str, Handler] = {
    **inline.HANDLERS, **blocks.HANDLERS, **sections.HANDLERS, **maths.HANDLERS,
    **choices.HANDLERS, **figures.HANDLERS, **tables.HANDLERS, **notes.HANDLERS,
    **references.HANDLERS,
}  # fmt: skip
PARTS = ("front", "body", "back", "floats-group", "sub-article", "response", "floats-wrap")
NAMED = {"front", "processing-meta"}
END_OF_BLOCK = re.compile(r"</(?:p|li|td|th|h\d|dt|dd|figcaption|div|caption)>")
END_OF_HEADING = re.compile(r"(?<![.?!:;>\s])</(?:h\d|dt)>")
NUMBERS = re.compile(
    r'<small class="part-id">.*?</small>|<sup>(?:<a [^>]*href="#[^>]*>[^<]*</a>|[,;–-])+</sup>'
)
"""Numbers of parts and of references: marks in a page, noise in a line of words."""
MARKUP = re.compile(r"<[^>]*>")
MOST_TEXT = 400_000
SUMMARY = 300


def read(content: bytes, images: Images) -> Document:
    """An article of a file. Raises NotTaken with a line for what is none."""
    given = parse(content)
    article = article_in(given.root)
    shared = Shared(anchors_of(article), images, HANDLERS)
    for name, line in given.unknown:
        shared.report.add(line, "entity", _("Nobody explains the sign “&%(name)s;”.")
                          % {"name": name})  # fmt: skip
    front = front_of(article, Reading(shared))
    front = with_left(front, article.first("front") or EMPTY, Reading(shared))
    reading = Reading(shared, listed=2)
    meta = (article.first("front") or article).first("article-meta")
    abstract = abstracts(meta, reading) if meta is not None else NOTHING
    body = join(body_of(one, reading) for one in article.elements("body"))
    back = back_of(article, reading)
    return assembled(shared, front, (abstract, body, back), given)


def assembled(
    shared: Shared, front: Front, parts: tuple[Html, Html, Html], given: Read
) -> Document:
    """Put the links back to the text in their places, and everything together."""
    abstract, body, back = (shared.anchors.filled(one) for one in parts)
    if not (body or back or abstract):
        shared.report.add(given.root.line, "empty", _("This article has no text, only its front."))
    summary = " ".join(plain(abstract).split()[1:]) or plain(body)
    return Document(
        front=replace(front, more=tuple(shared.anchors.filled(one) for one in front.more)),
        abstract=abstract,
        summary=shortened(summary),
        body=body,
        back=back,
        headings=tuple(shared.headings),
        text=f"{front.title} {plain(abstract)} {plain(body)}"[:MOST_TEXT],
        images=tuple(shared.shown.values()),
        notes=shared.report.notes(),
    )


def article_in(root: Element) -> Element:
    """The article of a file, also where an archive has put a wrapper around it."""
    found = next((one for one in root.walk() if one.tag == "article"), None)
    if found is None:
        words = _("This is XML, but no JATS article: its first element is <%(tag)s>.")
        raise NotTaken(words % {"tag": root.tag[:60]}, root.line)
    front = found.first("front")
    if front is None or front.first("article-meta") is None:
        words = _("This article has no <front> with <article-meta>, so it is no JATS article.")
        raise NotTaken(words, found.line)
    return found


def body_of(element: Element, reading: Reading) -> Html:
    """The text."""
    return blocks.contained(element, reading, set())


def back_of(article: Element, reading: Reading) -> Html:
    """What follows the text: thanks, references, notes, letters."""
    parts = [reading.one(one) if one.tag != "fn" else notes.standing(one, reading)
             for holder in article.elements("back") for one in holder.elements()]  # fmt: skip
    for one in article.elements("floats-group", "floats-wrap"):
        parts.append(under(_("Figures and tables"), reading.inside(one), reading))
    for one in article.elements("sub-article", "response"):
        parts.append(reading.one(one))
    for one in article.elements():
        if one.tag not in {*PARTS, *NAMED}:
            parts.append(reading.one(one))
    if reading.shared.footnotes:
        parts.append(under(_("Notes"), notes.collected(reading.shared.footnotes), reading))
    return join(parts)


def under(words: str, inside: Html, reading: Reading) -> Html:
    """A part under a heading of ours."""
    anchor = reading.shared.anchors.fresh(words)
    reading.shared.headings.append(Heading(anchor, words, reading.level))
    return tag(f"h{reading.level}", text(words), id=anchor) + inside


def plain(html: Html) -> str:
    """HTML as words."""
    lines = END_OF_BLOCK.sub(" ", END_OF_HEADING.sub(". ", NUMBERS.sub("", html)))
    return " ".join(unescape(MARKUP.sub("", lines)).split())


def shortened(words: str, most: int = SUMMARY) -> str:
    """The first words, ending where one ends."""
    if len(words) <= most:
        return words
    return words[:most].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def known_tags() -> Iterable[str]:
    """The elements that are understood, for the documentation and the tests."""
    return sorted(HANDLERS)
