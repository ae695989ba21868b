"""What a page says about an article around its text: who wrote it, when, who paid, what is free."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.services.articles.formats.jats.markup import (
    NOTHING,
    Html,
    address,
    join,
    link,
    tag,
    text,
)
from salerno.services.articles.formats.jats.values import Affiliation, Contributor, Front
from salerno.services.articles.rules import day_of

MOST_NAMES = 12
AUTHORS = frozenset({"author", ""})
KINDS = {
    "editor": gettext_lazy("Editor"),
    "reviewer": gettext_lazy("Reviewer"),
    "translator": gettext_lazy("Translator"),
    "assoc_editor": gettext_lazy("Editor"),
    "senior_editor": gettext_lazy("Editor"),
}
DATES = {
    "received": gettext_lazy("Received"),
    "rev-recd": gettext_lazy("Revised"),
    "rev-received": gettext_lazy("Revised"),
    "rev-request": gettext_lazy("Revision asked for"),
    "accepted": gettext_lazy("Accepted"),
    "pub": gettext_lazy("Published"),
    "epub": gettext_lazy("Published online"),
    "ppub": gettext_lazy("Published in print"),
    "epub-ppub": gettext_lazy("Published"),
    "publication": gettext_lazy("Published"),
    "collection": gettext_lazy("In the collection of"),
    "preprint": gettext_lazy("Preprint"),
    "corrected": gettext_lazy("Corrected"),
    "retracted": gettext_lazy("Retracted"),
}
HIDDEN = frozenset({"pmc-release", "nihms-submitted", "pmc-collection"})


def byline(front: Front) -> Html:
    """The names below the title."""
    people = [one for one in front.contributors if one.kind in AUTHORS and one.name]
    shown = [text(one.name) + (text(f", {one.degrees}") if one.degrees else NOTHING)
             for one in people[:MOST_NAMES]]  # fmt: skip
    words = join(shown, "; " if any(one.degrees for one in people) else ", ")
    left = len(people) - MOST_NAMES
    if left > 0:
        words = words + text(_(" and %(n)s more") % {"n": left})
    return words


def about(front: Front) -> Html:
    """The part at the end of the page: everything that is known of the article itself."""
    rows: list[tuple[str, Html]] = [
        (_("Authors"), people(front, is_author=True)),
        (_("Editors and reviewers"), people(front, is_author=False)),
        (_("Where they work"), places(front)),
        (_("Notes"), listed(front.notes)),
        (_("Title in other languages"), listed(front.other_titles)),
        (_("Short title"), text(front.running_title)),
        (_("Dates"), dates(front)),
        (_("Keywords"), keywords(front)),
        (_("Subjects"), text("; ".join(front.subjects))),
        (_("Who paid"), listed(front.funding)),
        (_("Identifiers"), identifiers(front)),
        (_("Publisher"), text(publisher(front))),
        (_("Rights"), rights(front)),
        (_("Also"), join(front.more)),
    ]
    made = [tag("dt", text(title)) + tag("dd", inside) for title, inside in rows if inside.strip()]
    return tag("dl", *made, class_="about") if made else NOTHING


def listed(parts: Iterable[Html]) -> Html:
    """Several things below each other."""
    items = [tag("li", one) for one in parts if one.strip()]
    return tag("ul", *items, class_="plain") if items else NOTHING


def people(front: Front, *, is_author: bool) -> Html:
    """Everybody, with what the article says of each."""
    numbers = numbered(front.affiliations)
    return listed(
        person(one, numbers)
        for one in front.contributors
        if (one.kind in AUTHORS) is is_author and one.name
    )


def numbered(affiliations: tuple[Affiliation, ...]) -> dict[str, str]:
    """The sign of each place of work."""
    return {one.id: one.number or str(place) for place, one in enumerate(affiliations, 1)}


def person(one: Contributor, numbers: dict[str, str]) -> Html:
    """One name with its degrees, places, address and contribution."""
    parts = [text(f"{one.name}, {one.degrees}" if one.degrees else one.name)]
    signs = ", ".join(numbers[each] for each in one.affiliations if each in numbers)
    if signs and len(numbers) > 1:
        parts.append(tag("sup", text(signs)))
    said = [*one.roles]
    if one.kind not in AUTHORS and not one.roles:
        said.append(str(KINDS.get(one.kind, one.kind)))
    flags = ((one.is_equal, _("contributed equally")), (one.is_deceased, _("deceased")),
             (one.is_corresponding, _("corresponding author")))  # fmt: skip
    said += [words for holds, words in flags if holds]
    parts += [text(f" ({'; '.join(said)})")] if said else []
    if one.orcid:
        where = f"https://orcid.org/{one.orcid}"
        parts += [Html(" "), link(where, text(f"ORCID {one.orcid}"))]
    if one.email:
        parts += [Html(" "), link(f"mailto:{one.email}", text(one.email))]
    parts += [Html(" ") + each for each in one.remarks]
    return join(parts) + one.more


def places(front: Front) -> Html:
    """Where the authors work."""
    numbers = numbered(front.affiliations)
    if len(front.affiliations) == 1:
        return front.affiliations[0].html
    return listed(
        tag("sup", text(numbers[one.id])) + Html(" ") + one.html
        for one in front.affiliations
        if one.html
    )


def dates(front: Front) -> Html:
    """The dates of its life."""
    said = [
        text(f"{DATES.get(one.kind, one.kind)} {written(one.iso)}")
        for one in front.dates
        if one.kind not in HIDDEN
    ]
    return listed(dict.fromkeys(said))


def written(iso: str) -> str:
    """A date as it is read, as exact as it is known."""
    forms = {4: "Y", 7: "F Y", 10: "j F Y"}
    return format_date(day_of(iso, date.min), forms[len(iso)])


def keywords(front: Front) -> Html:
    """Keywords under their headings."""
    made = []
    for one in front.keywords:
        title = text(f"{one.title.rstrip(':')}: ") if one.title else NOTHING
        made.append(title + text("; ".join(one.words)))
    return listed(made)


def identifiers(front: Front) -> Html:
    """Under which numbers it is known."""
    known = {"doi": "https://doi.org/", "pmid": "https://pubmed.ncbi.nlm.nih.gov/"}
    parts = []
    for kind, value in front.ids.items():
        words = text(f"{kind.upper() if len(kind) < 6 else kind}: {value}")
        parts.append(link(f"{known[kind]}{value}", words) if kind in known else words)
    return listed(parts)


def publisher(front: Front) -> str:
    """Who published it, and where."""
    said = (front.journal.publisher, front.journal.publisher_place)
    return ", ".join(one for one in said if one)


def rights(front: Front) -> Html:
    """Whose it is, and what others may do."""
    licence = front.licence
    parts = [licence.statement, licence.terms]
    if licence.address and "href=" not in licence.terms and address(licence.address):
        parts.append(link(licence.address, text(licence.address)))
    return listed(parts)
