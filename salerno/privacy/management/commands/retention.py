"""``salerno retention``: what is past its term, the sweep, the proof, and holds."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from salerno.privacy import holds, retention
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.privacy.holds import Ground, NewHold
from salerno.privacy.purposes import RECORD

REFUSED, FOUND = 4, 5
WIDTH = 30


class Command(BaseCommand):
    """Ends with 0 when done, 4 for a refusal, 5 when something past its term is stored."""

    help = "Preview or sweep what is past its term; prove that nothing is; place and lift holds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        doing = ("preview", "sweep", "proof", "report", "holds", "hold", "review", "lift")
        parser.add_argument("what", choices=doing)
        parser.add_argument("number", nargs="?", type=int,
                            help="hold: of the person; review, lift: of the hold")  # fmt: skip
        parser.add_argument("--yes", action="store_true", help="sweep: the clock is right")
        parser.add_argument("--by", type=int, help="hold: the number of the officer")
        parser.add_argument("--ground", default="", help=f"hold: {', '.join(Ground.values)}")
        parser.add_argument("--reason", default="", help="hold, lift: why, in words")
        parser.add_argument("--review", type=date.fromisoformat, help="hold, review: YYYY-MM-DD")
        parser.add_argument("--clause", action="append", default=[],
                            help="hold: a clause by id; none is everything")  # fmt: skip
        parser.add_argument("--json", action="store_true", help="one object, for a machine")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['what']}")(options)
        except Refused as refusal:
            raise CommandError(str(refusal.words), returncode=REFUSED) from refusal

    def _preview(self, options: dict[str, Any]) -> None:
        lines = retention.preview()
        if options["json"]:
            self._json({"due": [asdict(one) for one in lines]})
            return
        for one in lines:
            since = f", since {one.since:%Y-%m-%d %H:%M}" if one.since else ""
            self.stdout.write(f"{one.table}: {one.rows} {one.what} ({one.clauses}){since}")
        self.stdout.write(f"{sum(one.rows for one in lines)} rows are due.")

    def _sweep(self, options: dict[str, Any]) -> None:
        due = sum(one.rows for one in retention.preview())
        report = retention.sweep(confirmed=options["yes"], tell=self._teller(due))
        self._say(report, options)

    def _proof(self, options: dict[str, Any]) -> None:
        report = retention.prove()
        self._say(report, options)
        if report.rows:
            words = f"{report.rows} rows past their term are stored: run `salerno retention sweep`."
            raise CommandError(words, returncode=FOUND)

    def _report(self, options: dict[str, Any]) -> None:
        for one in (*retention.latest(), *retention.latest("proof")):
            self._say(one, options)
        for words in retention.red():
            self.stderr.write(words)

    def _holds(self, options: dict[str, Any]) -> None:
        found = holds.standing()
        if options["json"]:
            self._json({"holds": [asdict(one) for one in found]})
            return
        for one in found:
            named = ", ".join(one.clauses) or "everything"
            self.stdout.write(
                f"{one.number}: {one.ground_words}; subject {one.subject}, {named}; "
                f"review {one.review_date}"
            )
        if not found:
            self.stdout.write("Nothing is held.")

    def _hold(self, options: dict[str, Any]) -> None:
        if options["number"] is None or options["by"] is None:
            raise CommandError("Say whose data is held, and with --by who holds it.")
        new = NewHold(
            options["ground"], options["reason"], options["review"], tuple(options["clause"])
        )
        with entered(RECORD, Viewer.job("command"), ground="a hold by the operator"):
            made = holds.place(by=options["by"], subject=options["number"], new=new)
        self.stdout.write(
            f"Hold {made} stands until it is lifted; its review is {new.review_date}."
        )

    def _review(self, options: dict[str, Any]) -> None:
        if options["number"] is None or options["review"] is None:
            raise CommandError("Say which hold goes on, and with --review until which day.")
        with entered(RECORD, Viewer.job("command"), ground="a hold is reviewed by the operator"):
            holds.review(hold=options["number"], review_date=options["review"])
        self.stdout.write(f"Hold {options['number']} goes on; its review is {options['review']}.")

    def _lift(self, options: dict[str, Any]) -> None:
        if options["number"] is None:
            raise CommandError("Say which hold ends.")
        with entered(RECORD, Viewer.job("command"), ground="a hold is lifted by the operator"):
            holds.lift(hold=options["number"], reason=options["reason"])
        self.stdout.write(f"Hold {options['number']} is lifted; what it kept goes with the sweep.")

    def _say(self, report: retention.Report, options: dict[str, Any]) -> None:
        if options["json"]:
            self._json(asdict(report))
            return
        for one in report.lines:
            self.stdout.write(f"{one.table}: {one.rows} {one.what} ({one.clauses})")
        self.stdout.write(
            f"{report.kind.capitalize()} {report.number} of {report.cutoff_at:%Y-%m-%d %H:%M}: "
            f"{report.rows} rows, {report.held} held, {report.busy} still in use."
        )

    def _json(self, said: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(said, indent=1, ensure_ascii=False, default=str))

    def _teller(self, due: int) -> Callable[[str, int], None] | None:
        """A bar for people; nothing for pipes."""
        if not sys.stderr.isatty():
            return None
        done = 0

        def tell(table: str, rows: int) -> None:
            nonlocal done
            done += rows
            part = min(1.0, done / due) if due else 1.0
            bar = "#" * int(WIDTH * part)
            sys.stderr.write(f"\r[{bar:<{WIDTH}}] {done} of {due}  {table:<40.40}")

        return tell
