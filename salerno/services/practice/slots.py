"""What this room offers to others' pages: the way to its banks, from the desk."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from salerno.services.practice import queries


def desk(_request: HttpRequest, _subject: object) -> str:
    """The way to the banks, where there is practice."""
    return render_to_string("practice/desk_link.html") if queries.is_offered() else ""


SLOTS = {"desk.pages": desk}
