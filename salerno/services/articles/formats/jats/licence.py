"""Who holds the rights, and what others may do."""

from __future__ import annotations

from salerno.services.articles.formats.jats.markup import Html, address, join
from salerno.services.articles.formats.jats.reading import Reading
from salerno.services.articles.formats.jats.tree import Element
from salerno.services.articles.formats.jats.values import Licence

STATEMENTS = ("copyright-statement", "copyright-year", "copyright-holder")


def licence_of(meta: Element, reading: Reading) -> Licence:
    """The permissions of an article."""
    holder = meta.first("permissions") or meta
    statement = holder.first("copyright-statement")
    shown = [statement] if statement is not None else holder.elements(*STATEMENTS)
    words = join([reading.line(one) for one in shown], " ")
    terms = [reading.one(one) for one in holder.elements("license") if one.text]
    free = any(one.tag == "ali:free_to_read" for one in holder.walk())
    return Licence(words, Html(" ".join(terms)), licence_address(holder), free)


def licence_address(holder: Element) -> str:
    """The address of the licence."""
    for one in holder.elements("license"):
        found = [one.href]
        found += [
            each.text for each in one.walk() if each.tag in {"ali:license_ref", "license_ref"}
        ]
        found += [each.href for each in one.walk() if each.tag in {"ext-link", "uri"}]
        for given in found:
            if where := address(given):
                return where
    return ""
