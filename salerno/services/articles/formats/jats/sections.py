"""Sections with their headings, and the parts of the back matter that are sections too."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.services.articles.formats.jats.blocks import contained
from salerno.services.articles.formats.jats.markup import NOTHING, Html, join, tag, text
from salerno.services.articles.formats.jats.reading import Handler, Reading
from salerno.services.articles.formats.jats.tree import Element
from salerno.services.articles.formats.jats.values import Heading

NAMES = {
    "ack": gettext_lazy("Acknowledgments"),
    "app": gettext_lazy("Appendix"),
    "glossary": gettext_lazy("Glossary"),
    "notes": gettext_lazy("Notes"),
    "bio": gettext_lazy("About the authors"),
    "competing-interest": gettext_lazy("Competing interests"),
    "conflict": gettext_lazy("Competing interests"),
    "author-contribution": gettext_lazy("Author contributions"),
    "con": gettext_lazy("Author contributions"),
    "ethics-information": gettext_lazy("Ethics"),
    "data-availability": gettext_lazy("Data availability"),
    "financial-disclosure": gettext_lazy("Funding"),
    "supplementary-material": gettext_lazy("Supplementary material"),
    "fn-group": gettext_lazy("Notes"),
}
HEADS = {"title", "label", "sec-meta", "subtitle"}


def section(element: Element, reading: Reading) -> Html:
    """A section. Without a title it brings no heading, unless its kind has a name."""
    return titled(element, reading, named(element))


def named(element: Element) -> str:
    """The name of a part that has no title of its own."""
    for key in (element.get("sec-type"), element.get("content-type"), element.get("notes-type")):
        if key in NAMES:
            return str(NAMES[key])
    return str(NAMES.get(element.tag, ""))


def titled(element: Element, reading: Reading, fallback: str = "") -> Html:
    """A part with its heading; it is entered in the contents."""
    title, label = element.first("title"), element.first("label")
    words = reading.line(title) or text(fallback)
    sign = reading.line(label)
    if not words and not sign:
        own = reading.id_of(element)
        inside = contained(element, reading, HEADS)
        return tag("div", inside, id=own) if own else inside
    shown = sign + Html(" ") + words if sign and words else sign or words
    plain = " ".join(
        one for one in (label.text if label else "", title.text if title else fallback) if one
    )
    anchor = reading.id_of(element) or reading.shared.anchors.fresh(plain)
    if reading.level <= reading.listed:
        reading.shared.headings.append(Heading(anchor, plain, reading.level))
    head = tag(f"h{reading.level}", shown, id=anchor)
    subtitle = element.first("subtitle")
    under = tag("p", reading.line(subtitle)) if subtitle is not None else NOTHING
    return head + under + contained(element, reading.deeper(), HEADS)


def in_place(element: Element, reading: Reading) -> Html:
    """A part of the back matter that groups others."""
    if element.first("title") is not None:
        return titled(element, reading)
    return reading.inside(element)


def meta(element: Element, reading: Reading) -> Html:
    """What a section says of its own authors."""
    return tag("p", reading.line(element))


def sub_article(element: Element, reading: Reading) -> Html:
    """A letter, an answer or a translation that belongs to the article."""
    front = element.first("front-stub", "front")
    holder = front.first("article-meta") or front if front is not None else None
    title = holder.path("title-group", "article-title") if holder is not None else None
    plain = title.text if title is not None and title.text else _("Part of this article")
    anchor = reading.id_of(element) or reading.shared.anchors.fresh(plain)
    if reading.level <= reading.listed:
        reading.shared.headings.append(Heading(anchor, plain, reading.level))
    head = tag(f"h{reading.level}", reading.line(title) or text(plain), id=anchor)
    inner = replace(reading.deeper(), listed=0)
    about = said_of(holder, inner) if holder is not None else NOTHING
    parts = [one for one in element.elements() if one is not front]
    shown = [inner.inside(one) if one.tag in PARTS else inner.one(one) for one in parts]
    return join([head, about, *shown])


PARTS = frozenset({"body", "back"})


def said_of(holder: Element, reading: Reading) -> Html:
    """Who wrote a part, and its identifier."""
    people = [contributor_line(one) for one in holder.walk() if one.tag == "contrib"]
    doi = next((one.text for one in holder.elements("article-id")
                if one.get("pub-id-type") == "doi"), "")  # fmt: skip
    names = "; ".join(one for one in people if one)
    who = tag("p", text(names), class_="by") if names else NOTHING
    known = tag("p", text("doi:" + doi), class_="by") if doi else NOTHING
    more = [one for one in holder.elements() if one.tag in {"abstract", "trans-abstract"}]
    return join([who, known, *(reading.inside(one) for one in more)])


def contributor_line(element: Element) -> str:
    """A contributor of a part, with role and place."""
    name = element.first("name", "string-name", "collab", "anonymous")
    given = name.path("given-names") if name is not None else None
    last = name.path("surname") if name is not None else None
    shown = " ".join(one.text for one in (given, last) if one is not None)
    shown = shown or (name.text if name is not None else "")
    more = [one.text for one in element.elements("role", "aff") if one.text]
    return ", ".join([shown, *more]) if shown else ", ".join(more)


HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(("sec", "ack", "app", "glossary", "notes", "body", "back"), section),
    "app-group": in_place,
    "sec-meta": meta,
    "sub-article": sub_article,
    "response": sub_article,
}
