"""``salerno ledger verify``: is the record of choices, disclosures, looks and purposes whole?"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from salerno.privacy import audit, ledger

ALTERED, TORN = 1, 3


class Command(BaseCommand):
    """Ends with 0 where all is whole, 1 where something was altered, 3 after a cut-short line."""

    help = "Verify the tamper-evident records (0: whole, 1: altered, 3: a last line cut short)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("verify",))
        parser.add_argument("--json", action="store_true", help="one object, for a machine")

    def handle(self, *args: Any, **options: Any) -> None:
        chain, lines = ledger.verify(), audit.verify()
        problems = [*chain.problems, *lines.problems]
        if options["json"]:
            self._print_json(chain, lines)
        else:
            for one in problems:
                self.stdout.write(self.style.ERROR(one))
            for one in lines.torn:
                self.stdout.write(self.style.WARNING(one))
            self.stdout.write(
                f"{chain.entries} entries, {chain.rows} rows that they commit to, "
                f"{lines.lines} lines of the audit: {'NOT ' if problems else ''}whole."
            )
        if problems:
            sys.exit(ALTERED)
        if lines.torn:
            sys.exit(TORN)

    def _print_json(self, chain: ledger.Verdict, lines: Any) -> None:
        said = {
            "whole": chain.is_whole and not lines.problems,
            "entries": chain.entries,
            "rows": chain.rows,
            "lines": lines.lines,
            "problems": [*chain.problems, *lines.problems],
            "torn": list(lines.torn),
        }
        self.stdout.write(json.dumps(said, indent=1, ensure_ascii=False))
