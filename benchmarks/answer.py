"""An answer and the next page: CPU-ms a pair and statements; and the next question of 10,000.

A house with the demonstration's resident copied over every personal table. Some of the copies
sign in and answer; each request passes the whole stack, the audit's writing included.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

from benchmarks.harness import Result, note, report

MOST_PAIR, MOST_STATEMENTS, MOST_NEXT = 14.0, 8, 5.0
BANK, LARGE = "/practice/internal-medicine", "/practice/large"
ASKED = re.compile(r'name="answer" value="(\d+)"')
OBJECTIVES = 50


def main(words: list[str]) -> int:
    """Make the house, then measure in it."""
    parser = argparse.ArgumentParser(prog="salerno bench answer", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--pairs", type=int, default=400)
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory(
        prefix="salerno-bench-",
        ignore_cleanup_errors=True,  # the audit is still written
    ) as folder:
        os.environ.update({
            "SALERNO_DATA": folder, "SALERNO_DB_URL": "", "SALERNO_PACK": "publisher",
            "SALERNO_SECRET_KEY": secrets.token_hex(32),
            "DJANGO_SETTINGS_MODULE": "salerno.web.settings",
        })  # fmt: skip
        before = [sys.executable, "-m", "salerno", "prepare-data", "demo"]
        subprocess.run(before, check=True, stdout=subprocess.DEVNULL, stderr=sys.stderr)
        results = measured(given.people, given.items, given.pairs)
    report("answer", results, as_json=given.json)
    return 0


def measured(people: int, items: int, pairs: int) -> list[Result]:
    """Every case."""
    import django  # noqa: PLC0415  after the environment is set

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    from benchmarks.site import people as copies  # noqa: PLC0415

    settings.SALERNO_POSTS_PER_WINDOW = 10**9  # one address answers for all

    note(f"making {people} people")
    copies.populate(people)
    note("a bank of many questions")
    load(items)
    some = [signed_in(number * (people // 10)) for number in range(10)]
    found = pairs_of(some, pairs)
    cost = statistics.mean(found["pair"])
    counted = statements(some[0])
    results = [
        Result("answer and next", "sqlite", people, round(cost, 2), "CPU-ms", goal=MOST_PAIR,
               met=cost <= MOST_PAIR, samples=found),
        Result("the reasons page", "sqlite", people, round(statistics.mean(found["told"]), 2),
               "CPU-ms"),
    ]  # fmt: skip
    for case, count in counted.items():
        results.append(
            Result(f"{case}: SQL", "sqlite", people, count, "statements", goal=MOST_STATEMENTS,
                   met=count <= MOST_STATEMENTS)
        )  # fmt: skip
    late = next_of_many(some[1], pairs)
    results.append(
        Result("next of many, p99", "sqlite", items, round(late, 2), "CPU-ms", goal=MOST_NEXT,
               met=late <= MOST_NEXT)
    )  # fmt: skip
    return results


def load(items: int) -> None:
    """A second bank."""
    from salerno.policy.purposes import EDITORIAL  # noqa: PLC0415
    from salerno.privacy.context import Viewer, entered  # noqa: PLC0415
    from salerno.services.practice import actions  # noqa: PLC0415
    from salerno.services.practice.values import NewBank, NewItem, NewObjective  # noqa: PLC0415

    leaves = [f"objective-{number}" for number in range(OBJECTIVES)]
    objectives = (
        NewObjective("all", "All"), *(NewObjective(one, one, "all") for one in leaves),
    )  # fmt: skip
    made = tuple(
        NewItem(
            f"q-{number}", leaves[number % OBJECTIVES], f"A story {number}. " * 20, "What now?",
            tuple((f"Option {at}", "A reason") for at in range(5)), number % 5, "Because. " * 20,
            ("A book",), slope=1.0 + (number % 7) / 10, difficulty=(number % 41 - 20) / 10,
        )
        for number in range(items)
    )  # fmt: skip
    by = Viewer.visitor()
    with entered(EDITORIAL, by):
        actions.load_bank(by=by, new=NewBank("large", "Large", "Many", 40, 90, 70, "registered",
                                             objectives, made))  # fmt: skip


def signed_in(number: int) -> Any:
    """A browser of one of the copies."""
    from django.test import Client  # noqa: PLC0415

    from benchmarks.site import people as copies  # noqa: PLC0415
    from salerno.privacy.context import Viewer, entered  # noqa: PLC0415
    from salerno.privacy.purposes import AUTHENTICATE  # noqa: PLC0415
    from salerno.services.accounts.models import User  # noqa: PLC0415

    client = Client(headers={"host": "127.0.0.1"})
    with entered(AUTHENTICATE, Viewer.job("bench")):
        client.force_login(User.objects.get(email=copies.email_of(number or 1)))
    return client


def asked(client: Any, bank: str) -> str:
    """Load the question's page; the id that it sends back."""
    answer = client.get(f"{bank}/question")
    assert answer.status_code == 200, answer.status_code
    found = ASKED.search(answer.content.decode())
    return found.group(1) if found else ""


def pairs_of(some: list[Any], pairs: int) -> dict[str, list[float]]:
    """CPU-ms of each pair, and of the page with the reasons."""
    from salerno.privacy import audit  # noqa: PLC0415

    found: dict[str, list[float]] = {"pair": [], "told": []}
    open_in = [asked(one, BANK) for one in some]
    for number in range(pairs):
        at = number % len(some)
        client, sent = some[at], {"answer": open_in[at], "option": "0", "sure": "40"}
        begun = time.process_time()
        answer = client.post(f"{BANK}/question", sent)
        open_in[at] = asked(client, BANK)
        audit.flush()
        done = time.process_time()
        found["pair"].append((done - begun) * 1000)
        assert answer.status_code == 302, answer.status_code
        client.get(answer.headers["Location"])
        audit.flush()
        found["told"].append((time.process_time() - done) * 1000)
    return {name: [round(one, 3) for one in each[20:]] for name, each in found.items()}


def statements(client: Any) -> dict[str, int]:
    """How many statements an answer asks, and the next page."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    sent = {"answer": asked(client, BANK), "option": "0", "sure": "40"}
    with CaptureQueriesContext(connection) as posted:
        client.post(f"{BANK}/question", sent)
    with CaptureQueriesContext(connection) as shown:
        asked(client, BANK)
    with CaptureQueriesContext(connection) as again:
        asked(client, BANK)
    return {
        "answer": len(posted), "next question": len(shown), "question again": len(again),
    }  # fmt: skip


def next_of_many(client: Any, times: int) -> float:
    """The 99th percentile of the page with a newly chosen question, in CPU-ms."""
    found = []
    asked(client, LARGE)
    for _one in range(times):
        client.post(f"{LARGE}/question", {"answer": asked(client, LARGE), "do": "later"})
        begun = time.process_time()
        asked(client, LARGE)
        found.append((time.process_time() - begun) * 1000)
    return statistics.quantiles(found, n=100)[98]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
