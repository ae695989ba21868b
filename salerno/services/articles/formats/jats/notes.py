"""Footnotes: where they are called, and where they stand."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.services.articles.formats.jats.blocks import contained, is_block_inside
from salerno.services.articles.formats.jats.markup import NOTHING, Html, join, tag, text
from salerno.services.articles.formats.jats.reading import Handler, Reading
from salerno.services.articles.formats.jats.sections import NAMES, named, titled
from salerno.services.articles.formats.jats.tree import Element


def called(element: Element, reading: Reading) -> Html:
    """A footnote in the midst of a text: a sign here, the words among the notes."""
    label = element.first("label")
    number = len(reading.shared.footnotes) + 1
    sign = label.text if label is not None and label.text else str(number)
    own = reading.id_of(element) or reading.shared.anchors.fresh(f"note {number}")
    words = Html(contained(element, reading, {"label"}))
    back = tag("a", text(_("Back to the text")), href=f"#{own}-call")
    reading.shared.footnotes.append(
        tag("li", tag("span", text(sign), class_="no"), Html(" "), words, Html(" "), back,
            reading.shared.anchors.backward(element), id=own)
    )  # fmt: skip
    said = _("Note %(label)s") % {"label": sign}
    return tag("a", text(sign), href=f"#{own}", id=f"{own}-call", class_="cite", aria_label=said)


def standing(element: Element, reading: Reading) -> Html:
    """A footnote where it stands, with links back to where it is called."""
    label = element.first("label", "sup")
    sign = tag("span", reading.line(label), class_="no") + Html(" ") if label else NOTHING
    skip = {"label", "sup"} if label else set()
    left = [one for one in element.elements() if one.tag not in skip]
    if len(left) == 1 and left[0].tag == "p" and not is_block_inside(left[0]):
        words = reading.inside(left[0]).strip()
    else:
        words = contained(element, reading, skip)
    back = reading.shared.anchors.backward(element)
    return tag("li", sign, words, back, id=reading.id_of(element))


def group(element: Element, reading: Reading) -> Html:
    """Notes under their heading."""
    notes = tag("ul", *(standing(one, reading) for one in element.elements("fn")), class_="notes")
    notes = notes if element.elements("fn") else NOTHING
    rest = tuple(one for one in element.children if isinstance(one, str) or one.tag not in {"fn"})
    fallback = "" if reading.level > 2 else name_of(element)
    if element.first("title", "label") is None and not fallback:
        more = reading.inside(Element("fn-group", element.attributes, rest, element.line))
        own = reading.id_of(element)
        return tag("div", more, notes, id=own) if own else more + notes
    head = titled(Element("fn-group", element.attributes, rest, element.line), reading, fallback)
    own = reading.id_of(element)
    return head + (tag("div", notes, id=own) if own else notes)


def name_of(element: Element) -> str:
    """The heading of a group that has none: what all its notes are about."""
    kinds = {one.get("fn-type") for one in element.elements("fn")}
    only = kinds.pop() if len(kinds) == 1 else ""
    return str(NAMES[only]) if only in NAMES else named(element)


def feet(element: Element, reading: Reading) -> Html:
    """What stands under a table: notes as a list, other words as they come."""
    parts: list[Html] = []
    listed: list[Html] = []
    for one in [*element.elements(), None]:
        if one is not None and one.tag == "fn":
            listed.append(standing(one, reading))
            continue
        if listed:
            parts.append(tag("ul", *listed, class_="notes"))
            listed = []
        if one is not None:
            parts.append(reading.one(one))
    loose = tag("p", text(element.own_text)) if element.own_text else NOTHING
    return tag("div", loose, *parts, class_="foot", id=reading.id_of(element))


def collected(notes: list[Html]) -> Html:
    """The notes that were called in the text."""
    return tag("ol", join(notes), class_="refs notes") if notes else NOTHING


HANDLERS: dict[str, Handler] = {
    "fn": called,
    "table-fn": called,
    "fn-group": group,
    **dict.fromkeys(("table-wrap-foot", "author-notes"), feet),
}
