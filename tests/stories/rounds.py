"""A round through the whole site: somebody follows every link and fills every form once."""

from __future__ import annotations

import inspect
import re
import urllib.parse
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Any

from django.urls import Resolver404, get_resolver, resolve

from salerno.privacy import clock
from salerno.services.accounts.demo import PASSWORD
from salerno.web.proof.canaries import word
from salerno.web.proof.explorer import ENDS
from salerno.web.proof.person import noise
from salerno.web.proof.visitor import Answer, Control, Form, Forms, Visitor
from tests.stories.newcomer import code_now

MOST_ALIKE = 2
SOON = clock.today() + timedelta(days=43)
SIMPLE = {
    "number": "1", "date": f"{SOON}", "datetime-local": f"{SOON}T10:00", "time": "10:00",
    "email": "somebody@example.org", "url": "https://somewhere.example/", "tel": "+15550100199",
}  # fmt: skip
# Doors that may answer a link with a refusal: it says what to do first.
ASKS = MappingProxyType({
    "you/card": "it asks for a profession and an institution, with the form for both",
    "articles/<slug:slug>/download": "the file of an article is for subscribers",
    "desk/requests/<slug:reference>/person": "the person is opened first, with a reason",
    "desk/requests/<slug:reference>/disclosures": "the person is opened first, with a reason",
    "health": "503 names what is red",
})  # fmt: skip


class Read(HTMLParser):
    """Where a page leads, and its headings in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.headings: list[int] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of each link, picture and frame, and the level of each heading."""
        said = {name: value or "" for name, value in attrs}
        if tag in {"a", "link"} and "href" in said:
            self.links.append(said["href"])
        if tag in {"img", "iframe", "source", "video", "track", "script"} and "src" in said:
            self.links.append(said["src"])
        if tag == "form" and said.get("method", "get").lower() == "get" and "action" in said:
            self.links.append(said["action"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def disorder(self) -> str:
        """What is wrong with the headings, or "" ."""
        steps = zip(self.headings, self.headings[1:], strict=False)
        if self.headings.count(1) != 1:
            return f"{self.headings.count(1)} headings of the first level"
        return "a heading skips a level" if any(b > a + 1 for a, b in steps) else ""


@dataclass(frozen=True)
class Seen:
    """A page that somebody met: by which door, and what came."""

    role: str
    path: str
    door: str
    status: int
    is_page: bool


@dataclass
class Round:
    """One person's way through the site. ``filled``: the forms that somebody filled before."""

    role: str
    visitor: Visitor
    filled: set[tuple[str, frozenset[str]]]
    seen: list[Seen] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    _met: Counter[str] = field(default_factory=Counter)
    _known: set[str] = field(default_factory=set)
    _waiting: deque[tuple[str, str]] = field(default_factory=deque)
    _forms: list[tuple[Answer, Form]] = field(default_factory=list)

    def walk(self, *starts: str) -> None:
        """Follow every link; then fill every form that nobody filled; until nothing is new."""
        self._waiting += [(one, "the start") for one in starts]
        while self._waiting or self._forms:
            while self._waiting:
                path, source = self._waiting.popleft()
                self._take(self.visitor.get(path), path, source)
            if self._forms:
                self._fill(*self._forms.pop(0))

    def _take(self, page: Answer, path: str, source: str) -> None:
        door = door_of(path)
        is_page = b"<html" in page.body[:2000]
        self.seen.append(Seen(self.role, path, door, page.status, is_page and page.status == 200))
        if page.status >= 400 and door not in ASKS:
            self.wrong.append(f"{self.role}: {path} ({page.status}), from {source}")
        elif is_page:
            self._read(page, path)

    def _read(self, page: Answer, path: str) -> None:
        read = Read(page.text)
        if words := read.disorder():
            self.wrong.append(f"{self.role}: {path}: {words}")
        for link in (one for one in read.links if not one.startswith("#")):
            self._note(urllib.parse.urljoin(page.address, link), path)
        forms = Forms()
        forms.feed(page.text)
        for one in forms.forms:
            action = urllib.parse.urlsplit(urllib.parse.urljoin(page.address, one.action)).path
            key = (door_of(action), frozenset(control.name for control in one.controls))
            if one.method == "post" and not ENDS.search(action) and key not in self.filled:
                self.filled.add(key)
                self._forms.append((page, one))

    def _note(self, whole: str, source: str) -> None:
        whole = whole.partition("#")[0]
        path = whole.removeprefix(self.visitor.address)
        if not whole.startswith(f"{self.visitor.address}/") or path in self._known:
            return
        self._known.add(path)
        door = door_of(path)
        self._met[door] += 1
        if door and self._met[door] <= MOST_ALIKE:
            self._waiting.append((path, source))

    def _fill(self, page: Answer, form: Form) -> None:
        whole = urllib.parse.urljoin(page.address, form.action or page.address)
        path = whole.removeprefix(self.visitor.address)
        values, files = given(form)
        answer = self.visitor.send(path, page.address, values, files)
        if answer.status >= 500:
            self.wrong.append(f"{self.role}: what is sent to {path} ({answer.status})")
        elif answer.status >= 400:
            self.refused.append(f"{self.role}: {path} ({answer.status}) {values}")
        elif answer.address.startswith(self.visitor.address) and b"<html" in answer.body[:2000]:
            self._read(answer, path)
            if answer.address != whole:  # it was sent on to a page
                self._note(answer.address, path)


def given(form: Form) -> tuple[dict[str, str], dict[str, tuple[str, bytes]]]:
    """What somebody of good will writes into a form: the first choice of each group."""
    values: dict[str, str] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for one in form.controls:
        if one.kind == "file":
            files[one.name] = (f"{word()}.jpg", noise(word(), word()))
        elif one.kind in {"submit", "radio", "checkbox"}:
            values.setdefault(one.name, one.value or "on")
        else:
            values[one.name] = one.value or _value(one)
    return values, files


def _value(one: Control) -> str:
    if one.kind == "password":
        return PASSWORD
    if one.kind == "select":
        return one.choices[-1] if one.choices else ""
    return SIMPLE.get(one.kind, word())


def door_of(path: str) -> str:
    """The pattern of the route that answers, or "" where none does."""
    try:
        return str(resolve(urllib.parse.unquote(path.partition("?")[0])).route) or "/"
    except Resolver404:
        return ""


def doors(patterns: Any = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Each route that may be opened, with its room."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(one, "url_patterns"):
            yield from doors(one.url_patterns, before + str(one.pattern))
        elif "GET" in _methods(one.callback):
            yield (before + str(one.pattern)) or "/", one.callback.__module__.split(".")[2]


def _methods(view: Callable[..., Any] | None) -> list[str]:
    """The methods that Django's own decorators let through."""
    while view is not None:
        inside = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
        if "request_method_list" in inside:
            return list(inside["request_method_list"])
        view = getattr(view, "__wrapped__", None)
    return ["GET", "POST"]


def signed_in(address: str, role: str, *, has_factor: bool) -> Visitor:
    """Somebody of the demonstration, with a cookie."""
    visitor = Visitor(address)
    if role == "visitor":
        return visitor
    known = {"login": f"{role}@example.org", "password": PASSWORD}
    visitor.fill("/sign-in", lambda one: known.get(one.name, one.value), has="login")
    if has_factor:
        _gives_code(visitor)
    return visitor


def _gives_code(visitor: Visitor) -> None:
    """The second factor; where the code ended on its way, the next one."""
    for _ in range(2):
        code = code_now()

        def value(one: Control, code: str = code) -> str:
            return code if one.name == "code" else one.value

        page = visitor.fill("/sign-in/factor", value, has="code")
        if "/factor" not in page.address:
            return
    raise AssertionError(page.text)
