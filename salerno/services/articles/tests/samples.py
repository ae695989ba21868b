"""Articles for tests, and ways to look at what becomes of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from salerno.services.articles.formats.jats.document import article_in, read
from salerno.services.articles.formats.jats.tree import Element, parse
from salerno.services.articles.formats.jats.values import Document, Image

ROOT = Path(__file__).parents[4]
SHARED = ROOT.parent / "shared" / "data" / "jats"
DEMO = Path(__file__).parents[1] / "demo_files"
ABSENT = "../shared/data/jats is not beside this repository"

OMITTED = frozenset({
    "alt-text",  # stands in the attribute of its picture
    "index-term",  # for a printed index
    "mml:annotation-xml",  # the same formula for machines
})  # fmt: skip
VOID = {"br", "img", "hr", "meta", "link", "input"}


class NoImages:
    """A folder without pictures."""

    def find(self, href: str) -> Image | None:
        """Nothing is there."""
        return None

    def why(self, href: str) -> str:
        """For no reason."""
        return ""


class OneImage(NoImages):
    """A folder in which every picture is."""

    def find(self, href: str) -> Image | None:
        """The same picture for every name."""
        return Image("a" * 40, "png", 30, 20)


def jats(
    body: str = "<p>Text.</p>",
    *,
    back: str = "",
    meta: str = "",
    title: str = "A Title",
    doi: str = "10.5555/one",
    doctype: str = "",
) -> bytes:
    """An article with what a test is about."""
    known = f'<article-id pub-id-type="doi">{doi}</article-id>' if doi else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}'
        '<article xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:mml="http://www.w3.org/1998/Math/MathML">'
        "<front><journal-meta><journal-title-group><journal-title>Journal of Tests</journal-title>"
        f"</journal-title-group></journal-meta><article-meta>{known}"
        f"<title-group><article-title>{title}</article-title></title-group>{meta}"
        f"</article-meta></front><body>{body}</body><back>{back}</back></article>"
    ).encode()


def drawn(body: str, **more: str) -> Document:
    """What becomes of an article, where no picture is."""
    return read(jats(body, **more), NoImages())


def whole(document: Document) -> str:
    """All HTML of a document."""
    return document.abstract + document.body + document.back


class Page(HTMLParser):
    """HTML taken apart. Raises AssertionError where a tag is not closed in its order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag, and the number that a list prints before its point."""
        kept = {name: value or "" for name, value in attrs}
        self.tags.append((tag, kept))
        if tag == "li" and kept.get("value"):
            self.texts.append(kept["value"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Each end closes what was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.texts.append(data)

    def values(self, name: str) -> list[str]:
        """Every value of an attribute."""
        return [attributes[name] for _tag, attributes in self.tags if name in attributes]


def words(texts: Iterator[str] | list[str]) -> Counter[str]:
    """Words and signs of texts, each with how often it stands there."""
    return Counter(one for text in texts for one in re.findall(r"\w+|[^\w\s]", text))


def source_texts(element: Element) -> Iterator[str]:
    """Every text of a source but those that are left out on purpose, TeX without its document."""
    for one in element.children:
        if isinstance(one, str):
            yield one
        elif element.tag == "ref" and one.tag == "label":
            yield one.text.strip("[]().")  # a list numbers its entries without brackets
        elif one.tag not in OMITTED:
            yield from source_texts(one)


def parts(content: bytes) -> list[Element]:
    """The parts of an article of which nothing may be lost."""
    article = article_in(parse(content).root)
    meta = article.path("front", "article-meta")
    assert meta is not None
    return [
        *meta.elements("abstract", "trans-abstract"),
        *article.elements("body", "back", "floats-group", "sub-article", "response"),
    ]
