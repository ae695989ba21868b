"""What this room offers to others' pages: a paper beside what is not accredited, and its desk."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from salerno.services.catalog.values import Item
from salerno.services.sponsors import queries, rules


def promotion(request: HttpRequest, subject: object) -> str:
    """The latest sponsored paper, labelled. Beside accredited items there is none, ever."""
    if not isinstance(subject, Item) or not queries.is_offered():
        return ""
    if not rules.may_stand_beside(is_accredited=subject.is_accredited):
        return ""
    found = queries.promoted()
    return render_to_string("sponsors/promotion.html", {"one": found}) if found else ""


def desk(_request: HttpRequest, _subject: object) -> str:
    """The way to the papers, from the desk."""
    return render_to_string("sponsors/desk_link.html") if queries.is_offered() else ""


SLOTS = {"item.aside": promotion, "desk.pages": desk}
