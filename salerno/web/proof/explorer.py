"""Walks the whole site as a person does: follows links, fills every form, presses what opens more.

It knows no room. What is new on the site is found by itself; what ends things (signing out,
erasing, leaving) is left alone, by the words of its address.
"""

from __future__ import annotations

import re
import urllib.parse
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from salerno.web.proof.visitor import Answer, Form, Forms, Visitor

ENDS = re.compile(
    r"/(sign-out|sign-in|register|erase|close|return|leave|withdraw|remove|delete|decline|revoke|"
    r"stop|forget|cancel|end|choices|consents|limits|cookies|devices|appearance|report|password|"
    r"e-?mail|second-factor|recovery|passkeys?|freeze|suspend|everywhere|pause|merge|refuse|"
    r"drop|clear|refund)\b"
)
# A button that ends something, by its value: the answers of a quiz come before its handing in.
ENDING = frozenset(
    {"submit", "undo", "leave", "remove", "decline", "off", "no", "block", "mute", "end"}
)
MOST_PAGES, MOST_ALIKE, ROUNDS = 400, 4, 3


class Links(HTMLParser):
    """Reads where the links of a page lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of each link."""
        if tag == "a":
            self.found += [value or "" for name, value in attrs if name == "href"]


type Given = tuple[dict[str, str], dict[str, tuple[str, bytes]]]
type Answerer = Callable[[str, Form], Given]


@dataclass
class Explorer:
    """One walk. ``answer`` says what is written into a form; forms ``done`` are left alone."""

    visitor: Visitor
    answer: Answerer
    done: frozenset[str] = frozenset()
    taken: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    _forms: Counter[tuple[str, frozenset[str]]] = field(default_factory=Counter)
    _failed: Counter[tuple[str, frozenset[str]]] = field(default_factory=Counter)

    def walk(self, *starts: str) -> None:
        """Look at every page and fill every form, until a round finds nothing new to fill."""
        for _ in range(ROUNDS):
            before = len(self.taken)
            for page in self._pages(starts):
                self._fill_all(page)
            if len(self.taken) == before:
                return

    def _pages(self, starts: tuple[str, ...]) -> list[Answer]:
        found: list[Answer] = []
        seen = set(starts)
        alike: Counter[str] = Counter()
        waiting = deque(starts)
        while waiting and len(found) < MOST_PAGES:
            page = self.visitor.get(waiting.popleft())
            if page.status != 200 or b"<html" not in page.body[:2000]:
                continue
            found.append(page)
            for path in self._onward(page):
                alike[shape(path)] += path not in seen
                if path not in seen and alike[shape(path)] <= MOST_ALIKE:
                    seen.add(path)
                    waiting.append(path)
        return found

    def _onward(self, page: Answer) -> list[str]:
        reader = Links()
        reader.feed(page.text)
        found = []
        for one in reader.found:
            whole = urllib.parse.urljoin(page.address, one).partition("#")[0]
            path = whole.removeprefix(self.visitor.address).partition("?")[0]
            if whole.startswith(self.visitor.address) and path and not ENDS.search(path):
                found.append(path)
        return found

    def _fill_all(self, page: Answer) -> None:
        reader = Forms()
        reader.feed(page.text)
        for form in reader.forms:
            action = urllib.parse.urljoin(page.address, form.action or page.address)
            path = action.removeprefix(self.visitor.address)
            if form.method != "post" or path in self.done or ENDS.search(path):
                continue
            pressed = [one.value for one in form.controls if one.kind == "submit"]
            if pressed[:1] and pressed[0] in ENDING:
                continue
            key = (shape(path), frozenset(one.name for one in form.controls))
            if self._forms[key] < MOST_ALIKE // 2 and self._failed[key] < MOST_ALIKE // 2:
                is_taken = self._send(page, form, path)
                (self._forms if is_taken else self._failed)[key] += 1

    def _send(self, page: Answer, form: Form, path: str) -> bool:
        values, files = self.answer(path, form)
        answer = self.visitor.send(path, page.address, values, files)
        is_taken = answer.status < 400
        (self.taken if is_taken else self.refused).append(f"{path} ({answer.status})")
        return is_taken


def shape(path: str) -> str:
    """A path without what is different in pages of one kind: numbers, and names after the first."""
    parts = path.partition("?")[0].strip("/").split("/")
    kept = [
        part if depth == 0 or (len(part) < 16 and part.isalpha()) else "*"
        for depth, part in enumerate(parts)
    ]
    return "/".join(kept)
