"""What stands before the text, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from salerno.services.articles.formats.jats.dates import dates_of
from salerno.services.articles.formats.jats.errors import NotTaken
from salerno.services.articles.formats.jats.inline import where
from salerno.services.articles.formats.jats.licence import licence_of
from salerno.services.articles.formats.jats.markup import (
    NOTHING,
    Html,
    address,
    bare_doi,
    join,
    tag,
    text,
)
from salerno.services.articles.formats.jats.people import affiliations, contributors
from salerno.services.articles.formats.jats.reading import Reading
from salerno.services.articles.formats.jats.tree import EMPTY, Element
from salerno.services.articles.formats.jats.values import Front, Group, Journal, Place, Related

USED = frozenset(
    [
        "article-id",
        "article-version",
        "article-version-alternatives",
        "article-categories",
        "title-group",
        "contrib-group",
        "aff",
        "aff-alternatives",
        "author-notes",
        "pub-date",
        "pub-date-not-available",
        "volume",
        "volume-id",
        "volume-series",
        "issue",
        "issue-id",
        "issue-title",
        "issue-title-group",
        "issue-sponsor",
        "issue-part",
        "isbn",
        "supplement",
        "fpage",
        "lpage",
        "page-range",
        "elocation-id",
        "history",
        "pub-history",
        "permissions",
        "self-uri",
        "related-article",
        "abstract",
        "trans-abstract",
        "kwd-group",
        "funding-group",
        "counts",
        "custom-meta-group",
        "custom-meta-wrap",
        "copyright-statement",
        "copyright-year",
        "copyright-holder",
        "license",
    ]
)  # what has a place of its own, and what only machines read
DOI_OF = {"doi", "DOI"}


def front_of(article: Element, reading: Reading) -> Front:
    """The front of an article. Raises NotTaken where there is no title."""
    front = article.first("front") or article
    meta = front.first("article-meta") or front
    titles = meta.first("title-group")
    title = titles.first("article-title") if titles is not None else meta.first("article-title")
    if title is None or not title.text:
        raise NotTaken(_("This article has no title (<article-title>)."), meta.line)
    ids = ids_of(meta)
    return Front(
        title=plain_title(title),
        title_html=reading.line(title, {"fn", "xref"}),
        subtitle_html=joined(titles, "subtitle", reading),
        other_titles=other_titles(titles, reading),
        running_title=short_titles(titles),
        kind=article.get("article-type") or "research-article",
        heading=heading_of(meta),
        language=article.get("xml:lang"),
        ids=ids,
        journal=journal_of(front.first("journal-meta") or EMPTY),
        place=place_of(meta),
        contributors=contributors(meta, reading),
        affiliations=affiliations(meta, reading),
        notes=author_notes(meta, title, reading),
        dates=dates_of(meta),
        licence=licence_of(meta, reading),
        subjects=subjects_of(meta),
        keywords=keywords_of(meta),
        related=related_of(meta),
        funding=funding_of(meta, reading),
        more=more_of(front, meta, reading),
    )


def plain_title(title: Element) -> str:
    """The title as words, without the signs of its notes."""
    skip = {"fn", "xref"}
    parts = [one if isinstance(one, str) else "".join(one.texts())
             for one in title.children if isinstance(one, str) or one.tag not in skip]  # fmt: skip
    return " ".join("".join(parts).split()) or title.text


def ids_of(meta: Element) -> Mapping[str, str]:
    """Its identifiers by their kinds."""
    found: dict[str, str] = {}
    for one in meta.elements("article-id"):
        kind = (one.get("pub-id-type") or "other").lower()
        words = bare_doi(one.text) if kind == "doi" else one.text
        if words and (kind != "doi" or words.startswith("10.")):
            found.setdefault(kind, words[:200])
    return found


def joined(holder: Element | None, name: str, reading: Reading) -> Html:
    """All children of a kind in one line."""
    found = holder.elements(name) if holder is not None else []
    return join([reading.line(one) for one in found], ": ")


def one_text(holder: Element | None, name: str) -> str:
    """The words of the first child of a kind."""
    found = holder.first(name) if holder is not None else None
    return found.text if found is not None else ""


def short_titles(titles: Element | None) -> str:
    """The titles at the head of its pages, and the names there."""
    found = titles.elements("alt-title") if titles is not None else []
    return "; ".join(dict.fromkeys(one.text for one in found if one.text))


def other_titles(titles: Element | None, reading: Reading) -> tuple[Html, ...]:
    """The title in other languages."""
    groups = titles.elements("trans-title-group", "trans-title") if titles is not None else []
    return tuple(
        tag("span", reading.line(one), lang=one.get("xml:lang")) for one in groups if one.text
    )


def heading_of(meta: Element) -> str:
    """Under which heading the journal printed it."""
    groups = meta.path("article-categories")
    listed = groups.elements("subj-group") if groups is not None else []
    listed = sorted(listed, key=lambda one: one.get("subj-group-type") not in {"heading",
                    "display-channel"} or one.get("subj-group-type") == "heading")  # fmt: skip
    return one_text(listed[0], "subject") if listed else ""


def subjects_of(meta: Element) -> tuple[str, ...]:
    """What it is about, in the journal's words."""
    groups = meta.first("article-categories") or EMPTY
    found = [one.text for one in groups.walk() if one.tag in {"subject", "series-title"}]
    return tuple(dict.fromkeys(one for one in found if one))


def keywords_of(meta: Element) -> tuple[Group, ...]:
    """Keywords under their headings."""
    found = []
    for one in meta.elements("kwd-group"):
        words = tuple(each.text for each in one.walk()
                      if each.tag in {"kwd", "compound-kwd"} and each.text)  # fmt: skip
        title = one_text(one, "title") or one_text(one, "label")
        if words:
            found.append(Group(title, words))
    return tuple(found)


def journal_of(meta: Element) -> Journal:
    """The journal that published it."""
    title = meta.path("journal-title-group", "journal-title") or meta.first("journal-title")
    short = meta.path("journal-title-group", "abbrev-journal-title") or next(
        (one for one in meta.elements("journal-id") if one.get("journal-id-type") == "nlm-ta"), None
    )
    name = meta.path("publisher", "publisher-name")
    town = meta.path("publisher", "publisher-loc")
    return Journal(
        title.text if title is not None else (short.text if short is not None else ""),
        short.text if short is not None else "",
        tuple(dict.fromkeys(one.text for one in meta.elements("issn", "issn-l") if one.text)),
        name.text if name is not None else "",
        town.text if town is not None else "",
    )


def place_of(meta: Element) -> Place:
    """Volume, number and pages."""
    return Place(
        one_text(meta, "volume"), one_text(meta, "issue"), one_text(meta, "fpage"),
        one_text(meta, "lpage"), one_text(meta, "elocation-id"), one_text(meta, "issue-title"),
    )  # fmt: skip


def related_of(meta: Element) -> tuple[Related, ...]:
    """Articles that this one corrects, retracts, answers or goes with."""
    found = []
    for one in meta.elements("related-article"):
        doi = one.href if one.get("ext-link-type").lower() in {"doi", ""} else ""
        doi = bare_doi(doi)
        kind = one.get("related-article-type")
        found.append(Related(kind, doi if doi.startswith("10.") else "", where(one)
                             or address(one.href), one.text))  # fmt: skip
    return tuple(found)


def author_notes(meta: Element, title: Element, reading: Reading) -> tuple[Html, ...]:
    """The notes of the authors, and those of the title."""
    found: list[Html] = []
    titles = meta.elements("title-group")
    groups = [group for one in titles for group in one.elements("fn-group")]
    for one in [*meta.elements("author-notes"), title, *titles, *groups]:
        for each in one.elements():
            if each.tag in {"fn", "corresp", "p"} and each.text:
                found.append(reading.line(each, {"label"}))
    return tuple(dict.fromkeys(found))


def funding_of(meta: Element, reading: Reading) -> tuple[Html, ...]:
    """Who paid."""
    found: list[Html] = []
    for group in meta.elements("funding-group"):
        for one in group.elements():
            if one.tag == "award-group":
                parts = [reading.line(each) for each in one.elements() if each.text]
                found.append(join(parts, ", "))
            elif one.text:
                found.append(reading.line(one))
    return tuple(found)


def more_of(front: Element, meta: Element, reading: Reading) -> tuple[Html, ...]:
    """What has no other place: works reviewed, conferences, files, and what nobody foresaw."""
    found: list[Html] = []
    for one in meta.elements():
        if one.tag in USED or not (one.text or one.href):
            continue
        if one.tag not in reading.shared.handlers and one.tag != "conference":
            reading.note(one, "unknown", _("<%(tag)s> is not understood; its text is shown."))
        parts = one.elements() if one.tag == "conference" else []
        words = join([reading.line(each) for each in parts], ", ") or reading.one(one)
        found.append(words if words.startswith("<figure") else tag("p", words))
    found += [tag("p", one) for one in said_of(meta)]
    for one in front.elements("notes"):
        found.append(reading.one(one) or NOTHING)
    return tuple(one for one in found if one)


def said_of(meta: Element) -> Iterator[Html]:
    """Pairs of a name and a sentence, as of where the data are. A single word is a machine's."""
    for group in meta.elements("custom-meta-group", "custom-meta-wrap"):
        for one in group.elements("custom-meta"):
            value = one_text(one, "meta-value")
            if " " in value:
                yield text(f"{one_text(one, 'meta-name')}: {value}".removeprefix(": "))
