"""Tables: heads, spans and notes are kept; a wide one is scrolled within its own frame."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from salerno.services.articles.formats.jats.blocks import contained
from salerno.services.articles.formats.jats.figures import caption, described, tail
from salerno.services.articles.formats.jats.markup import NOTHING, Html, join, tag
from salerno.services.articles.formats.jats.reading import Handler, Reading
from salerno.services.articles.formats.jats.tree import Element

HEAD = {"label", "caption", "title", "object-id", "alt-text", "long-desc", "attrib", "permissions",
        "table-wrap-foot"}  # fmt: skip
SIDES = {"right": "n", "char": "n", "center": "c"}
GROUPS = ("thead", "tbody", "tfoot")
MOST_SPAN = 1000


def wrapped(element: Element, reading: Reading) -> Html:
    """A table with its caption and notes."""
    own = reading.id_of(element) or reading.shared.anchors.fresh("table")
    words = caption(element, reading)
    if words:
        words = Html(f'<figcaption id="{own}-caption"{words.removeprefix("<figcaption")}')
    inner = replace(reading, caption=f"{own}-caption" if words else "")
    inside = contained(element, inner, HEAD)
    foot = join(reading.one(one) for one in element.elements("table-wrap-foot"))
    more = described(element, reading) + tail(element, reading)
    return tag("figure", words, inside, foot, more, id=own, class_="frame")


def table(element: Element, reading: Reading) -> Html:
    """A table in a region that the keyboard can scroll, named by its caption or a number."""
    if reading.is_line:
        return reading.inside(element)
    plain = replace(reading, caption="")
    groups = element.elements("tgroup")
    body = join(rows_of(one, plain) for one in groups) if groups else rows_of(element, plain)
    words = element.first("caption")
    before = tag("p", reading.line(words)) if words is not None and words.text else NOTHING
    number = reading.next("table")
    name = "" if reading.caption else reading.label(_("Table %(number)s") % {"number": number})
    made = tag("table", body, id=reading.id_of(element))
    return before + tag(
        "div", made, class_="scroll", tabindex="0", role="region", aria_label=name,
        aria_labelledby=reading.caption,
    )  # fmt: skip


def rows_of(element: Element, reading: Reading) -> Html:
    """Groups of rows; rows without a group make one."""
    parts: list[Html] = []
    for one in element.elements():
        if one.tag in GROUPS:
            rows = join(row(each, reading, one.tag) for each in one.elements("tr", "row"))
            parts.append(tag(one.tag, rows) if rows else NOTHING)
        elif one.tag in {"tr", "row"}:
            parts.append(tag("tbody", row(one, reading, "tbody")))
        elif one.tag not in {"col", "colgroup", "colspec", "spanspec", "caption"}:
            parts.append(tag("tbody", tag("tr", tag("td", reading.one(one)))))
    return join(parts)


def row(element: Element, reading: Reading, part: str) -> Html:
    """One row."""
    cells = [cell(one, reading, part) for one in element.elements()]
    return tag("tr", *cells, id=reading.id_of(element))


def cell(element: Element, reading: Reading, part: str) -> Html:
    """One cell. A head that is empty is none."""
    inside = Html(contained_cell(element, reading).strip())
    is_head = (element.tag == "th" or part == "thead") and bool(element.text)
    across, down = spans(element)
    scope = ""
    if is_head and part == "thead":
        scope = "colgroup" if across else "col"
    elif is_head:
        scope = "rowgroup" if down else "row"
    return tag(
        "th" if is_head else "td", inside, id=reading.id_of(element), scope=scope,
        colspan=across, rowspan=down, class_=SIDES.get(element.get("align"), ""),
    )  # fmt: skip


def contained_cell(element: Element, reading: Reading) -> Html:
    """What stands in a cell; one paragraph alone needs no tag."""
    only = element.elements()
    if len(only) == 1 and only[0].tag == "p" and not element.own_text:
        return reading.inside(only[0])
    return reading.inside(element)


def spans(element: Element) -> tuple[str, str]:
    """How many columns and rows a cell takes, where more than one."""
    across = number(element.get("colspan"))
    down = number(element.get("rowspan"))
    if element.tag == "entry":
        down = number(element.get("morerows"), 1)
        first, last = (digits(element.get(name)) for name in ("namest", "nameend"))
        across = last - first + 1 if first and last > first else 1
    return (str(across) if across > 1 else "", str(down) if down > 1 else "")


def digits(name: str) -> int:
    """The number in the name of a column, such as ``c3``."""
    found = "".join(one for one in name if one in "0123456789")
    return min(int(found), MOST_SPAN) if 0 < len(found) < 5 else 0


def number(given: str, more: int = 0) -> int:
    """A span within bounds."""
    return min(max(1, digits(given) + more), MOST_SPAN)


HANDLERS: dict[str, Handler] = {
    "table-wrap": wrapped,
    "table": table,
    "array": table,
    "tbody": table,
    "tr": lambda element, reading: reading.inside(element),
    "td": lambda element, reading: reading.inside(element) + Html(" "),
    "th": lambda element, reading: reading.inside(element) + Html(" "),
}
