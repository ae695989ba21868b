"""The answer file of a body: for each report whether it was taken, tab-delimited.

One line for each report: its number, ``Accepted`` or ``Rejected``, and the body's own words.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from salerno.privacy.errors import Refused
from salerno.services.credits.values import Answered

MOST_BYTES = 2_000_000
MOST_WORDS = 300
NUMBER = re.compile(r"[a-z2-7]{5}(-[a-z2-7]{5}){3}\Z")
STATES = {"accepted": True, "rejected": False}
HEADING = "reference id"


def read(content: bytes) -> tuple[list[Answered], list[tuple[int, str]]]:
    """The answers of a file, and the lines that say none, each with why.

    Raises Refused (422) for what is no text, or larger than any answer.
    """
    if len(content) > MOST_BYTES:
        raise Refused(_("This file is larger than any answer we know."), status=422)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("This file is no text in UTF-8. Nothing was read."), status=422) from error
    if "\0" in text:
        raise Refused(_("This file is no text. Nothing was read."), status=422)
    found: list[Answered] = []
    wrong: list[tuple[int, str]] = []
    for at, line in enumerate(text.splitlines(), 1):
        cells = [one.strip() for one in line.split("\t")]
        cells[0] = cells[0].lower()
        if not any(cells) or cells[0] == HEADING:
            continue
        why = _fault(cells)
        if why:
            wrong.append((at, why))
        else:
            words = " ".join(" ".join(cells[2:]).split())[:MOST_WORDS]
            found.append(Answered(at, cells[0], STATES[cells[1].lower()], words))
    return found, wrong


def _fault(cells: list[str]) -> str:
    if len(cells) < 2:
        return _("two cells are needed: the number and the state")
    if not NUMBER.match(cells[0]):
        return _("this is no number of ours")
    if cells[1].lower() not in STATES:
        return _("the state is Accepted or Rejected")
    return ""
