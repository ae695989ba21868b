"""``salerno practice``: question banks as files, and their calibration."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import Http404

from salerno.policy.purposes import EDITORIAL
from salerno.privacy.context import Viewer, entered
from salerno.services.practice import jobs, queries
from salerno.services.practice.formats import bank as files


class Command(BaseCommand):
    """Ends with 1 and a sentence where there is no such bank."""

    help = "Write a question bank as a file, or learn anew how hard its questions are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and with which bank."""
        ways = parser.add_subparsers(dest="what", required=True)
        export = ways.add_parser("export", help="write a bank as a TOML file")
        export.add_argument("bank", help="the last part of its address")
        export.add_argument("file", type=Path)
        calibrate = ways.add_parser("calibrate", help="estimate slopes and difficulties anew")
        calibrate.add_argument("bank", help="the last part of its address")
        calibrate.add_argument("--fewest", type=int, default=jobs.FEWEST, help="answers a question")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what was done."""
        try:
            self.stdout.write(getattr(self, f"_{options['what']}")(options))
        except Http404 as error:
            raise CommandError("There is no such bank.") from error

    def _export(self, options: dict[str, Any]) -> str:
        with entered(EDITORIAL, Viewer.visitor(), ground="the operator's command"):
            new = queries.as_file(queries.bank(options["bank"]))
        options["file"].write_text(files.write(new), encoding="utf-8")
        return f"{options['file']}: {len(new.items)} questions."

    def _calibrate(self, options: dict[str, Any]) -> str:
        done = jobs.calibrate_bank(options["bank"], fewest=options["fewest"])
        return (
            f"{done.answers} first answers of {done.people} people to {done.items} questions; "
            f"{done.written} questions were calibrated."
        )
