"""References: structured ones are worded, mixed ones stay as they are written; all are linked.

Nothing of a reference is left out: what the wording has no place for stands at its end.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.services.articles.formats.jats.inline import LINKED
from salerno.services.articles.formats.jats.markup import (
    NOTHING,
    Html,
    bare_doi,
    join,
    link,
    tag,
    text,
)
from salerno.services.articles.formats.jats.reading import Handler, Reading
from salerno.services.articles.formats.jats.sections import titled
from salerno.services.articles.formats.jats.tree import Element

STRUCTURED = frozenset({"element-citation", "nlm-citation"})
CITATIONS = ("element-citation", "mixed-citation", "nlm-citation", "citation", "product")
PEOPLE = frozenset(
    [
        "name",
        "string-name",
        "collab",
        "anonymous",
        "etal",
        "name-alternatives",
        "collab-alternatives",
        "on-behalf-of",
        "aff",
        "role",
    ]
)
NUMBERS = frozenset({"pub-id", "object-id", "issn", "isbn"})
CLOSING = frozenset(" \n\t.,;:)]")
NAMED = PEOPLE | {"person-group"}
TITLES = ("article-title", "chapter-title", "part-title", "data-title", "trans-title")
SOURCES = ("source", "trans-source", "series", "edition", "conf-name", "version")
PAGES = ("volume", "issue", "supplement", "fpage", "lpage", "page-range", "elocation-id")
DATES = ("year", "month", "day", "season", "date", "string-date")
MARKS = ("label", "x")
KNOWN = {
    "doi": "doi:", "pmid": "PubMed ", "pmcid": "", "pmc": "", "arxiv": "", "isbn": "ISBN ",
}  # fmt: skip


def ref_list(element: Element, reading: Reading) -> Html:
    """All references, with their heading."""
    head = titled(
        Element("ref-list", element.attributes, tuple(
            one for one in element.children if isinstance(one, str) or one.tag in HEADED
        ), element.line), reading, "" if reading.level > 3 else _("References"),
    )  # fmt: skip
    parts: list[Html] = []
    listed: list[Html] = []
    for one in element.elements():
        if one.tag == "ref":
            listed.append(ref(one, reading))
        elif one.tag not in HEADED:
            parts += [tag("ol", *listed, class_="refs"), reading.deeper().one(one)]
            listed = []
    if listed:
        parts.append(tag("ol", *listed, class_="refs"))
    return head + join(one for one in parts if one != tag("ol", class_="refs"))


HEADED = {"title", "label", "p", "sec-meta"}


def ref(element: Element, reading: Reading) -> Html:
    """One entry. A sign of its own is kept where it is not the number of its place."""
    label = element.first("label")
    number = reading.next("reference")
    sign = label.text.strip("[]().") if label is not None else ""
    shown = tag("span", text(sign), class_="no") + Html(" ") if sign else NOTHING
    entries = [
        reading.one(one) for one in element.children
        if not isinstance(one, str) and one.tag != "label"
    ]  # fmt: skip
    loose = text(element.own_text) + Html(" ") if element.own_text else NOTHING
    is_number = sign == str(number)
    is_counted = is_number or not sign
    return tag(
        "li", NOTHING if is_number else shown, loose, join(entries, " "),
        reading.shared.anchors.backward(element), id=reading.id_of(element),
        value=number if is_counted else "", class_="" if is_counted else "own",
    )  # fmt: skip


def citation(element: Element, reading: Reading) -> Html:
    """One work that is cited."""
    own = reading.id_of(element)
    stops = " .,;:()" if element.tag in STRUCTURED else " "
    if element.own_text.strip(stops):
        return tag("span", mixed(element, reading), id=own)
    return tag("span", structured(element, reading), id=own)


def mixed(element: Element, reading: Reading) -> Html:
    """What brings its own words and stops. Where two parts touch, they are kept apart."""
    parts: list[Html] = []
    before: Element | str = " "
    for one in element.children:
        shown = text(one) if isinstance(one, str) else part(one, reading)
        if shown:
            parts += [between(before, one), shown]
            before = one
    return join(parts)


def part(element: Element, reading: Reading) -> Html:
    """A part of a reference that is written out."""
    if element.tag == "person-group":
        return mixed(element, reading)
    return identifier(element, reading) if element.tag == "pub-id" else reading.one(element)


def between(before: Element | str, after: Element | str) -> Html:
    """What stands between two parts that touch, or beside a number of a register."""
    if isinstance(after, str):
        is_number = isinstance(before, Element) and before.tag in NUMBERS
        return text(" ") if is_number and after[:1] not in CLOSING else NOTHING
    if isinstance(before, str):
        return text(" ") if after.tag in NUMBERS and not before[-1:].isspace() else NOTHING
    return text(", " if {before.tag, after.tag} <= NAMED else " ")


def structured(element: Element, reading: Reading) -> Html:
    """A reference of parts, in the order in which medicine reads them."""
    left = [one for one in element.elements() if one.text or one.href]

    def take(*names: str) -> list[Element]:
        found = [one for one in left if one.tag in names]
        left[:] = [one for one in left if one not in found]
        return found

    groups = take("person-group")
    authors = [one for one in groups if one.get("person-group-type") in AUTHORS]
    others = [one for one in groups if one not in authors]
    worded = [one for one in authors if one.own_text.strip(" .,;&")]
    people = [who for one in authors if one not in worded for who in one.elements()]
    people += take(*PEOPLE)
    marks = take(*MARKS)
    sentences = [join((reading.line(one) for one in marks), " "), named(people, reading)]
    sentences += [mixed(one, reading) for one in worded]
    sentences += [reading.line(one) for one in take(*TITLES)]
    sentences += [group(one, reading) for one in others]
    sentences.append(published(take(*SOURCES), take("publisher-loc", "publisher-name"), reading))
    sentences.append(placed(take(*DATES), take(*PAGES), reading))
    numbers = [identifier(one, reading) for one in take("pub-id", "object-id")]
    sentences += [reading.one(one) for one in left]
    shown = [stopped(one) for one in sentences if one.strip()]
    return join([*shown, *numbers], " ")


AUTHORS = {"", "author", "inventor", "sponsor", "curator"}
GROUPS = {
    "editor": gettext_lazy("edited by"),
    "translator": gettext_lazy("translated by"),
    "guest-editor": gettext_lazy("edited by"),
}


def group(element: Element, reading: Reading) -> Html:
    """Other people of a work, with what they did."""
    has_words = bool(element.own_text.strip(" .,;&"))
    people = mixed(element, reading) if has_words else named(element.elements(), reading)
    kind = element.get("person-group-type")
    return text(f"{GROUPS.get(kind, kind)} ") + people


def named(people: Iterable[Element], reading: Reading) -> Html:
    """Names in a row."""
    return join([person(one, reading) for one in people if one.text or one.tag == "etal"], ", ")


def person(element: Element, reading: Reading) -> Html:
    """One name: the surname, then the rest."""
    if element.tag == "etal":
        return text(element.text or "et al.")
    if element.own_text or element.tag != "name":
        return reading.line(element)
    order = ("prefix", "surname", "given-names", "suffix")
    parts = [reading.line(one) for name in order for one in element.elements(name)]
    rest = [reading.one(one) for one in element.elements() if one.tag not in order]
    return join([one for one in [*parts, *rest] if one], " ")


def published(sources: list[Element], houses: list[Element], reading: Reading) -> Html:
    """Where it was published."""
    shown = [tag("i", reading.line(one)) if one.tag == "source" else reading.line(one)
             for one in sources]  # fmt: skip
    house = [reading.line(one) for one in houses]
    return join([one for one in [join(shown, ", "), join(house, ": ")] if one], ". ")


def placed(dates: list[Element], pages: list[Element], reading: Reading) -> Html:
    """Year, volume, number and pages."""
    when = join([dated(one, reading) for one in dates], " ")
    parts = {name: [reading.line(one) for one in pages if one.tag == name] for name in PAGES}
    volume = join(parts["volume"], ", ")
    volume = Html(volume + "".join(f"({one})" for one in parts["issue"] + parts["supplement"]))
    span = join([one for one in [join(parts["fpage"]), join(parts["lpage"])] if one], "–")
    where = join([one for one in [span, *parts["page-range"], *parts["elocation-id"]] if one], ", ")
    tail = join([one for one in [volume, where] if one], ":")
    return join([one for one in [when, tail] if one], ";")


def dated(element: Element, reading: Reading) -> Html:
    """A date; year, month and day stand apart where the file has nothing between them."""
    parts = element.elements()
    if element.own_text or len(parts) < 2:
        return reading.line(element)
    return join([reading.line(one) for one in parts], " ")


def identifier(element: Element, reading: Reading) -> Html:
    """A DOI, a number of PubMed and the like, linked."""
    kind = element.get("pub-id-type").lower()
    words = element.text
    reach = LINKED.get(kind)
    where = element.href or (reach(words) if reach is not None else "")
    if kind == "doi" and not bare_doi(words).startswith("10."):
        reading.note(element, "address", _("This DOI is none: its words are shown."))
    sign = "" if words.lower().startswith("doi") else KNOWN.get(kind, f"{kind} " if kind else "")
    return link(where, text(sign) + reading.line(element))


def stopped(words: Html) -> Html:
    """A sentence with its stop."""
    bare = words.rstrip()
    plain = bare
    while plain.endswith(">"):
        plain = Html(plain[: plain.rfind("<")])
    return words.strip() if plain.endswith((".", "?", "!", ":")) else words.strip() + "."


HANDLERS: dict[str, Handler] = {
    "ref-list": ref_list,
    "ref": lambda element, reading: tag("p", reading.inside(element)),
    **dict.fromkeys(CITATIONS, citation),
    "date-in-citation": lambda element, reading: tag("span", dated(element, reading)),
}
