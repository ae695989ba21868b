"""The tree of an XML file, read within fixed bounds. Nothing outside the file is ever opened.

Expat is driven directly: it loads no DTD and no entity, counts lines, and lets us stop at the
first tag too many. Prefixes are folded: ``jats:p`` is ``p``, whatever a file calls MathML is
``mml:…``, and a prefix without a declaration (JATS defaults some in its DTD) is no error.
"""

from __future__ import annotations

import pyexpat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from salerno.services.articles.formats.jats import entities
from salerno.services.articles.formats.jats.errors import NotTaken

MOST_BYTES = 16 * 1024 * 1024
MOST_ELEMENTS = 300_000
DEEPEST = 120
BOUND = {
    "http://www.w3.org/1998/Math/MathML": "mml",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/2000/svg": "svg",
    "http://www.niso.org/schemas/ali/1.0/": "ali",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi",
}
KEPT = frozenset({"mml", "xlink", "xml", "svg", "ali", "xsi"})
ENDS = 3  # of expat's codes: the file stops before its elements do


@dataclass(frozen=True, slots=True)
class Element:
    """One element. ``children`` are elements and texts, in their order."""

    tag: str
    attributes: Mapping[str, str]
    children: tuple[Element | str, ...]
    line: int

    def get(self, name: str, default: str = "") -> str:
        """An attribute, stripped."""
        return self.attributes.get(name, default).strip()

    @property
    def href(self) -> str:
        """Where it points to."""
        return self.get("xlink:href") or self.get("href")

    def elements(self, *tags: str) -> list[Element]:
        """The children that are elements, of these tags where some are given."""
        found = [one for one in self.children if isinstance(one, Element)]
        return [one for one in found if one.tag in tags] if tags else found

    def first(self, *tags: str) -> Element | None:
        """The first child of one of these tags."""
        return next((one for one in self.elements() if one.tag in tags), None)

    def path(self, *tags: str) -> Element | None:
        """Down by the first child of each tag."""
        found: Element | None = self
        for tag in tags:
            found = found.first(tag) if found is not None else None
        return found

    def walk(self) -> Iterator[Element]:
        """Itself and all elements below, in the order of the file."""
        yield self
        for one in self.children:
            if isinstance(one, Element):
                yield from one.walk()

    def texts(self) -> Iterator[str]:
        """All texts below, in the order of the file."""
        for one in self.children:
            if isinstance(one, str):
                yield one
            else:
                yield from one.texts()

    @property
    def text(self) -> str:
        """All text below, white space folded."""
        return " ".join("".join(self.texts()).split())

    @property
    def own_text(self) -> str:
        """The text that stands in it directly, white space folded."""
        return " ".join("".join(one for one in self.children if isinstance(one, str)).split())


EMPTY = Element("", MappingProxyType({}), (), 0)


@dataclass
class Building:
    """An element whose end has not come. ``bound``: prefixes as declared here and above."""

    tag: str
    attributes: Mapping[str, str]
    line: int
    bound: Mapping[str, str]
    children: list[Element | str] = field(default_factory=list)


class Reader:
    """Takes what expat tells, and stops at the bounds."""

    def __init__(self) -> None:
        self.open: list[Building] = []
        self.root: Element | None = None
        self.count = 0
        self.unknown: list[tuple[str, int]] = []
        self.expat: Any = expat.ParserCreate()
        self._listen()

    def _listen(self) -> None:
        told = self.expat
        told.buffer_text = told.specified_attributes = True
        told.UseForeignDTD(True)  # a name that no DTD explains comes to us, and is no error
        told.StartElementHandler = self._start
        told.EndElementHandler = self._end
        told.CharacterDataHandler = self._text
        told.EntityDeclHandler = self._declared
        told.SkippedEntityHandler = self._named

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        line = self.expat.CurrentLineNumber
        if len(self.open) >= DEEPEST:
            words = _("Elements stand more than %(n)s deep in each other; no article does that.")
            raise NotTaken(words % {"n": DEEPEST}, line)
        if self.count > MOST_ELEMENTS:
            words = _("This file has more than %(n)s elements; no article has so many.")
            raise NotTaken(words % {"n": MOST_ELEMENTS}, line)
        bound = self.open[-1].bound if self.open else MappingProxyType({})
        declared = {
            key.partition(":")[2]: BOUND.get(value.strip(), "")
            for key, value in attributes.items()
            if key == "xmlns" or key.startswith("xmlns:")
        }
        if declared:
            bound = MappingProxyType({**bound, **declared})
        kept = {
            folded(key, bound): value
            for key, value in attributes.items()
            if not key.startswith("xmlns")
        }
        self.open.append(Building(folded(name, bound, ""), kept, line, bound))

    def _end(self, _name: str) -> None:
        done = self.open.pop()
        made = Element(done.tag, MappingProxyType(done.attributes), tuple(done.children), done.line)
        if self.open:
            self.open[-1].children.append(made)
        else:
            self.root = made

    def _text(self, text: str) -> None:
        if self.open:
            self.open[-1].children.append(text)

    def _declared(self, name: str, is_parameter: bool, value: str | None, *where: Any) -> None:
        _base, _system, public, notation = where
        declared = entities.Declared(name, bool(is_parameter), value, public or "", notation or "")
        if words := entities.why_refused(declared):
            raise NotTaken(words, self.expat.CurrentLineNumber)

    def _named(self, name: str, is_parameter: bool) -> None:
        if is_parameter:
            return
        meant = entities.meaning(name)
        if not meant:
            self.unknown.append((name, self.expat.CurrentLineNumber))
        self._text(meant or f"&{name};")


def folded(name: str, bound: Mapping[str, str], default: str | None = None) -> str:
    """A name with the prefix by which we know its namespace, or with none."""
    prefix, colon, local = name.partition(":")
    if not colon:
        known = bound.get("", "") if default is not None else ""
        return f"{known}:{name}" if known in {"mml", "svg"} else name
    known = bound.get(prefix, prefix)
    return f"{known}:{local}" if known in KEPT else local


@dataclass(frozen=True)
class Read:
    """A file as a tree, and the names in it that nobody explains, with their lines."""

    root: Element
    unknown: tuple[tuple[str, int], ...]


def parse(content: bytes) -> Read:
    """The tree of a file. Raises NotTaken with a line."""
    if len(content) > MOST_BYTES:
        words = _("This file is larger than %(n)s MB, more than any article we take.")
        raise NotTaken(words % {"n": MOST_BYTES // 1024 // 1024})
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise NotTaken(_("This file is empty."))
    reader = Reader()
    try:
        reader.expat.Parse(content, True)
    except pyexpat.ExpatError as error:
        raise NotTaken(said(error), error.lineno) from error
    except (LookupError, ValueError) as error:  # an encoding that Python does not know, or is none
        words = _("This file names an encoding that cannot be read. Save it as UTF-8.")
        raise NotTaken(words, 1) from error
    if reader.root is None:
        raise NotTaken(_("This file has no element."))
    return Read(reader.root, tuple(reader.unknown))


def said(error: pyexpat.ExpatError) -> str:
    """What is wrong with the XML, for the person who sent it."""
    why = expat.ErrorString(error.code)
    if error.code == ENDS or why == "unclosed token":
        return _("This file ends before its elements do: it was cut off. Fetch it again.")
    return _("This is no well-formed XML (%(why)s). Nothing was stored.") % {"why": why}
