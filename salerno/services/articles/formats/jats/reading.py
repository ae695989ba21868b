"""What a reader of one element is given, and how it asks for what stands inside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from salerno.services.articles.formats.jats.anchors import Anchors
from salerno.services.articles.formats.jats.markup import NOTHING, Html, join, tag, text
from salerno.services.articles.formats.jats.report import Report
from salerno.services.articles.formats.jats.tree import Element
from salerno.services.articles.formats.jats.values import Heading, Image, Images

BLOCKS = frozenset(
    [
        "address",
        "alternatives",
        "array",
        "block-alternatives",
        "boxed-text",
        "chem-struct-wrap",
        "chem-struct-wrapper",
        "code",
        "def-list",
        "disp-formula",
        "disp-formula-group",
        "disp-quote",
        "explanation",
        "fig",
        "fig-group",
        "fn-group",
        "glossary",
        "graphic",
        "list",
        "media",
        "p",
        "preformat",
        "question",
        "question-wrap",
        "ref-list",
        "sec",
        "speech",
        "statement",
        "supplementary-material",
        "table",
        "table-wrap",
        "table-wrap-group",
        "verse-group",
        "answer",
        "answer-set",
        "ack",
        "app",
        "app-group",
        "bio",
        "notes",
        "hr",
    ]
)
SILENT = frozenset({"milestone-start", "milestone-end", "cell-style", "index-term-range-end"})

LINES = frozenset({"fn", "inline-formula", "chem-formula", "inline-graphic", "xref"})

type Handler = Callable[[Element, Reading], Html]


@dataclass
class Shared:
    """What all readers of one file share; it grows while they read."""

    anchors: Anchors
    images: Images
    handlers: Mapping[str, Handler]
    report: Report = field(default_factory=Report)
    headings: list[Heading] = field(default_factory=list)
    footnotes: list[Html] = field(default_factory=list)
    shown: dict[str, Image] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """A place in the page: ``level`` is that of the next heading, ``is_line``: words only."""

    shared: Shared
    level: int = 2
    is_line: bool = False
    listed: int = 0  # headings down to this level stand in the contents
    caption: str = ""  # id of the caption that names the next table

    def one(self, element: Element) -> Html:
        """One element as HTML."""
        handler = self.shared.handlers.get(element.tag)
        if handler is not None:
            return handler(element, self)
        if element.tag in SILENT:
            return NOTHING
        self.note(element, "unknown", _("<%(tag)s> is not understood; its text is shown."))
        return unknown(element, self)

    def inside(self, element: Element, skip: Iterable[str] = ()) -> Html:
        """All children of an element but those of some tags."""
        left = frozenset(skip)
        return join(
            text(one) if isinstance(one, str) else self.one(one)
            for one in element.children
            if isinstance(one, str) or one.tag not in left
        )

    def line(self, element: Element | None, skip: Iterable[str] = ()) -> Html:
        """The words of an element, for a heading or a label."""
        if element is None:
            return NOTHING
        return Html(replace(self, is_line=True).inside(element, skip).strip())

    def deeper(self) -> Reading:
        """One heading further down."""
        return replace(self, level=min(6, self.level + 1))

    def note(self, element: Element, kind: str, words: str) -> None:
        """Tell what was not understood; ``words`` may name the tag."""
        said = words % {"tag": element.tag} if "%(tag)s" in words else words
        self.shared.report.add(element.line, kind, said)

    def label(self, words: str) -> str:
        """A name for a region that no other region of the page has."""
        count = self.shared.labels.get(words, 0) + 1
        self.shared.labels[words] = count
        return words if count == 1 else f"{words} [{count}]"

    def next(self, kind: str) -> int:
        """Count one more of a kind."""
        self.shared.counts[kind] = self.shared.counts.get(kind, 0) + 1
        return self.shared.counts[kind]

    def id_of(self, element: Element) -> str:
        """The id of an element on the page, or nothing."""
        return self.shared.anchors.of(element)


def is_block(element: Element) -> bool:
    """Whether it cannot stand within a line: itself, or something below."""
    if element.tag in BLOCKS:
        return True
    return element.tag not in LINES and any(is_block(one) for one in element.elements())


def unknown(element: Element, reading: Reading) -> Html:
    """What is not understood: its text, in a line or as a block of its own."""
    name = "div" if is_block(element) and not reading.is_line else "span"
    return tag(name, reading.inside(element), id=reading.id_of(element))
