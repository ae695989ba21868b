"""What machines read of an article: schema.org, and the tags that scholars' tools look for."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

from salerno.services.articles.formats.jats.dates import published
from salerno.services.articles.formats.jats.values import Contributor, Document, Front
from salerno.services.articles.rules import citation, cited_name, pages_of, where_of

COMMONS = re.compile(r"creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)", re.ASCII)
HIDDEN = "#text"  # of a page where only members read on


def authors(front: Front) -> list[Contributor]:
    """Who wrote it."""
    return [one for one in front.contributors if one.kind in {"author", ""} and one.name]


def front_json(document: Document, *, is_free: bool) -> dict[str, Any]:
    """What is kept of the front for the page, besides its HTML."""
    front = document.front
    return {
        "subtitle_html": front.subtitle_html,
        "language": language_of(front.language),
        "published": published(front.dates),
        "citation": citation_of(front),
        "licence": licence_words(front),
        "licence_address": front.licence.address,
        "contents": [[one.anchor, one.words] for one in document.headings],
        "head": head(document, is_free=is_free),
    }


def language_of(given: str) -> str:
    """A language as the house writes it; English where the file says none."""
    found = re.match(r"([A-Za-z]{2,3})(-[A-Za-z0-9]{2,8})*\Z", given)
    return given.lower()[:2] + given[2:] if found and found[1] else "en"


def citation_of(front: Front) -> str:
    """How to cite it."""
    names = [cited_name(one.given, one.surname, one.name) for one in authors(front)]
    journal = front.journal.abbreviation or front.journal.title
    return citation(names, front.title, journal, where(front), front.doi)


def where(front: Front) -> str:
    """Year, volume, number and pages."""
    place = front.place
    pages = pages_of(place.first_page, place.last_page, place.number)
    return where_of(published(front.dates)[:4], place.volume, place.issue, pages)


def licence_words(front: Front) -> str:
    """A licence in two words, where it is one that everybody knows."""
    found = COMMONS.search(front.licence.address)
    if found is None:
        return ""
    kind = found[2].upper()
    return f"CC0 {found[3]}" if kind == "ZERO" else f"CC {kind} {found[3]}"


def meta(front: Front) -> list[list[str]]:
    """The tags ``citation_…`` in the order of their names."""
    place = front.place
    pairs = [("citation_title", front.title)]
    for one in authors(front):
        pairs.append(("citation_author", one.name))
        if one.orcid:
            pairs.append(("citation_author_orcid", f"https://orcid.org/{one.orcid}"))
    pairs += [
        ("citation_journal_title", front.journal.title),
        ("citation_journal_abbrev", front.journal.abbreviation),
        *(("citation_issn", one) for one in front.journal.issns),
        ("citation_publisher", front.journal.publisher),
        ("citation_publication_date", published(front.dates).replace("-", "/")),
        ("citation_volume", place.volume),
        ("citation_issue", place.issue),
        ("citation_firstpage", place.first_page or place.number),
        ("citation_lastpage", place.last_page),
        ("citation_doi", front.doi),
        ("citation_pmid", front.ids.get("pmid", "")),
        ("citation_language", language_of(front.language)),
        *(("citation_keywords", word) for group in front.keywords for word in group.words),
    ]
    return [[name, value] for name, value in pairs if value]


def linked_data(document: Document, *, is_free: bool) -> dict[str, Any]:
    """The article as schema.org words it."""
    front = document.front
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": front.title,
        "abstract": document.summary,
        "author": [author(one, front) for one in authors(front)],
        "datePublished": published(front.dates),
        "inLanguage": language_of(front.language),
        "isPartOf": part_of(front),
        "pagination": pages_of(front.place.first_page, front.place.last_page, front.place.number),
        "keywords": [word for group in front.keywords for word in group.words],
        "license": front.licence.address,
        "identifier": front.doi and f"https://doi.org/{front.doi}",
        "sameAs": front.doi and f"https://doi.org/{front.doi}",
        "publisher": named("Organization", front.journal.publisher),
    }
    kept = {name: value for name, value in said.items() if value}
    kept["isAccessibleForFree"] = is_free
    if not is_free:
        part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": HIDDEN}
        kept["hasPart"] = part
    return kept


def named(kind: str, name: str) -> dict[str, Any]:
    """A thing with a name, or nothing."""
    return {"@type": kind, "name": name} if name else {}


def author(one: Contributor, front: Front) -> dict[str, Any]:
    """One author."""
    said: dict[str, Any] = named("Organization" if one.is_group else "Person", one.name)
    if one.surname:
        said |= {"familyName": one.surname, "givenName": one.given}
    if one.orcid:
        said["@id"] = f"https://orcid.org/{one.orcid}"
    return said


def part_of(front: Front) -> dict[str, Any]:
    """The issue, volume and journal in which it stands."""
    holder: dict[str, Any] = named("Periodical", front.journal.title)
    if front.journal.issns:
        holder["issn"] = list(front.journal.issns)
    if front.place.volume:
        kind = {"@type": "PublicationVolume", "volumeNumber": front.place.volume}
        holder = kind | ({"isPartOf": holder} if holder else {})
    if front.place.issue:
        kind = {"@type": "PublicationIssue", "issueNumber": front.place.issue}
        holder = kind | ({"isPartOf": holder} if holder else {})
    return holder


def head(document: Document, *, is_free: bool) -> str:
    """All of this as it stands in the head of a page."""
    tags = (
        f'<meta name="{escape(name)}" content="{escape(value)}">'
        for name, value in meta(document.front)
    )
    return "".join([*tags, in_page(linked_data(document, is_free=is_free))])


def in_page(said: dict[str, Any]) -> str:
    """A block of data as it stands in a page: no browser runs it, and nothing in it ends it."""
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f'<script type="application/ld+json">{text}</script>'
