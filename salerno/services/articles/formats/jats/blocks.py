"""Paragraphs, lists, quotations, verse, code and boxes."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from salerno.services.articles.formats.jats.markup import NOTHING, Html, join, tag, text
from salerno.services.articles.formats.jats.reading import Handler, Reading, is_block
from salerno.services.articles.formats.jats.tree import Element

ORDERS = {
    "order": "1", "ordered": "1", "number": "1", "alpha-lower": "a", "alpha-upper": "A",
    "roman-lower": "i", "roman-upper": "I",
}  # fmt: skip


def paragraph(element: Element, reading: Reading) -> Html:
    """A paragraph. What cannot stand in a line parts it in two."""
    if reading.is_line:
        return reading.inside(element) + Html(" ")
    return flow(element, reading, id_=reading.id_of(element))


def flow(element: Element, reading: Reading, *, id_: str = "", class_: str = "") -> Html:
    """Lines as paragraphs, and blocks between them."""
    made: list[Html] = []
    line: list[Html] = []

    def close() -> None:
        words = join(line)
        line.clear()
        if words.strip():
            made.append(tag("p", Html(words.strip()), id=id_ if not made else "", class_=class_))

    for one in element.children:
        if isinstance(one, str):
            line.append(text(one))
        elif is_block(one):
            close()
            made.append(reading.one(one))
        else:
            line.append(reading.one(one))
    close()
    if id_ and made and f'id="{id_}"' not in made[0]:
        return tag("div", *made, id=id_)
    return join(made)


def heading(
    element: Element | None, reading: Reading, *, id_: str = "", number: Element | None = None
) -> Html:
    """A heading of the level where the reading stands."""
    words = reading.line(element)
    sign = reading.line(number)
    if not words.strip() and not sign.strip():
        return NOTHING
    gap = Html(" ") if sign else NOTHING
    return tag(f"h{reading.level}", sign, gap, words, id=id_)


def list_(element: Element, reading: Reading) -> Html:
    """A list of any kind; labels of its own are kept as they are."""
    kind = element.get("list-type") or element.get("list-content")
    items = element.elements("list-item")
    own_signs = any(one.first("label") is not None for one in items)
    name = "ol" if kind in ORDERS and not own_signs else "ul"
    before = reading.inside(element, {"list-item", "title", "label"})
    title = element.first("title")
    shown = tag("p", tag("b", reading.line(title))) if title is not None else NOTHING
    return shown + before + tag(
        name, *(item(one, reading) for one in items), id=reading.id_of(element),
        type=ORDERS.get(kind, "") if name == "ol" else "",
        class_="plain" if own_signs or kind == "simple" else "",
    )  # fmt: skip


def item(element: Element, reading: Reading) -> Html:
    """One point of a list; a single paragraph stands without its own tag."""
    label = element.first("label")
    sign = tag("span", reading.line(label), class_="no") + Html(" ") if label else NOTHING
    rest = [one for one in element.elements() if one.tag != "label"]
    if len(rest) == 1 and rest[0].tag == "p" and not is_block_inside(rest[0]):
        inside = Html(reading.inside(rest[0]).strip())
    else:
        inside = reading.inside(element, {"label"})
    return tag("li", sign, inside, id=reading.id_of(element))


def is_block_inside(element: Element) -> bool:
    """Whether something in a paragraph parts it."""
    return any(is_block(one) for one in element.elements())


def def_list(element: Element, reading: Reading) -> Html:
    """Terms and what they mean."""
    parts: list[Html] = []
    title = element.first("title")
    if title is not None:
        parts.append(tag("p", tag("b", reading.line(title))))
    heads = [reading.line(one) for one in element.elements("term-head", "def-head")]
    if heads:
        parts.append(tag("p", tag("b", join(heads, ": "))))
    rows: list[Html] = []
    for one in element.elements():
        if one.tag == "def-item":
            rows += definition(one, reading)
        elif one.tag not in {"title", "term-head", "def-head", "label"}:
            rows.append(tag("dd", reading.one(one)))
    parts.append(tag("dl", *rows, id=reading.id_of(element), class_="terms"))
    return join(parts)


def definition(element: Element, reading: Reading) -> list[Html]:
    """A term with its meanings. A list of them needs both sides."""
    terms = element.elements("term")
    rest = [one for one in element.elements() if one.tag != "term"]
    made = [tag("dt", reading.line(one), id=reading.id_of(one)) for one in terms]
    made = made or [tag("dt", text("–"))]
    meanings = [
        tag("dd", reading.inside(one) if one.tag == "def" else reading.one(one)) for one in rest
    ]
    return made + (meanings or [tag("dd")])


def quote(element: Element, reading: Reading) -> Html:
    """Words of somebody else, and whose they are."""
    inside = contained(element, reading, {"attrib", "title", "label"})
    title = element.first("title")
    shown = tag("p", tag("b", reading.line(title))) if title is not None else NOTHING
    return tag("blockquote", shown, inside, credits_of(element, reading), id=reading.id_of(element))


def credits_of(element: Element, reading: Reading) -> Html:
    """Where a picture or a quotation comes from."""
    return join(
        tag("p", reading.line(one), class_="by")
        for one in element.elements("attrib", "permissions")
    )


def contained(element: Element, reading: Reading, skip: set[str]) -> Html:
    """What stands inside, loose text as a paragraph."""
    left = tuple(one for one in element.children if isinstance(one, str) or one.tag not in skip)
    if any(isinstance(one, str) and one.strip() for one in left):
        return flow(replace(element, children=left), reading)
    return reading.inside(element, skip)


def verse(element: Element, reading: Reading) -> Html:
    """Lines that keep their ends."""
    parts: list[Html] = []
    for one in element.elements():
        if one.tag in {"verse-line", "title", "subtitle", "label"}:
            words = reading.line(one)
            parts.append(tag("p", tag("b", words) if one.tag != "verse-line" else words))
        else:
            parts.append(reading.one(one))
    return tag("div", *parts, id=reading.id_of(element), class_="verse")


def code(element: Element, reading: Reading) -> Html:
    """Text whose spaces matter. It can be scrolled by the keyboard."""
    if reading.is_line:
        return tag("code", reading.inside(element))
    language = element.get("language")
    name = reading.label(
        _("Code, %(language)s") % {"language": language} if language else _("Code")
    )
    inside = text("".join(element.texts()))
    return tag(
        "pre", tag("code", inside), id=reading.id_of(element), tabindex="0", role="region",
        aria_label=name,
    )  # fmt: skip


def box(element: Element, reading: Reading) -> Html:
    """A box beside the text."""
    caption = element.first("caption")
    title = element.first("title") or (caption.first("title") if caption else None)
    shown = heading(title, reading, number=element.first("label"))
    inner = reading.deeper() if shown else reading
    more = inner.inside(caption, {"title"}) if caption is not None else NOTHING
    inside = contained(element, inner, {"title", "label", "caption"})
    return tag("div", shown, more, inside, id=reading.id_of(element), class_="aside")


def speech(element: Element, reading: Reading) -> Html:
    """Who says what."""
    speaker = element.first("speaker")
    said = reading.inside(element, {"speaker"})
    return tag("div", tag("p", tag("b", reading.line(speaker))), said, id=reading.id_of(element))


def group(element: Element, reading: Reading) -> Html:
    """A block with a heading in bold and what stands in it."""
    words = [reading.line(one) for one in element.elements("label", "title") if one.text]
    head = tag("p", tag("b", join(words, " "))) if words else NOTHING
    inside = contained(element, reading, {"label", "title"})
    return tag("div", head, inside, id=reading.id_of(element))


def address(element: Element, reading: Reading) -> Html:
    """A postal address, its lines one below the other."""
    lines = [reading.one(one) for one in element.elements()]
    return tag("p", join(lines, tag("br")), id=reading.id_of(element))


HANDLERS: dict[str, Handler] = {
    "p": paragraph,
    "list": list_,
    "list-item": item,
    "def-list": def_list,
    "disp-quote": quote,
    "verse-group": verse,
    "code": code,
    "preformat": code,
    "boxed-text": box,
    "speech": speech,
    "speaker": lambda element, reading: tag("b", reading.line(element)),
    "address": address,
    **dict.fromkeys(
        ("statement", "explanation", "question", "question-wrap", "answer", "answer-set", "bio",
         "option", "notes-group", "table-wrap-group", "def"),
        group,
    ),
}  # fmt: skip
