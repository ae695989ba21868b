"""``salerno identify``: whose a number of the counts or of an advertising vendor is."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from salerno.privacy import ledger
from salerno.privacy.context import Viewer, entered
from salerno.privacy.pseudonyms import person_of
from salerno.privacy.purposes import IDENTIFY, RECORD
from salerno.privacy.subjects import keeping

UNKNOWN = 3


class Command(BaseCommand):
    """Ends with 0 when the number is somebody's, 3 when it is nobody's."""

    help = (
        "Match a number back to a person, to answer them or the law. The audit has why, and the "
        "ledger that it was done."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", help="32 hex digits")
        parser.add_argument(
            "--use", required=True, help="analytics, or adverts.vendor:NAME for a vendor's number"
        )
        parser.add_argument("--ground", required=True, help="why; the audit keeps it")
        parser.add_argument("--json", action="store_true", help="one object, for a machine")

    def handle(self, *args: Any, **options: Any) -> None:
        use, ground = options["use"], options["ground"].strip()
        if not ground:
            raise CommandError("Say why with --ground: it is recorded.")
        by = Viewer.job("identify")
        with entered(IDENTIFY, by, ground=ground):
            subject = person_of(options["number"], use)
        if subject is None:
            raise CommandError(f"{options['number']}: nobody's number here.", returncode=UNKNOWN)
        with entered(RECORD, by, ground=ground), keeping(ground):
            said = {"subject": subject, "use": use, "ground": ground}
            ledger.append("number matched", said)
        if options["json"]:
            self.stdout.write(json.dumps({"subject": subject, "use": use}))
        else:
            self.stdout.write(f"Subject {subject}. It stands in the ledger.")
