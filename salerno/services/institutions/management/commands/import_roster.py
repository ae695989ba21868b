"""``salerno import roster FILE.csv --institution SLUG``: who belongs to it, as its list says."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.institutions import actions
from salerno.services.institutions.values import Source

COLUMNS = ["email", "known_as"]
MOST_BYTES = 4 * 1024 * 1024


class Command(BaseCommand):
    """Reads a list with the columns ``email`` and ``known_as``; any other column stops it."""

    help = "Ask the people of an institution's list whether they belong to it."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whose it is."""
        parser.add_argument("file")
        parser.add_argument("--institution", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        by = Viewer.job("roster")
        asked, unknown = 0, 0
        rows = read(Path(options["file"]))
        with entered(AUTHENTICATE, by, ground="an institution's list"):
            for email, known_as in rows:
                try:
                    actions.affiliate(
                        by=by, slug=options["institution"], email=email, known_as=known_as,
                        source=Source.ROSTER,
                    )  # fmt: skip
                    asked += 1
                except Refused as refusal:
                    if refusal.status != 422:
                        raise CommandError(str(refusal)) from refusal
                    unknown += 1
        self.stdout.write(f"Asked: {asked}. Without an account here: {unknown}.")


def read(path: Path) -> list[tuple[str, str]]:
    """The lines of a list. Raises CommandError with the number of the line that is wrong."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CommandError("The list is larger than 4 MB.")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError("The list cannot be read: it is a text in UTF-8.") from error
    lines = csv.DictReader(text.splitlines())
    if lines.fieldnames != COLUMNS:
        raise CommandError("Line 1: the columns are email and known_as, and no others.")
    return [_checked(number, one) for number, one in enumerate(lines, start=2)]


def _checked(number: int, line: dict[str, Any]) -> tuple[str, str]:
    email, name = str(line.get("email") or "").strip(), str(line.get("known_as") or "").strip()
    if None in line or not name or len(name) > 120 or "\x00" in name:
        raise CommandError(f"Line {number}: one address and one name of at most 120 letters.")
    try:
        validate_email(email)
    except ValidationError as error:
        raise CommandError(f"Line {number}: this is no address.") from error
    return email, name
