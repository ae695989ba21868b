"""``salerno import credits FILE…``: takes accredited activities from TOML, each file whole."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from salerno.privacy.errors import Refused
from salerno.services.credits.commands import import_file


class Command(BaseCommand):
    """Ends with 0 when every file was taken."""

    help = "Import accredited activities, with their questions, from TOML."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        refused = 0
        for path in options["file"]:
            try:
                for address in import_file(path):
                    self.stdout.write(f"{path}: taken, {address}")
            except Refused as refusal:
                refused += 1
                self.stderr.write(self.style.ERROR(f"{path}: {refusal.words}"))
        if refused:
            raise CommandError(f"{refused} files were refused; nothing of them is stored.")
