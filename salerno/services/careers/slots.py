"""What this room shows on pages of others."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from salerno.services.careers import queries


def desk(_request: HttpRequest, _subject: object) -> str:
    """The way to employers, from the desk."""
    return render_to_string("careers/desk_link.html") if queries.is_offered() else ""


def beside_profile(_request: HttpRequest, _subject: object) -> str:
    """The way to careers, from the own profile."""
    return render_to_string("careers/profile_link.html") if queries.is_offered() else ""


SLOTS = {"desk.pages": desk, "profile.beside": beside_profile}
