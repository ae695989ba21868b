"""Markup of a creative: what may stand in a closed frame, and what is taken out of it, by name."""

from __future__ import annotations

from collections.abc import Collection
from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3

TAGS = {"p", "b", "strong", "i", "em", "br", "h1", "h2", "h3", "ul", "ol", "li", "span", "div",
        "img", "small"}  # fmt: skip
ATTRIBUTES = {"img": {"src", "alt", "width", "height"}}
_REACHES = {"src", "href", "srcset", "data", "poster", "background", "action", "ping", "xlink:href"}


def clean(markup: str, hosts: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """The markup that may stand, and what was taken out: hosts called, and elements that run.

    ``hosts``: of vendors that are registered and switched on. A picture from any other host is
    a pixel that counts readers for somebody, and goes.
    """
    found = _Survey(frozenset(hosts))
    found.feed(markup)
    found.close()

    def allowed(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src":
            return value if _is_inline(value) or _host(value) in hosts else None
        return value

    kept = nh3.clean(
        markup, tags=TAGS, attributes=ATTRIBUTES, attribute_filter=allowed,
        url_schemes={"https", "data"}, clean_content_tags={"script", "style"},
    )  # fmt: skip
    return kept, tuple(dict.fromkeys(found.taken))


class _Survey(HTMLParser):
    """Names what will not stand."""

    def __init__(self, hosts: frozenset[str]) -> None:
        super().__init__()
        self.hosts = hosts
        self.taken: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that is not allowed, and each host that it would call."""
        if tag not in TAGS:
            self.taken.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.taken.append(name)
            elif name in _REACHES and value and not _is_inline(value):
                host = _host(value)
                if host not in self.hosts:
                    self.taken.append(host or f"{name}={value[:40]}")


def _is_inline(value: str) -> bool:
    return value.startswith("data:image/") and not value.startswith("data:image/svg")


def _host(value: str) -> str:
    try:
        return (urlsplit(value.strip()).hostname or "").casefold()
    except ValueError:
        return ""
