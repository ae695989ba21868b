"""``salerno clauses``: each row of the two policies, and the tests that prove it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from salerno.web.clauseledger.record import RECORD, last_run
from salerno.web.clauseledger.rows import rows
from salerno.web.clauseledger.standing import Standing, Status, standings


class Command(BaseCommand):
    """Ends with 0 when it ran: what is open is no error of the command."""

    help = "List the rows of the policies with their status and the tests that prove them."
    requires_system_checks: list[str] = []  # noqa: RUF012  it reads a file of the tests only

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one list, for a machine")
        parser.add_argument("--record", type=Path, default=RECORD, help="what a run left behind")
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--open", action="store_true", help="only what is open or partly proven")
        only.add_argument("--proven", action="store_true", help="only what is proven")

    def handle(self, *args: Any, **options: Any) -> None:
        run = last_run(options["record"])
        found = standings(rows(), run.tests)
        shown = [one for one in found if _is_asked(one, options)]
        if options["json"]:
            note = {"note": run.why_not} if run.why_not else {}
            said = [one.said() | note for one in shown]
            self.stdout.write(json.dumps(said, indent=1, ensure_ascii=False))
            return
        for standing in shown:
            self._print(standing)
        counted = Counter(one.status for one in found)
        totals = ", ".join(f"{counted[status]} {status}" for status in Status)
        self.stdout.write(f"\n{len(found)} rows: {totals}.")
        if run.why_not:
            self.stdout.write(self.style.WARNING(run.why_not))

    def _print(self, one: Standing) -> None:
        row = one.row
        counts = f"{len(one.works):>3} {len(one.refused):>3}"
        reason = f" ({one.reason})" if one.reason else ""
        self.stdout.write(
            f"{row.id:<6} {one.status:<7} {counts}  {', '.join(row.packs):<10} {row.clause}{reason}"
        )


def _is_asked(one: Standing, options: dict[str, Any]) -> bool:
    if options["open"]:
        return one.status is not Status.PROVEN
    return one.status is Status.PROVEN or not options["proven"]
