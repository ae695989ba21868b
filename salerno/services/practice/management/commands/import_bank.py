"""``salerno import bank FILE…``: question banks from TOML files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from salerno.policy.purposes import EDITORIAL
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.services.practice import actions
from salerno.services.practice.formats import bank as files


class Command(BaseCommand):
    """Names every error with its file and line, and then loads nothing of that file."""

    help = "Load question banks from TOML files, or add their new questions to a bank."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files."""
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load each; end with 1 where one is wrong."""
        wrong = [one for one in options["files"] if not self._load(one)]
        if wrong:
            raise CommandError(f"{len(wrong)} of {len(options['files'])} files were not loaded.")

    def _load(self, path: Path) -> bool:
        by = Viewer.visitor()
        try:
            new = files.read(path.read_text(encoding="utf-8"))
            with entered(EDITORIAL, by, ground="the operator's command"):
                count = actions.load_bank(by=by, new=new)
        except files.BadBank as error:
            for problem in error.problems:
                self.stderr.write(f"{path.name}: {problem}")
            return False
        except (OSError, UnicodeDecodeError) as error:
            self.stderr.write(f"{path.name}: it cannot be read: {error}")
            return False
        except Refused as refusal:
            self.stderr.write(f"{path.name}: {refusal.words}")
            return False
        self.stdout.write(f"/practice/{new.slug}: {count} new questions.")
        return True
