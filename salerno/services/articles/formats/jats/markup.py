"""HTML that is safe by construction: text is escaped, and only tags and attributes of ours exist.

Every piece is made by ``text`` or ``tag``; a plain string is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from urllib.parse import quote, urlsplit


class Html(str):
    """Text that is HTML of ours. What is put beside it is escaped, unless it is the same."""

    __slots__ = ()

    def __add__(self, other: str, /) -> Html:
        return Html(str.__add__(self, other if isinstance(other, Html) else escape(other)))

    def strip(self, chars: str | None = None, /) -> Html:
        """Without the white space around it."""
        return Html(str.strip(self, chars))


NOTHING = Html("")
VOID = frozenset({"br", "img", "hr"})
TAGS = frozenset(
    [
        "p",
        "div",
        "span",
        "section",
        "figure",
        "figcaption",
        "b",
        "i",
        "u",
        "s",
        "sup",
        "sub",
        "small",
        "code",
        "pre",
        "br",
        "hr",
        "a",
        "img",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "colgroup",
        "col",
        "ol",
        "ul",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "details",
        "summary",
        "ruby",
        "rb",
        "rt",
        "rp",
        "abbr",
        "bdi",
        "cite",
        "q",
        "video",
        "audio",
    ]
)
ATTRIBUTES = frozenset(
    [
        "id",
        "class",
        "href",
        "src",
        "alt",
        "lang",
        "dir",
        "title",
        "scope",
        "colspan",
        "rowspan",
        "tabindex",
        "role",
        "aria-label",
        "aria-labelledby",
        "loading",
        "width",
        "height",
        "start",
        "type",
        "value",
        "rel",
        "display",
    ]
)
SCHEMES = frozenset({"http", "https", "mailto"})
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
DOI = re.compile(r"10\.\d{4,9}/\S+\Z")


def text(words: str) -> Html:
    """Words as HTML."""
    return Html(escape(CONTROL.sub("", words)))


def join(parts: Iterable[Html], between: str = "") -> Html:
    """Pieces one after the other."""
    return Html(between.join(parts))


def tag(name: str, *inside: Html, **attributes: str | int) -> Html:
    """One element of ours. Attributes without a value are left out; ``_`` stands for ``-``."""
    if name not in TAGS:
        raise ValueError(f"<{name}> is not a tag of ours.")
    written = attributes_of(attributes)
    if name in VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{''.join(inside)}</{name}>")


def attributes_of(given: dict[str, str | int]) -> str:
    """Attributes as they are written."""
    written = []
    for key, value in given.items():
        name = key.rstrip("_").replace("_", "-")
        if name not in ATTRIBUTES:
            raise ValueError(f"{name}: no attribute of ours.")
        if value != "":
            written.append(f' {name}="{escape(CONTROL.sub("", str(value)))}"')
    return "".join(written)


def address(given: str) -> str:
    """An address that a link may have, or nothing: http, https, mailto, or a DOI."""
    words = "".join(given.split())
    if DOI.match(words.removeprefix("doi:")):
        return doi_address(words)
    if words.startswith("www."):
        words = f"https://{words}"
    return quote(words, safe="%/:=&?~#+!$,;'@()*[]|") if leads_somewhere(words) else ""


def leads_somewhere(words: str) -> bool:
    """Whether an address has one of our schemes, and a place."""
    if CONTROL.search(words):
        return False
    try:
        parts = urlsplit(words)
    except ValueError:
        return False
    scheme = parts.scheme.lower()
    return scheme in SCHEMES and bool(parts.path if scheme == "mailto" else parts.netloc)


def doi_address(doi: str) -> str:
    """The address of a DOI."""
    return f"https://doi.org/{quote(bare_doi(doi), safe='/()._-;:')}"


def bare_doi(given: str) -> str:
    """A DOI without what people write before it."""
    words = "".join(given.split())
    return re.sub(r"^(https?://(dx\.)?doi\.org/|doi:)", "", words, flags=re.IGNORECASE)


def link(given: str, words: Html) -> Html:
    """Words that lead somewhere, or the words alone where the address is not one of ours."""
    where = address(given)
    return tag("a", words, href=where) if where and words.strip() else words
