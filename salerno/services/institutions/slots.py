"""What this room offers to others' pages: the ways to its own."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from salerno.services.institutions import queries


def beside_profile(request: HttpRequest, _subject: object) -> str:
    """The way to one's own institutions."""
    offered = queries.belonging_is_offered()
    return render_to_string("institutions/profile_link.html") if offered else ""


def desk(request: HttpRequest, _subject: object) -> str:
    """The way to the partners, from the desk."""
    offered = queries.belonging_is_offered()
    return render_to_string("institutions/desk_link.html") if offered else ""


SLOTS = {"profile.beside": beside_profile, "desk.pages": desk}
SCOPES = {"institution": queries.titles}
