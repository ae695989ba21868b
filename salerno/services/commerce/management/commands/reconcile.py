"""``salerno reconcile``: ask the payment carrier where payments and refunds stand."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from salerno.services.commerce import jobs


class Command(BaseCommand):
    """What the carrier did not tell is asked; what it did tell changes nothing."""

    help = "Bring the books to what the payment carrier says. Again: nothing changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="every payment there is")
        parser.add_argument("--json", action="store_true", help="one object")

    def handle(self, *args: Any, **options: Any) -> None:
        done = jobs.reconcile(everything=options["all"], limit=1_000_000)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(done)))
        else:
            self.stdout.write(f"{done.asked} asked, {done.healed} with news.")
        if done.unreachable:
            raise CommandError(f"{done.unreachable} could not be asked: try again later.")
