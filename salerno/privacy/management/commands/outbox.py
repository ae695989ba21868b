"""``salerno outbox``: what waits to go out; deliver it; switch a recipient off and on."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from salerno.privacy import law, outbox


class Command(BaseCommand):
    """The switch works at once and in every process: it stands in the database."""

    help = "Show what waits to go out; `deliver` it; `stop` or `start` a recipient."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", nargs="?", choices=("show", "deliver", "stop", "start"),
                            default="show")  # fmt: skip
        parser.add_argument("recipient", nargs="?", default="")
        parser.add_argument("--reason", default="switched off by the operator")
        parser.add_argument("--json", action="store_true", help="one object, for a machine")

    def handle(self, *args: Any, **options: Any) -> None:
        what, recipient = options["what"], options["recipient"]
        if what in ("stop", "start"):
            self._switch(what, recipient, options["reason"])
        elif what == "deliver":
            done = outbox.deliver()
            words = (
                f"{done.sent} sent, {done.again} to be tried again, {done.failed} failed, "
                f"{done.stopped} no longer wanted."
            )
            self.stdout.write(json.dumps(asdict(done)) if options["json"] else words)
        else:
            self._show(as_json=options["json"])

    def _switch(self, what: str, recipient: str, reason: str) -> None:
        if recipient not in law.in_force().recipients:
            known = ", ".join(sorted(law.in_force().recipients))
            raise CommandError(f"{recipient or 'Nobody'} is not a recipient. There are: {known}.")
        if what == "stop":
            outbox.switch_off(recipient, reason)
        else:
            outbox.switch_on(recipient)
        self.stdout.write(f"{recipient}: {'off' if what == 'stop' else 'on'}")

    def _show(self, *, as_json: bool) -> None:
        waits, off = outbox.waiting(), outbox.stopped()
        if as_json:
            said = {"waiting": [asdict(one) for one in waits], "stopped": off}
            self.stdout.write(json.dumps(said, indent=1, ensure_ascii=False))
            return
        for one in waits:
            failure = f" Last failure: {one.failure}" if one.failure else ""
            self.stdout.write(f"{one.recipient}: {one.items} waiting.{failure}")
        for name, reason in sorted(off.items()):
            self.stdout.write(f"{name} is switched off: {reason}")
        if not waits and not off:
            self.stdout.write("Nothing waits, and nobody is switched off.")
