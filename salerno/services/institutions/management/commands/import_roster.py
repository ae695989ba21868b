"""``salerno import roster FILE.csv --institution SLUG``: who belongs to it, as its list says."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from salerno.policy.purposes import SECURITY
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.actions import is_child, report_child
from salerno.services.accounts.values import ReportSource
from salerno.services.institutions import actions
from salerno.services.institutions.values import Source

COLUMNS = ["email", "known_as"]
MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class Entry:
    """One line of a list. ``born`` is read to refuse a child, and kept nowhere."""

    number: int
    email: str
    known_as: str
    born: date | None


class Command(BaseCommand):
    """Reads a list with ``email``, ``known_as`` and perhaps ``born``; any other column stops it."""

    help = "Ask the people of an institution's list whether they belong to it."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whose it is."""
        parser.add_argument("file")
        parser.add_argument("--institution", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        entries = read(Path(options["file"]))
        children = [one for one in entries if one.born is not None and is_child(one.born)]
        found = [ask(options["institution"], one) for one in entries if one not in children]
        lock([one.email for one in children])
        self.stdout.write(f"Asked: {sum(found)}. Without an account here: {found.count(False)}.")
        for one in children:
            self.stdout.write(f"Line {one.number}: under 13, refused. Nothing of it was kept.")


def ask(institution: str, one: Entry) -> bool:
    """Ask one person; False where nobody signs in with that address."""
    by = Viewer.job("roster")
    with entered(AUTHENTICATE, by, ground="an institution's list"):
        try:
            actions.affiliate(
                by=by, slug=institution, email=one.email, known_as=one.known_as,
                source=Source.ROSTER,
            )  # fmt: skip
        except Refused as refusal:
            if refusal.status != 422:
                raise CommandError(str(refusal)) from refusal
            return False
    return True


def lock(addresses: list[str]) -> None:
    """Whoever of the children has an account here is locked, and the desk looks."""
    by = Viewer.job("roster")
    with entered(SECURITY, by, ground="an institution's list names a child"):
        for address in addresses:
            report_child(by=by, email=address, words="", source=ReportSource.STAFF)


def read(path: Path) -> list[Entry]:
    """The lines of a list. Raises CommandError with the number of the line that is wrong."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CommandError("The list is larger than 4 MB.")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError("The list cannot be read: it is a text in UTF-8.") from error
    lines = csv.DictReader(text.splitlines())
    if lines.fieldnames not in (COLUMNS, [*COLUMNS, "born"]):
        raise CommandError("Line 1: the columns are email, known_as and perhaps born, no others.")
    return [_checked(number, one) for number, one in enumerate(lines, start=2)]


def _checked(number: int, line: dict[str, Any]) -> Entry:
    email, name = str(line.get("email") or "").strip(), str(line.get("known_as") or "").strip()
    if None in line or not name or len(name) > 120 or "\x00" in name:
        raise CommandError(f"Line {number}: one address and one name of at most 120 letters.")
    try:
        validate_email(email)
    except ValidationError as error:
        raise CommandError(f"Line {number}: this is no address.") from error
    return Entry(number, email, name, _born(number, str(line.get("born") or "").strip()))


def _born(number: int, given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise CommandError(f"Line {number}: a date is written 2008-05-31.") from error
