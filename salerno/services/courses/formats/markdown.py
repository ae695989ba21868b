"""Markdown into safe HTML: written HTML stays text, figures get a frame, files an address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)
_TAGS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "a",
    "img", "table", "thead", "tbody", "tr", "th", "td", "br", "hr", "div", "sub", "sup",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"},
    "div": {"class", "tabindex", "role", "aria-label"}, "th": {"class", "scope"}, "td": {"class"},
}  # fmt: skip


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")


def html(text: str, *, files: str = "", level: int = 2) -> str:
    """``text`` as HTML. ``files``: where a picture without a path lies. ``level`` of headings.

    A leading heading of the first rank is left out: the page has its own.
    """
    parser = _parser()
    tokens = _without_title(parser.parse(text))
    for one in tokens:
        _settle(one, files, level)
    made = parser.renderer.render(tokens, parser.options, {})
    made = made.replace("<table>", '<div class="scroll" tabindex="0"><table>')
    made = made.replace("</table>", "</table></div>")
    return nh3.clean(made, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None)


def line(text: str) -> str:
    """One line as HTML, without a paragraph around it."""
    parser = _parser()
    return nh3.clean(parser.renderInline(text.strip()), tags=_TAGS, attributes=_ATTRIBUTES)


def _without_title(tokens: Sequence[Token]) -> list[Token]:
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        return list(tokens[3:])
    return list(tokens)


def _settle(token: Token, files: str, level: int) -> None:
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(4, max(int(token.tag[1]), level))}"
    elif token.type in ("th_open", "td_open"):
        _settle_cell(token)
    for child in token.children or ():
        if child.type == "image":
            source = str(child.attrGet("src") or "")
            if not _SCHEME.match(source):
                child.attrSet("src", f"{files}{source}")


def _settle_cell(token: Token) -> None:
    """No inline style: a column of figures has a class."""
    style: Any = token.attrs.pop("style", "")
    if "right" in str(style):
        token.attrSet("class", "n")
    if token.type == "th_open":
        token.attrSet("scope", "col")
