"""What this room offers: the way to its desk, and what its scopes are called."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from salerno.services.events import queries


def desk(_request: HttpRequest, _subject: object) -> str:
    """The way to events, from the desk."""
    return render_to_string("events/desk_link.html") if queries.is_offered() else ""


SLOTS = {"desk.pages": desk}
SCOPES = {"event": queries.titles}
