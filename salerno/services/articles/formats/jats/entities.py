"""Which entities a file may name and declare.

The names that HTML and ISO know stand for their signs. A file may declare a short text of its
own; an entity that names others, or lies outside the file, is what attacks are made of.
"""

from __future__ import annotations

from dataclasses import dataclass
from html.entities import html5

from django.utils.translation import gettext as _

LONGEST = 64
MORE = {
    "thgr": "θ", "Thgr": "Θ", "eegr": "η", "EEgr": "\u0397", "khgr": "χ", "KHgr": "\u03a7",
    "phgr": "φ", "PHgr": "Φ", "psgr": "ψ", "PSgr": "Ψ", "ohgr": "ω", "OHgr": "Ω", "sfgr": "ς",
}  # fmt: skip
SIMPLE = dict(zip("abgdeziklmnxoprstu", "αβγδεζικλμνξοπρστυ", strict=True))


@dataclass(frozen=True)
class Declared:
    """An entity that a file declares. ``value`` None: it lies outside."""

    name: str
    is_parameter: bool
    value: str | None
    public: str
    notation: str


def meaning(name: str) -> str:
    """The sign of a name that HTML or ISO knows, or nothing."""
    if found := html5.get(f"{name};") or MORE.get(name):
        return found
    stem = name.removesuffix("gr")
    if stem != name and stem.lower() in SIMPLE:
        sign = SIMPLE[stem.lower()]
        return sign if stem.islower() else sign.upper()
    return ""


def why_refused(declared: Declared) -> str:
    """Why an entity is not taken, or nothing. One of a public set is known here, never loaded."""
    named = {"name": declared.name[:LONGEST]}
    if declared.notation or (declared.is_parameter and declared.value is None and declared.public):
        return ""
    if declared.value is None:
        return _("The entity “%(name)s” lies outside this file; nothing outside is opened.") % named
    if declared.is_parameter:
        return ""
    if len(declared.value) > LONGEST or "&" in declared.value or "<" in declared.value:
        words = _("The entity “%(name)s” stands for more than a short text; write the text itself.")
        return words % named
    return ""
