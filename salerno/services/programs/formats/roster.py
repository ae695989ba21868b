"""A roster: a table of addresses and names, and not a column more."""

from __future__ import annotations

import csv
from io import StringIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from salerno.privacy.errors import Refused
from salerno.services.programs.values import Entry

COLUMNS = ["email", "name"]
MOST_BYTES = 1_000_000
MOST_LINES = 2000
MOST_NAME = 120


def read(content: bytes) -> tuple[list[Entry], list[tuple[int, str]]]:
    """The lines of a roster, and those that are wrong, each with why.

    Raises Refused (422) for what is no such table: then nothing of it is read.
    """
    if len(content) > MOST_BYTES:
        raise Refused(_("This list is larger than 1 MB."), status=422)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("This list is no text in UTF-8. Nothing was read."), status=422) from error
    if "\0" in text:
        raise Refused(_("This list is no text. Nothing was read."), status=422)
    rows = _rows(text)
    heading = [one.strip().lower() for one in rows[0]] if rows else []
    if heading != COLUMNS:
        raise Refused(
            _("Line 1: the columns are email and name, and no others. Nothing was read."),
            status=422,
        )
    if len(rows) > MOST_LINES:
        raise Refused(_("This list has more than %d lines.") % MOST_LINES, status=422)
    return _entries(rows[1:])


def _rows(text: str) -> list[list[str]]:
    try:
        return list(csv.reader(StringIO(text), strict=True))
    except csv.Error as error:
        raise Refused(_("This list is no table (%s).") % error, status=422) from error


def _entries(rows: list[list[str]]) -> tuple[list[Entry], list[tuple[int, str]]]:
    found: list[Entry] = []
    wrong: list[tuple[int, str]] = []
    seen: set[str] = set()
    for line, row in enumerate(rows, 2):
        cells = [one.strip() for one in row]
        if not any(cells):
            continue
        why = fault(cells) or (_("this address stands here twice") if cells[0] in seen else "")
        if why:
            wrong.append((line, why))
        else:
            seen.add(cells[0])
            found.append(Entry(line, cells[0].lower(), cells[1]))
    return found, wrong


def fault(cells: list[str]) -> str:
    """What is wrong with an address and a name, or ""."""
    if len(cells) != len(COLUMNS):
        return _("two cells are needed: an address and a name")
    try:
        validate_email(cells[0])
    except ValidationError:
        return _("this is no address")
    if not cells[1] or len(cells[1]) > MOST_NAME or len(cells[0]) > 254:
        return _("a name has at most 120 letters")
    return ""
