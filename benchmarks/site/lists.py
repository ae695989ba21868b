"""Every page of the demonstration, before and after its lists are long. One process, one house."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salerno.web.settings")
django.setup()

# After the setup: these need the settings.
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import Resolver404, resolve  # noqa: E402

from benchmarks.site.many import grow, refreshed  # noqa: E402
from benchmarks.site.worker import server_seconds  # noqa: E402
from salerno.privacy import audit  # noqa: E402
from salerno.privacy.context import Viewer, entered  # noqa: E402
from salerno.privacy.purposes import AUTHENTICATE  # noqa: E402
from salerno.services.accounts.models import User  # noqa: E402
from salerno.services.accounts.queries import subject_of_address  # noqa: E402

ROLES = ("visitor", "member", "reader", "teacher", "facilitator", "partner", "editor", "staff",
         "dpo", "admin")  # fmt: skip
DESK = ("editor", "staff", "dpo", "admin")
MOST_ALIKE = 2
TIMES = 3
FILES = (".pdf", ".zip", ".csv", ".json", ".xml", ".ics")


@dataclass(frozen=True)
class Cost:
    """What one page asks of the machine."""

    status: int
    statements: int
    ms: float
    bytes: int


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


def pages(client: Client, *starts: str) -> Iterator[tuple[str, str]]:
    """Door and address of every page that is reached by links, of each door the first two."""
    waiting, known, met = deque(starts), set(starts), Counter[str]()
    while waiting:
        path = waiting.popleft()
        door = door_of(path)
        if not door or path.endswith(FILES) or met[door] >= MOST_ALIKE:
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


def cost(client: Client, path: str) -> Cost:
    """Statements of a page, its bytes, and its CPU with the database's: the least of some."""
    answer = client.get(path)
    asked = 0

    def counted(execute: Any, *rest: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*rest)

    with connection.execute_wrapper(counted):
        answer = client.get(path)
    took = []
    for _time in range(TIMES):
        begun = time.process_time() + server_seconds()
        client.get(path)
        took.append(time.process_time() + server_seconds() - begun)
    audit.flush()
    size = len(answer.content) if not answer.streaming else 0
    return Cost(answer.status_code, asked, round(min(took) * 1000, 1), size)


def main() -> None:
    """Walk, measure, fill, measure again; one line of JSON for each page."""
    browsers = {role: found for role in ROLES if (found := browser(role))}
    seen: dict[tuple[str, str], str] = {}
    for role, client in browsers.items():
        starts = ["/", "/you", *(["/desk"] if role in DESK else [])]
        for door, path in pages(client, *starts):
            seen.setdefault((door, path), role)
    few = {key: cost(browsers[role], key[1]) for key, role in seen.items()}
    begun = time.monotonic()
    rows = grow()
    refreshed()
    print(f"{rows} rows made in {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    for (door, path), role in seen.items():
        many = cost(browsers[role], path)
        print(json.dumps({"door": door, "path": path, "role": role,
                          "few": vars(few[door, path]), "many": vars(many)}), flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
