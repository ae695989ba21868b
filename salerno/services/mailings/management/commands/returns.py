"""``salerno returns FILE…``: reports that came back by mail, one in each file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from salerno.policy.purposes import CORRESPONDENCE
from salerno.privacy.context import entered
from salerno.services.mailings import actions, queries


class Command(BaseCommand):
    """The command."""

    help = "Read reports of delivery and of complaint from files, as they came by mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files."""
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Take each, and print what it says."""
        for path in options["files"]:
            raw = path.read_bytes()
            with entered(CORRESPONDENCE, queries.JOB, ground="reports of the mail carrier"):
                said = actions.take_return(by=queries.JOB, raw=raw)
            self.stdout.write(f"{path.name}: {said}")
