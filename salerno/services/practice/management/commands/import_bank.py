"""``salerno import bank FILE…``: question banks from TOML, GIFT, Aiken and Moodle's XML."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import Http404
from django.utils.text import slugify

from salerno.policy.purposes import EDITORIAL
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.services.practice import actions, queries
from salerno.services.practice.formats import bank as files
from salerno.services.practice.formats import foreign
from salerno.services.practice.formats.bank import Problem
from salerno.services.practice.values import NewBank

SUMMARY = "In preparation: its questions are being reviewed."
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
            with entered(EDITORIAL, by, ground=GROUND):
                taken = self._read(path, options)
                count = actions.load_bank(by=by, new=taken.bank)
        except files.BadBank as error:
            self._tell(path, error.problems)
            return False
        except (OSError, ValueError) as error:  # a name with a NUL in it is a ValueError
            self.stderr.write(f"{path.name}: it cannot be read: {error}")
            return False
        except Refused as refusal:
            self.stderr.write(f"{path.name}: {refusal.words}")
            return False
        self._tell(path, taken.notes)
        self._tell(path, taken.left)
        self.stdout.write(f"/practice/{taken.bank.slug}: {self._said(taken, count)}")
        return True

    def _said(self, taken: foreign.Taken, count: int) -> str:
        if taken.is_ours:
            return f"{count} new questions."
        known = len(taken.bank.items) - count
        return f"{count} new questions, as drafts; {known} known; {len(taken.left)} not taken."

    def _read(self, path: Path, options: dict[str, Any]) -> foreign.Taken:
        content = path.read_bytes()
        if foreign.is_ours(path.name, content):
            return foreign.Taken(files.read(foreign.decoded(content)), (), (), is_ours=True)
        return foreign.read(content, bank_for(path, options["bank"], options["title"]))

    def _tell(self, path: Path, problems: Sequence[Problem]) -> None:
        for problem in problems:
            self.stderr.write(f"{path.name}: {problem}")


def bank_for(path: Path, slug: str, title: str) -> NewBank:
    """The bank that questions are for: the one there is, or a new one."""
    name = slug or slugify(path.stem).replace("_", "-").strip("-")[:60] or "questions"
    if not files.SLUG.match(name):
        raise files.BadBank([Problem(0, "--bank is small letters, digits and hyphens.")])
    try:
        return queries.as_file(queries.bank(name))
    except Http404:
        words = (title or path.stem.replace("_", " ").replace("-", " ")).strip()[:160]
        return NewBank(name, words or name, SUMMARY)
