"""Formulas: MathML stays MathML, of a closed list of elements; TeX is shown as its text."""

from __future__ import annotations

import re
from html import escape

from django.utils.translation import gettext as _

from salerno.services.articles.formats.jats.markup import (
    CONTROL,
    NOTHING,
    Html,
    join,
    tag,
    text,
)
from salerno.services.articles.formats.jats.reading import Handler, Reading
from salerno.services.articles.formats.jats.tree import Element

TAGS = frozenset(
    [
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "mtext",
        "ms",
        "mspace",
        "mfrac",
        "msqrt",
        "mroot",
        "mstyle",
        "merror",
        "mpadded",
        "mphantom",
        "msub",
        "msup",
        "msubsup",
        "munder",
        "mover",
        "munderover",
        "mmultiscripts",
        "mprescripts",
        "mtable",
        "mtr",
        "mtd",
        "maction",
        "menclose",
        "semantics",
        "annotation",
        "none",
        "mlabeledtr",
    ]
)
ATTRIBUTES = frozenset(
    [
        "display",
        "mathvariant",
        "displaystyle",
        "scriptlevel",
        "stretchy",
        "symmetric",
        "fence",
        "separator",
        "form",
        "lspace",
        "rspace",
        "largeop",
        "movablelimits",
        "minsize",
        "maxsize",
        "linethickness",
        "accent",
        "accentunder",
        "columnalign",
        "rowalign",
        "columnspan",
        "rowspan",
        "columnspacing",
        "rowspacing",
        "columnlines",
        "rowlines",
        "frame",
        "width",
        "height",
        "depth",
        "voffset",
        "notation",
        "dir",
        "numalign",
        "denomalign",
        "alttext",
    ]
)
TEX = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
VALUE = re.compile(r"[\w\s.,%#+\-()\u0080-\uffff]{0,200}\Z")


def math(
    element: Element, reading: Reading, tex: Element | None = None, block: bool = False
) -> Html:
    """A formula as MathML; ``tex``: the same in TeX, kept as its annotation."""
    inside = join(node(one, reading) for one in element.children)
    if tex is not None and tex.text:
        note = f'<annotation encoding="application/x-tex">{text(tex_of(tex))}</annotation>'
        inside = Html(f"<semantics><mrow>{inside}</mrow>{note}</semantics>")
    kept = {name: value for name, value in element.attributes.items() if name != "display"}
    return Html(f"<math{written(kept)}{' display="block"' if block else ''}>{inside}</math>")


def node(one: Element | str, reading: Reading) -> Html:
    """One node of a formula."""
    if isinstance(one, str):
        return text(one) if one.strip() else NOTHING
    name = one.tag.removeprefix("mml:")
    inside = join(node(each, reading) for each in one.children)
    if name in {"mfenced", "annotation-xml"}:
        return fenced(one, reading) if name == "mfenced" else NOTHING
    if name not in TAGS or name == "math":
        if name not in {"maligngroup", "malignmark", "math"}:
            reading.note(one, "maths", _("<%(tag)s> is no part of MathML that browsers draw."))
        name = "mrow"
    if name == "annotation":
        return Html(f'<annotation encoding="{escape(one.get("encoding"))}">{inside}</annotation>')
    return Html(f"<{name}{written(dict(one.attributes))}>{inside}</{name}>")


def fenced(element: Element, reading: Reading) -> Html:
    """Brackets around parts, which browsers do not draw by themselves."""
    signs = element.attributes.get("separators", ",").replace(" ", "")
    parts: list[Html] = []
    for number, one in enumerate(element.elements()):
        if number and signs:
            parts.append(operator(signs[min(number, len(signs)) - 1]))
        parts.append(node(one, reading))
    first = operator(element.attributes.get("open", "("))
    last = operator(element.attributes.get("close", ")"))
    return Html(f"<mrow>{first}{join(parts)}{last}</mrow>")


def operator(sign: str) -> Html:
    """A sign between parts."""
    return Html(f"<mo>{text(sign)}</mo>") if sign else NOTHING


def written(given: dict[str, str]) -> str:
    """The attributes of MathML that are kept."""
    return "".join(
        f' {name}="{escape(CONTROL.sub("", value))}"'
        for name, value in given.items()
        if name in ATTRIBUTES and (VALUE.match(value) or name == "alttext")
    )


def tex_of(element: Element) -> str:
    """The TeX of a formula without the document that publishers put around it."""
    words = "".join(element.texts()).strip()
    found = TEX.search(words)
    return found.group(1).strip() if found else words


def tex_math(element: Element, reading: Reading) -> Html:
    """TeX alone is shown as it is written."""
    reading.note(element, "maths", _("A formula comes as TeX only; it is shown as its text."))
    return tag("code", text(tex_of(element)), class_="tex")


def formula(element: Element, reading: Reading, *, block: bool) -> Html:
    """What a formula shows: MathML before a picture before TeX before plain signs."""
    maths = next((one for one in element.walk() if one.tag in {"mml:math", "math"}), None)
    tex = next((one for one in element.walk() if one.tag == "tex-math"), None)
    if maths is None:
        return reading.inside(element, {"label"})
    holder = element.first("alternatives")
    shown = math(maths, reading, tex, block)
    skipped = {"mml:math", "math", "tex-math", "label", "alternatives"}
    more = reading.inside(element, skipped)
    if holder is not None:
        left = {"mml:math", "math", "tex-math", "graphic", "inline-graphic"}
        more = more + reading.inside(holder, left)
    others = [one for one in element.elements("mml:math", "math") if one is not maths]
    return join([shown, *(math(one, reading, None, block) for one in others), Html(more.strip())])


def display(element: Element, reading: Reading) -> Html:
    """A formula on a line of its own. It can be scrolled by the keyboard."""
    if reading.is_line:
        return formula(element, reading, block=False)
    label = element.first("label")
    words = label.text.strip("()[] ") if label is not None else str(reading.next("equation"))
    name = reading.label(_("Equation %(number)s") % {"number": words})
    number = tag("span", reading.line(label), class_="no") if label is not None else NOTHING
    shown = tag("div", formula(element, reading, block=True), class_="sum")
    return tag(
        "div", shown, number, id=reading.id_of(element), class_="equation", tabindex="0",
        role="region", aria_label=name,
    )  # fmt: skip


def inline(element: Element, reading: Reading) -> Html:
    """A formula in a line."""
    inside = formula(element, reading, block=False)
    own = reading.id_of(element)
    return tag("span", inside, id=own) if own else inside


def groups(element: Element, reading: Reading) -> Html:
    """Formulas that belong together."""
    label = element.first("label")
    head = tag("p", tag("b", reading.line(label))) if label is not None else NOTHING
    return tag("div", head, reading.inside(element, {"label"}), id=reading.id_of(element))


HANDLERS: dict[str, Handler] = {
    "disp-formula": display,
    "inline-formula": inline,
    "disp-formula-group": groups,
    "mml:math": math,
    "math": math,
    "tex-math": tex_math,
    "chem-formula": inline,
}
