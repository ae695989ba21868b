"""Ids of a page from the ids of a file, and who points to whom."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from salerno.services.articles.formats.jats.markup import NOTHING, Html, join, tag, text
from salerno.services.articles.formats.jats.tree import Element

LONGEST = 60
MARK = re.compile("\x02([^\x03]*)\x03")
PREFIX = "x-"  # so that no id of a file is an id of the page around it


def clean(words: str) -> str:
    """Words as part of an id or an address: letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")


@dataclass
class Anchors:
    """The ids of one file. ``ids``: of the file to those of the page; the first of twins wins."""

    ids: Mapping[str, str]
    targets: Mapping[str, Element]
    numbers: Mapping[str, int]  # of references, as they stand in their list
    _taken: set[str] = field(default_factory=set)
    _given: dict[str, list[str]] = field(default_factory=dict)

    def of(self, element: Element) -> str:
        """The id of an element, given once, or nothing."""
        own = element.get("id")
        return self.ids[own] if own and self.targets.get(own) is element else ""

    def fresh(self, words: str) -> str:
        """A new id from words."""
        stem = clean(words).lower() or "part"
        made, count = f"s-{stem}", 1
        while made in self._taken:
            count += 1
            made = f"s-{stem}-{count}"
        self._taken.add(made)
        return made

    def pointer(self, rid: str) -> str:
        """A new id for a place in the text that points to ``rid``."""
        places = self._given.setdefault(rid, [])
        places.append(f"{self.ids[rid]}-c{len(places) + 1}")
        return places[-1]

    def backward(self, element: Element) -> Html:
        """A mark where the links back to the text will stand; ``filled`` puts them there."""
        own = element.get("id")
        return Html(f"\x02{self.ids[own]}\x03") if self.of(element) else NOTHING

    def filled(self, html: Html) -> Html:
        """The same HTML with links back in place of each mark. No text holds such a mark."""
        places = {self.ids[rid]: ids for rid, ids in self._given.items()}
        return Html(MARK.sub(lambda found: links_back(places.get(found[1], [])), html))


def links_back(places: list[str]) -> Html:
    """Links to the places of the text that point here."""
    if not places:
        return NOTHING
    links = [
        tag("a", text(str(number)), href=f"#{one}", aria_label=said_back(number))
        for number, one in enumerate(places, 1)
    ]
    said = text(_("In the text:"))
    return tag("span", Html(" "), said, Html(" "), join(links, " "), class_="back")


def said_back(number: int) -> str:
    """The name of one link back."""
    return _("Back to the text, place %(n)s") % {"n": number}


def anchors_of(root: Element) -> Anchors:
    """Read the ids of a file, before anything is written."""
    targets: dict[str, Element] = {}
    for one in root.walk():
        if own := one.get("id"):
            targets.setdefault(own, one)
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for own in targets:
        stem = PREFIX + (clean(own) or "id")
        made, count = stem, 1
        while made in taken:
            count += 1
            made = f"{stem}-{count}"
        taken.add(made)
        ids[own] = made
    refs = (one for one in root.walk() if one.tag == "ref")
    numbers = {one.get("id"): number for number, one in enumerate(refs, 1)}
    return Anchors(ids, targets, numbers)
