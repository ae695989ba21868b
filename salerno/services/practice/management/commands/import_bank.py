"""``salerno import bank FILE…``: question banks from TOML, GIFT, Aiken and Moodle's XML."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from salerno.policy.purposes import EDITORIAL
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.services.practice import actions
from salerno.services.practice.actions.intake import Given, Kept
from salerno.services.practice.formats import bank as files
from salerno.services.practice.formats.bank import Problem

GROUND = "the operator's command"


class Command(BaseCommand):
    """Names every error with its file and line, and then loads nothing of that file.

    Of a file of another system it loads the questions that fit, and names the others.
    """

    help = "Load question banks from TOML, GIFT, Aiken or Moodle XML, or add new questions to one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files, and the bank for those that do not name theirs."""
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--bank", default="", help="for GIFT, Aiken and Moodle XML: the last "
                            "part of the bank's address, the file's name if not given")  # fmt: skip
        parser.add_argument("--title", default="", help="of a bank that is new")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load each; end with 1 where one is wrong."""
        wrong = [one for one in options["files"] if not self._load(one, options)]
        if wrong:
            raise CommandError(f"{len(wrong)} of {len(options['files'])} files were not loaded.")

    def _load(self, path: Path, options: dict[str, Any]) -> bool:
        by = Viewer.visitor()
        try:
            given = Given(path.name, path.read_bytes(), options["bank"], options["title"])
            with entered(EDITORIAL, by, ground=GROUND):
                kept = actions.load_file(by=by, given=given)
        except files.BadBank as error:
            self._tell(path, error.problems)
            return False
        except (OSError, ValueError) as error:  # a name with a NUL in it is a ValueError
            self.stderr.write(f"{path.name}: it cannot be read: {error}")
            return False
        except Refused as refusal:
            self.stderr.write(f"{path.name}: {refusal.words}")
            return False
        self._tell(path, kept.taken.notes)
        self._tell(path, kept.taken.left)
        self.stdout.write(f"/practice/{kept.taken.bank.slug}: {self._said(kept)}")
        return True

    def _said(self, kept: Kept) -> str:
        if kept.taken.is_ours:
            return f"{kept.fresh} new questions."
        return (
            f"{kept.fresh} new questions, as drafts; {kept.known} known; "
            f"{len(kept.taken.left)} not taken."
        )

    def _tell(self, path: Path, problems: Sequence[Problem]) -> None:
        for problem in problems:
            self.stderr.write(f"{path.name}: {problem}")
