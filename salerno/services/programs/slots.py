"""What this room offers to others' pages: the ways to its own."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from salerno.services.programs import queries


def beside_profile(_request: HttpRequest, _subject: object) -> str:
    """The way to one's own seats."""
    return render_to_string("programs/profile_link.html") if queries.is_offered() else ""


def desk(_request: HttpRequest, _subject: object) -> str:
    """The way to the programs, from the desk."""
    return render_to_string("programs/desk_link.html") if queries.is_offered() else ""


SLOTS = {"profile.beside": beside_profile, "desk.pages": desk}
