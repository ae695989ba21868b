"""One thing said in several ways: the best of them is shown."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.services.articles.formats.jats.markup import NOTHING, Html, join
from salerno.services.articles.formats.jats.maths import math
from salerno.services.articles.formats.jats.reading import Handler, Reading
from salerno.services.articles.formats.jats.tree import Element

BEST = ("mml:math", "math", "table", "array", "code", "textual-form", "media", "graphic",
        "inline-graphic", "tex-math", "preformat", "private-char")  # fmt: skip
TEXTLESS = frozenset({"graphic", "inline-graphic", "media"})


def alternatives(element: Element, reading: Reading) -> Html:
    """The best way; others that hold words are shown after it, pictures of it are not."""
    ways = element.elements()
    if not ways:
        return NOTHING
    pictures = [one for one in ways if one.tag in TEXTLESS]
    found = next((one for one in pictures if reading.shared.images.find(one.href)), None)
    first = min(ways, key=rank)
    if first.tag in TEXTLESS:
        first = found or first
    tex = element.first("tex-math")
    if first.tag in {"mml:math", "math"}:
        return math(first, reading, tex)
    others = [one for one in ways if one is not first and one.tag not in TEXTLESS and one.text]
    if others:
        reading.note(element, "alternatives", _("A thing comes in several ways; all are shown."))
    return join([reading.one(first), *(reading.one(one) for one in others)])


def rank(element: Element) -> int:
    """The place of a way among others, the best first."""
    return BEST.index(element.tag) if element.tag in BEST else len(BEST)


HANDLERS: dict[str, Handler] = {
    "alternatives": alternatives,
    "citation-alternatives": alternatives,
    "block-alternatives": alternatives,
    "textual-form": lambda element, reading: reading.inside(element),
}
