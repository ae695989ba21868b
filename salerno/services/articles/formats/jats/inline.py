"""What stands in a line: emphasis, links, references to other places."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from salerno.services.articles.formats.jats.markup import (
    NOTHING,
    Html,
    address,
    bare_doi,
    doi_address,
    join,
    link,
    tag,
    text,
)
from salerno.services.articles.formats.jats.reading import Handler, Reading, is_block
from salerno.services.articles.formats.jats.tree import Element

PLAIN = {
    "bold": "b", "italic": "i", "sub": "sub", "sup": "sup", "underline": "u", "strike": "s",
    "monospace": "code", "roman": "span", "sans-serif": "span", "named-content": "span",
    "styled-content": "span", "fixed-case": "span", "abbrev": "span", "x": "span", "ruby": "ruby",
    "rb": "rb", "rt": "rt", "rp": "rp", "institution": "span", "institution-wrap": "span",
    "addr-line": "span", "country": "span", "city": "span", "state": "span",
    "postal-code": "span", "institution-id": "span", "email-note": "span", "phone": "span",
    "fax": "span", "role": "span", "suffix": "span", "prefix": "span", "degrees": "span",
    "surname": "span", "given-names": "span", "anonymous": "span", "etal": "span", "name": "span",
    "string-name": "span", "collab": "span", "year": "span", "month": "span", "day": "span",
    "volume": "span", "issue": "span", "fpage": "span", "lpage": "span", "source": "i",
    "article-title": "span", "chapter-title": "span", "person-group": "span", "comment": "span",
    "publisher-name": "span", "publisher-loc": "span", "edition": "span", "elocation-id": "span",
    "page-range": "span", "string-date": "span", "date": "span", "season": "span", "era": "span",
    "data-title": "span", "trans-title": "span", "trans-source": "span", "part-title": "span",
    "conf-name": "span", "conf-loc": "span", "conf-date": "span", "conf-sponsor": "span",
    "time-stamp": "span", "access-date": "span", "series": "span",
    "size": "span", "patent": "span", "version": "span", "gov": "span", "std": "span",
    "std-organization": "span", "isbn": "span", "issn": "span", "annotation": "span",
    "issue-title": "span", "issue-part": "span", "volume-series": "span", "supplement": "span",
    "price": "span", "private-char": "span", "glyph-data": "span", "contrib-id": "span",
    "award-id": "span", "funding-source": "span", "object-id": "span", "aff": "span",
    "label": "span", "title": "span", "subtitle": "span", "inline-graphic-note": "span",
    "resource-name": "span", "resource-id": "span", "resource-wrap": "span", "sig": "span",
    "sig-block": "span", "xhtml": "span", "page-count": "span", "article-id": "span",
    "note": "span", "award-group": "span", "principal-award-recipient": "span",
    "principal-investigator": "span", "funding-statement": "span", "on-behalf-of": "span",
    "contrib": "span", "contrib-group": "span", "xref-group": "span", "alternatives-note": "span",
}  # fmt: skip
CLASSES = {"sc": "sc", "overline": "over", "sans-serif": "sans", "label": "no"}
LINKS = frozenset({"ext-link", "uri", "xref", "email", "self-uri", "pub-id", "object-id"})


def plain(name: str, class_: str = "") -> Handler:
    """A handler that wraps what is inside."""

    def handle(element: Element, reading: Reading) -> Html:
        inside = reading.inside(element)
        own = reading.id_of(element)
        if name == "span" and not own and not class_:
            return inside
        wrap = "div" if is_block(element) and not reading.is_line else name
        return tag(wrap, inside, id=own, class_=class_)

    return handle


def with_spaces(element: Element, reading: Reading) -> Html:
    """A name or address whose parts stand without a space between them."""
    parts: list[Html] = []
    for one in element.children:
        piece = text(one) if isinstance(one, str) else reading.one(one)
        if (
            isinstance(one, str)
            or not parts
            or parts[-1][-1:].isspace()
            or not piece
            or _is_mixed(element)
        ):
            parts.append(piece)
        else:
            parts += [Html(" "), piece]
    return join(parts)


def _is_mixed(element: Element) -> bool:
    return bool(element.own_text)


def break_(_element: Element, _reading: Reading) -> Html:
    """A new line."""
    return tag("br")


def rule(_element: Element, reading: Reading) -> Html:
    """A line across."""
    return NOTHING if reading.is_line else tag("hr")


def where(element: Element) -> str:
    """Where an outside link leads."""
    href = element.href or element.text
    kind = element.get("ext-link-type") or element.get("pub-id-type")
    reach = LINKED.get(kind.lower())
    if reach is not None and not address(href):
        return reach(href)
    return address(href)


def pmc_address(given: str) -> str:
    """The address of an article in PubMed Central."""
    number = given.upper().removeprefix("PMC")
    return f"https://pmc.ncbi.nlm.nih.gov/articles/PMC{number}/" if number.isdigit() else ""


LINKED: dict[str, Callable[[str], str]] = {
    "doi": lambda given: doi_address(given) if bare_doi(given).startswith("10.") else "",
    "pmid": lambda given: f"https://pubmed.ncbi.nlm.nih.gov/{given}/" if given.isdigit() else "",
    "pmcid": pmc_address,
    "pmc": pmc_address,
    "arxiv": lambda given: address(f"https://arxiv.org/abs/{given.removeprefix('arXiv:')}"),
    "orcid": lambda given: address(given if "/" in given else f"https://orcid.org/{given}"),
    "genbank": lambda given: address(f"https://www.ncbi.nlm.nih.gov/nuccore/{given}"),
    "gen": lambda given: address(f"https://www.ncbi.nlm.nih.gov/nuccore/{given}"),
    "pdb": lambda given: address(f"https://www.rcsb.org/structure/{given}"),
    "clintrialgov": lambda given: address(f"https://clinicaltrials.gov/study/{given}"),
    "clinicaltrials.gov": lambda given: address(f"https://clinicaltrials.gov/study/{given}"),
}


def outside(element: Element, reading: Reading) -> Html:
    """A link to somewhere else; an address that is not taken leaves its words."""
    words = reading.inside(element)
    href = where(element)
    if has_links(element):
        return words
    if not href:
        if element.href:
            told = _(
                "The address of <%(tag)s> is none that a page may link to; its words are shown."
            )
            reading.note(element, "address", told)
        if not words.strip():
            return text(element.href)
        return words
    return link(href, words if words.strip() else text(element.href))


def has_links(element: Element) -> bool:
    """Whether there are links inside, so that it cannot be one itself."""
    return any(one.tag in LINKS for one in element.walk() if one is not element)


def mail(element: Element, reading: Reading) -> Html:
    """An e-mail address."""
    words = reading.inside(element)
    given = (element.href or element.text).removeprefix("mailto:")
    return link(f"mailto:{given}", words) if "@" in given else words


def xref(element: Element, reading: Reading) -> Html:
    """A pointer to another place of the article; the place points back."""
    anchors = reading.shared.anchors
    known = [one for one in element.get("rid").split() if one in anchors.ids]
    words = reading.inside(element)
    if not known or has_links(element):
        if element.get("rid") and not known:
            reading.note(element, "pointer", _("<%(tag)s> points to a place that is not there."))
        return words
    places = [anchors.pointer(one) for one in known]
    first = known[0]
    shown = words if words.strip() else name_of(anchors.targets[first], reading)
    is_note = element.get("ref-type") in {"fn", "table-fn", "corresp"} or not words.strip()
    marks = join(tag("span", id=one) for one in places[1:])
    said = _("Note: %(label)s") % {"label": shown} if is_note and "<" not in shown else ""
    return marks + tag(
        "a", shown, id=places[0], href=f"#{anchors.ids[first]}", aria_label=said,
        class_="cite" if is_note and "<sup" not in shown else "",
    )  # fmt: skip


def name_of(target: Element, reading: Reading) -> Html:
    """How a pointer without words names its target."""
    label = target.first("label")
    if label is not None and label.text:
        return text(label.text)
    if target.tag == "ref":
        return text(str(reading.shared.anchors.numbers.get(target.get("id"), "")))
    if target.tag in {"fn", "corresp", "other"}:
        return text(_("note"))
    title = target.path("caption", "title") or target.first("title", "term")
    return text(title.text if title is not None and title.text else _("see there"))


def target(element: Element, reading: Reading) -> Html:
    """A place that can be pointed to."""
    return tag("span", reading.inside(element), id=reading.id_of(element))


def index_term(_element: Element, _reading: Reading) -> Html:
    """A term for a printed index: not part of the text that is read."""
    return NOTHING


def doi_of(element: Element, reading: Reading) -> Html:
    """An identifier of a part, linked where it is a DOI."""
    href = where(element)
    return tag("small", link(href, reading.inside(element)), class_="part-id")


HANDLERS: dict[str, Handler] = {
    **{name: plain(html, CLASSES.get(name, "")) for name, html in PLAIN.items()},
    **{name: plain("span", CLASSES[name]) for name in ("sc", "overline", "sans-serif")},
    **dict.fromkeys(("name", "institution-wrap", "addr-line", "string-name", "aff"), with_spaces),
    "break": break_,
    "hr": rule,
    "ext-link": outside,
    "uri": outside,
    "self-uri": outside,
    "related-article": outside,
    "related-object": outside,
    "inline-supplementary-material": outside,
    "email": mail,
    "xref": xref,
    "target": target,
    "index-term": index_term,
    "object-id": doi_of,
    "pub-id": doi_of,
}
