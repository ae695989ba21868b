"""Every page of the demonstration, before and after its lists are long. One process, one house."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import dataclass

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salerno.web.settings")
django.setup()

# After the setup: these need the settings.
from django.test import Client  # noqa: E402

from benchmarks.site.many import grow, refreshed  # noqa: E402
from benchmarks.site.people import hurried  # noqa: E402
from benchmarks.site.walking import ROLES, browser, pages, statements  # noqa: E402
from benchmarks.site.worker import server_seconds  # noqa: E402
from salerno.privacy import audit  # noqa: E402

TIMES = 3


@dataclass(frozen=True)
class Cost:
    """What one page asks of the machine."""

    status: int
    statements: int
    ms: float
    bytes: int


def cost(client: Client, path: str) -> Cost:
    """Statements of a page, its bytes, and its CPU with the database's: the least of some."""
    client.get(path)
    asked, took = statements(client, path), []
    for _time in range(TIMES):
        begun = time.process_time() + server_seconds()
        answer = client.get(path)
        took.append(time.process_time() + server_seconds() - begun)
    audit.flush()
    size = 0 if answer.streaming else len(answer.content)
    return Cost(answer.status_code, asked, round(min(took) * 1000, 1), size)


def main() -> None:
    """Walk, measure, fill, measure again; one line of JSON for each page."""
    browsers = {role: found for role in ROLES if (found := browser(role))}
    seen: dict[tuple[str, str], str] = {}
    for role, client in browsers.items():
        for door, path in pages(role, client):
            seen.setdefault((door, path), role)
    few = {key: cost(browsers[role], key[1]) for key, role in seen.items()}
    begun = time.monotonic()
    with hurried():
        rows = grow()
    refreshed()
    print(f"{rows} rows made in {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    for (door, path), role in seen.items():
        many = cost(browsers[role], path)
        said = {"door": door, "path": path, "role": role, "rows": rows}
        said |= {"few": vars(few[door, path]), "many": vars(many)}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
