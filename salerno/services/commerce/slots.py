"""What this room offers to others' pages: the ways to orders, products and licences."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string


def desk(request: HttpRequest, _subject: object) -> str:
    """The ways of the desk."""
    return render_to_string("commerce/desk_links.html")


def beside_profile(request: HttpRequest, _subject: object) -> str:
    """The way to one's own orders."""
    return render_to_string("commerce/own_link.html")


SLOTS = {"desk.pages": desk, "profile.beside": beside_profile}
