"""Every page that somebody reaches by links, and how many statements it asks."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve

from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.models import User
from salerno.services.accounts.queries import subject_of_address

ROLES = ("visitor", "member", "reader", "teacher", "facilitator", "partner", "editor", "staff",
         "dpo", "admin")  # fmt: skip
DESK = ("editor", "staff", "dpo", "admin")
# What reads everything in parts of a fixed size: every person, or every entry of the ledger.
BY_PARTS = frozenset({"/desk/mailings/<int:campaign_id>", "/desk/officer/proof"})
FILES = (".pdf", ".zip", ".csv", ".json", ".xml", ".ics")


class Links(HTMLParser):
    """Where a page leads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of each link, and of each form that only asks."""
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in said:
            self.found.append(said["href"])
        if tag == "form" and said.get("method", "get").lower() == "get" and "action" in said:
            self.found.append(said["action"])


def browser(role: str) -> Client | None:
    """Somebody of the demonstration, signed in; None where this house has nobody of the sort."""
    client = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)
    if role == "visitor":
        return client
    with entered(AUTHENTICATE, Viewer.job("bench")):
        subject = subject_of_address(f"{role}@example.org")
        if subject is None:
            return None
        client.force_login(User.objects.get(pk=subject))
    return client


def door_of(path: str) -> str:
    """The pattern of the route that answers, or "" where none does."""
    try:
        return "/" + str(resolve(path.partition("?")[0]).route)
    except Resolver404:
        return ""


def pages(
    role: str, client: Client, most: int = 2, known: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """Door and address of every page that is reached by links, of each door the first few.

    ``known``: addresses that somebody opened before; they are not opened again.
    """
    starts = ["/", "/you", *(["/desk"] if role in DESK else [])]
    waiting, met = deque(starts), Counter[str]()
    known = {*starts, *known}
    while waiting:
        path = waiting.popleft()
        door = door_of(path)
        if not door or path.endswith(FILES) or met[door] >= most:
            continue
        answer = client.get(path)
        if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
            continue
        met[door] += 1
        yield door, path
        for one in Links(answer.content.decode()).found:
            link = urljoin(path, one).partition("#")[0]
            if link.startswith("/") and link not in known:
                known.add(link)
                waiting.append(link)


def statements(client: Client, path: str, times: int = 2) -> int:
    """How many statements a page asks: the fewest of some times, for what is kept a while."""
    found = []
    for _time in range(times):
        asked = Counter[str]()

        def counted(execute: Any, *rest: Any, asked: Counter[str] = asked) -> Any:
            asked[""] += 1
            return execute(*rest)

        with connection.execute_wrapper(counted):
            client.get(path)
        found.append(asked[""])
    return min(found)
