"""Walking through a house full of things: every page that somebody reaches, and every form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.queries import subject_of_address
from tests.people import Person

MOST_PAGES = 400
EVERYWHERE = frozenset({"/cookies/choose", "/cookies/forget", "/appearance", "/sign-out"})


@dataclass(frozen=True)
class Sent:
    """A form as it stands on a page: where it is sent, and what a browser would send of it."""

    page: str
    action: str
    fields: tuple[tuple[str, str], ...]

    @property
    def shape(self) -> tuple[str, tuple[str, ...]]:
        """Two forms of one shape are the same form about something else."""
        return shape_of(self.action), tuple(sorted({name for name, _value in self.fields}))


@dataclass
class Page(HTMLParser):
    """The links of a page, and its forms that are posted."""

    address: str
    links: list[str] = field(default_factory=list)
    forms: list[Sent] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._form: tuple[str, list[tuple[str, str]]] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in a link, a form, or a control."""
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and said.get("href", "").startswith(("/", "?")):
            self.links.append(urljoin(self.address, said["href"]).partition("#")[0])
        elif tag == "form" and said.get("method", "").lower() == "post":
            where = urljoin(self.address, said.get("action") or self.address)
            self._form = (where, [])
        elif self._form is not None:
            self._control(tag, said)

    def _control(self, tag: str, said: dict[str, str]) -> None:
        assert self._form is not None
        if tag == "select":
            self._select = said.get("name", "")
        elif tag == "option" and self._select:
            self._form[1].append((self._select, said.get("value", "")))
            self._select = self._select if not said.get("value") else ""
        elif tag in ("input", "textarea", "button") and said.get("name"):
            self._form[1].append((said["name"], said.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        """A form ends."""
        if tag == "select":
            self._select = ""
        if tag == "form" and self._form is not None:
            action, controls = self._form
            named = dict(controls)
            named.pop("csrfmiddlewaretoken", None)
            self.forms.append(Sent(self.address, action, tuple(named.items())))
            self._form = None


def shape_of(address: str) -> str:
    """An address without its numbers, keys and what was asked."""
    path = urlsplit(address).path
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=[/:-])\d+|[\w-]{22,}", "N", path)


def of_demo(role: str) -> Person:
    """Somebody of the demonstration."""
    address = f"{role}@example.org"
    with entered(AUTHENTICATE, Viewer.job("test")):
        subject = subject_of_address(address)
    assert subject is not None, role
    return Person(subject, address)


def crawl(client: Client, *starts: str, within: str = "/") -> list[Sent]:
    """Every form that is reached from ``starts``; of pages of one shape the first two."""
    waiting, seen, met = list(starts), set(starts), dict[str, int]()
    forms: dict[Any, Sent] = {}
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        met[shape_of(address)] = met.get(shape_of(address), 0) + 1
        if met[shape_of(address)] > 2:
            continue
        answer = client.get(address)
        if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
            continue
        page = Page(address)
        page.feed(answer.content.decode())
        for one in page.forms:
            if one.action not in EVERYWHERE:
                forms.setdefault(one.shape, one)
        for link in page.links:
            if link not in seen and link.startswith(within):
                seen.add(link)
                waiting.append(link)
    return list(forms.values())


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """What happens inside has not happened: neither in the database nor in the browser."""
    before = client.cookies.output()
    own: Any = connection
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    own.gate_inputs.forget()
    if client.cookies.output() != before:
        client.cookies.load(before.replace("Set-Cookie: ", ""))
