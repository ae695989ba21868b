"""What an item must be before it is published. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from salerno.privacy.declare import Reach
from salerno.privacy.errors import Refused
from salerno.services.catalog.values import Access, Kind, NewItem

MOST_ADDRESS = 200
MOST_TITLE = 500
MOST_SUMMARY = 5_000
MOST_NAME = 200
OLDEST = 120

_ADDRESS = re.compile(r"/[A-Za-z0-9._~/-]*\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")


def checked(new: NewItem) -> NewItem:
    """The item with its texts trimmed. Raises Refused (400) for what cannot be published."""
    tidy = replace(
        new,
        title=_line(new.title),
        summary=new.summary.replace("\0", "").strip(),
        sponsor=_line(new.sponsor),
        label=_line(new.label),
    )
    said = problem(tidy)
    if said:
        raise Refused(said, status=400)
    return tidy


def problem(new: NewItem) -> str:
    """The sentence about what is wrong with an item, "" where nothing is."""
    return _form_problem(new) or _length_problem(new) or sponsor_problem(new)


def sponsor_problem(new: NewItem) -> str:
    """What a sponsor paid for says who paid, and says that it is paid for."""
    paid = new.sponsored or bool(new.sponsor) or bool(new.label)
    if paid and not (new.sponsor and new.label):
        return _("A sponsored item needs the sponsor's name and a label: give both.")
    return ""


def _form_problem(new: NewItem) -> str:
    tests = (
        (new.kind in Kind.values, _("This kind of item is not known: choose one of the list.")),
        (new.access in Access.values, _("Access is open, registered or enrolled: choose one.")),
        (_is_path(new.address), _("The address of an item is a path on this site: /papers/first.")),
        (_LANGUAGE.match(new.language), _("The language of an item is a code such as en or de.")),
        (new.audience >= Reach.COHORT, _("An item is shown to a group at least.")),
        (0 <= new.minimum_age <= OLDEST, _("A minimum age lies between 0 and 120.")),
    )
    return next((words for holds, words in tests if not holds), "")


def _is_path(address: str) -> bool:
    climbs = "//" in address or "/../" in f"{address}/"
    return bool(_ADDRESS.match(address)) and not climbs


def _length_problem(new: NewItem) -> str:
    if not new.title:
        return _("An item needs a title.")
    limits = (
        (new.address, MOST_ADDRESS),
        (new.title, MOST_TITLE),
        (new.summary, MOST_SUMMARY),
        (new.sponsor, MOST_NAME),
        (new.label, MOST_NAME),
        (new.language, 12),
    )
    if any(len(text) > most for text, most in limits):
        return _("A text of this item is too long: shorten its title, summary or address.")
    return ""


def _line(text: str) -> str:
    """One line: no NUL, no break, no space at its ends."""
    return " ".join(text.replace("\0", "").split())
