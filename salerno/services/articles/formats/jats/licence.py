"""Who holds the rights, and what others may do."""

from __future__ import annotations

from collections.abc import Iterable

from salerno.services.articles.formats.jats.markup import Html, address, join
from salerno.services.articles.formats.jats.reading import Reading
from salerno.services.articles.formats.jats.tree import Element
from salerno.services.articles.formats.jats.values import Licence


def licence_of(meta: Element, reading: Reading) -> Licence:
    """The permissions of an article."""
    holders = [*meta.elements("permissions"), meta]  # some files have it at both places
    statements = [one for each in holders for one in each.elements("copyright-statement")]
    said = " ".join(one.text for one in statements)
    others = [
        one for each in holders for one in each.elements("copyright-year", "copyright-holder")
    ]
    shown = [*statements, *(one for one in others if one.text not in said)]
    words = join([reading.line(one) for one in shown], " ")
    licences = [one for each in holders for one in each.elements("license")]
    terms = [reading.one(one) for one in licences if one.text]
    free = any(one.tag == "ali:free_to_read" for one in meta.walk())
    return Licence(words, Html(" ".join(terms)), licence_address(licences), free)


def licence_address(licences: Iterable[Element]) -> str:
    """The address of the first licence that has one."""
    for one in licences:
        found = [one.href]
        found += [
            each.text for each in one.walk() if each.tag in {"ali:license_ref", "license_ref"}
        ]
        found += [each.href for each in one.walk() if each.tag in {"ext-link", "uri"}]
        for given in found:
            if where := address(given):
                return where
    return ""
