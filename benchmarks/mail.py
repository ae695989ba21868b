"""Letters that leave: built, signed and handed over by SMTP, a second of one core.

``carrier``: the adapter alone, from payload to the carrier's 250, DKIM with RSA-2048 included.
``mailing``: a whole newsletter: its people found, each copy judged, drawn, let through the gate of
letters, accounted for, put into the outbox, signed and handed over.

The sink is aiosmtpd in a process of its own. What is counted is the CPU time of this process.
"""
# Some imports need the settings first.
# ruff: noqa: PLC0415

from __future__ import annotations

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.harness import Result, note, report
from benchmarks.pages import worker

GOAL = 300.0  # letters a second of one core
ORIGIN = "https://site.example"
SINK = """
import asyncio
from aiosmtpd.smtp import SMTP

class Sink:
    taken = 0
    async def handle_DATA(self, server, session, envelope):
        assert b"DKIM-Signature" in envelope.content[:2000]
        return "250 taken"

async def serve():
    loop = asyncio.get_running_loop()
    made = await loop.create_server(lambda: SMTP(Sink()), "127.0.0.1", 0)
    print(made.sockets[0].getsockname()[1], flush=True)
    await made.serve_forever()

asyncio.run(serve())
"""


@contextmanager
def sink() -> Iterator[int]:
    """A carrier that takes everything that is signed; its port."""
    command = [sys.executable, "-c", SINK]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            yield int(running.stdout.readline())
        finally:
            running.terminate()


def on(people: int, letters: int) -> list[Result]:
    """Make the people in a house of its own, then measure in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="salerno-bench-") as folder, sink() as port:
        environment = os.environ | {
            "SALERNO_DATA": folder, "SALERNO_DB_URL": "", "SALERNO_PACK": "publisher",
            "SALERNO_SECRET_KEY": secrets.token_hex(32), "SALERNO_POLICY_DRAFT": "1",
            "SALERNO_SMTP": f"smtp://127.0.0.1:{port}",
            "DJANGO_SETTINGS_MODULE": "salerno.web.settings",
        }  # fmt: skip
        for words in (["prepare-data", "demo"], ["dkim"]):
            before = [sys.executable, "-m", "salerno", *words]
            subprocess.run(before, env=environment, check=True, stdout=subprocess.DEVNULL)
        if people:
            note(f"making {people} people")
            with worker("ours", environment, do="populate", people=people, full=True):
                pass
        inside = [sys.executable, "-m", "benchmarks.mail", "--inside", f"--letters={letters}",
                  f"--people={people}"]  # fmt: skip
        done = subprocess.run(inside, env=environment, check=True, stdout=subprocess.PIPE)
        return [Result(**one) for one in json.loads(done.stdout.splitlines()[-1])]


def measured(people: int, letters: int) -> Iterator[Result]:
    """Both cases, in this process."""
    import django

    django.setup()
    rate = _carrier(letters)
    yield Result("carrier", "sqlite", letters, round(rate, 1), "letters/s", goal=GOAL,
                 met=rate >= GOAL)  # fmt: skip
    if people:
        sent, rate = _mailing()
        yield Result("mailing", "sqlite", sent, round(rate, 1), "letters/s")


def _rate(count: int, work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return count / (time.process_time() - start)


def _payload(number: int) -> dict[str, Any]:
    words = "A paragraph of an issue, as long as they are on average in a newsletter. " * 4
    link = f"{ORIGIN}/letters/stop/{secrets.token_urlsafe(90)}"
    return {
        "to": f"reader{number}@example.org", "subject": f"This week: {number}",
        "text": f"{words}\n\n{link}\n" * 5, "html": f"<p>{words}</p><a href='{link}'>x</a>" * 5,
        "headers": {"List-Unsubscribe": f"<{link}>",
                    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        "envelope": f"return+{secrets.token_hex(10)}@site.example",
    }  # fmt: skip


def _carrier(letters: int) -> float:
    from salerno.adapters.smtp import Smtp

    payloads = [_payload(number) for number in range(letters)]

    def hand_over() -> None:
        for number, one in enumerate(payloads):
            Smtp().deliver(one, f"k{number}")

    Smtp().deliver(_payload(0), "warm")
    return _rate(letters, hand_over)


def _mailing() -> tuple[int, float]:
    from salerno.policy.purposes import EDITORIAL
    from salerno.privacy import outbox
    from salerno.privacy.context import Viewer, entered
    from salerno.services.mailings import actions, jobs, queries
    from salerno.services.mailings.values import NewCampaign

    _confirm_everybody()
    by = Viewer(1)
    new = NewCampaign("service", "", "email", "The site is closed on Sunday", "From 8 to 9. " * 40)
    outbox.deliver(100_000)
    with entered(EDITORIAL, by):
        number = actions.save(by=by, new=new)
        actions.queue(by=by, campaign_id=number, origin=ORIGIN)
    sent = 0

    def send() -> None:
        nonlocal sent
        while True:
            left = jobs.send_due(1000)
            gone = outbox.deliver(100_000).sent
            sent += gone
            with entered(EDITORIAL, by):
                one = queries.campaign(number)
            if one is not None and one.finished_at and not left and not gone:
                return

    start = time.process_time()
    send()
    return sent, sent / (time.process_time() - start)


def _confirm_everybody() -> None:
    """The people of the bench have addresses; from here on confirmed ones."""
    from django.db import connection

    gate: Any = connection
    with gate.gate_open(), connection.cursor() as cursor:
        cursor.execute('UPDATE account_emailaddress SET verified = 1, "primary" = 1')


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=1000)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        found = [vars(one) for one in measured(asked.people, asked.letters)]
        print(json.dumps(found))
        return
    report("mail", on(asked.people, asked.letters), as_json=asked.json)


if __name__ == "__main__":
    main()
