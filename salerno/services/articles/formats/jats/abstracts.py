"""The abstract, and the other summaries: key points, digests, plain language, translations."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.services.articles.formats.jats.blocks import contained
from salerno.services.articles.formats.jats.markup import NOTHING, Html, join, tag, text
from salerno.services.articles.formats.jats.reading import Reading
from salerno.services.articles.formats.jats.tree import Element
from salerno.services.articles.formats.jats.values import Heading

NAMES = {
    "executive-summary": gettext_lazy("Digest"),
    "plain-language-summary": gettext_lazy("In plain words"),
    "key-points": gettext_lazy("Key points"),
    "author-highlights": gettext_lazy("Highlights"),
    "author-summary": gettext_lazy("Author summary"),
    "synopsis": gettext_lazy("Synopsis"),
    "teaser": gettext_lazy("In brief"),
    "toc": gettext_lazy("In brief"),
    "short": gettext_lazy("In brief"),
    "precis": gettext_lazy("In brief"),
    "web-summary": gettext_lazy("Summary"),
    "summary": gettext_lazy("Summary"),
    "graphical": gettext_lazy("Graphical abstract"),
    "objective": gettext_lazy("Objective"),
}
HEAD = {"title", "label"}


def abstracts(meta: Element, reading: Reading) -> Html:
    """All summaries, the abstract itself first."""
    found = meta.elements("abstract", "trans-abstract")
    found.sort(key=lambda one: (one.tag == "trans-abstract", bool(one.get("abstract-type"))))
    return join(abstract(one, reading, number) for number, one in enumerate(found))


def abstract(element: Element, reading: Reading, number: int) -> Html:
    """One summary under its heading."""
    title = element.first("title")
    words = reading.line(title) or text(name_of(element))
    anchor = reading.id_of(element) or ("abstract" if not number else "")
    anchor = anchor or reading.shared.anchors.fresh(title.text if title else name_of(element))
    plain = title.text if title is not None and title.text else name_of(element)
    reading.shared.headings.append(Heading(anchor, plain, 2))
    head = tag("h2", words, id=f"{anchor}-title")
    inside = structured(element, reading) or contained(element, reading.deeper(), HEAD)
    return tag(
        "section", head, inside, class_="abstract", id=anchor,
        aria_labelledby=f"{anchor}-title", lang=element.get("xml:lang"),
    )  # fmt: skip


def name_of(element: Element) -> str:
    """The heading of a summary that brings none."""
    return str(NAMES.get(element.get("abstract-type"), "")) or _("Abstract")


def structured(element: Element, reading: Reading) -> Html:
    """An abstract in named parts."""
    parts = element.elements("sec")
    if not parts or any(one.first("title") is None for one in parts):
        return NOTHING
    before = tuple(one for one in element.elements() if one.tag not in {"sec", *HEAD})
    rows: list[Html] = []
    for one in parts:
        rows.append(tag("dt", reading.line(one.first("title")), id=reading.id_of(one)))
        rows.append(tag("dd", contained(one, reading.deeper(), HEAD)))
    return join(reading.one(one) for one in before) + tag("dl", *rows)
