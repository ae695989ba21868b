"""``salerno desk receive < mail.eml``: a mail to the desk's address becomes a case."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from salerno.policy.purposes import DESK
from salerno.privacy.context import Viewer, entered
from salerno.services.desk import actions, queries
from salerno.services.desk.formats import mail


class Command(BaseCommand):
    """The mail server hands each mail over; the exit code tells it whether it was taken."""

    help = "`receive` a mail from standard input or FILE; `late` names what has passed its day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("receive", "late"))
        parser.add_argument("file", nargs="?", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "receive":
            self._receive(options["file"])
            return
        with entered(DESK, Viewer.job("desk")):
            late = queries.overdue()
        self.stdout.write(f"{late} late.")
        if late:
            raise CommandError("Requests have passed the day the law sets: answer them.")

    def _receive(self, file: Path | None) -> None:
        try:
            source = file.open("rb") if file else sys.stdin.buffer
            with source:
                content = source.read(mail.MOST_BYTES + 1)
            read = mail.read(content)
        except (OSError, mail.Unreadable) as refused:
            raise CommandError(f"Not taken: {refused}") from None
        if read.is_automatic:
            self.stdout.write("An automatic mail: nothing was opened.")
            return
        by = Viewer.job("desk")
        with entered(DESK, by):
            taken = actions.take_mail(by=by, mail=read)
        self.stdout.write(f"{taken.reference}")
