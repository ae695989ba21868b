"""What this room offers: the way to its desk, and a link where something is asked."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from salerno.policy.purposes import SURVEYS
from salerno.privacy.context import handover, viewer
from salerno.services.surveys import queries


def desk(_request: HttpRequest, _subject: object) -> str:
    """The way to surveys, from the desk."""
    return render_to_string("surveys/desk_link.html") if queries.is_offered() else ""


def asked(_request: HttpRequest, _subject: object) -> str:
    """A link to what is asked just now, for those who did not say no."""
    me = viewer().subject
    if me is None or not queries.is_offered() or not queries.is_asked(me):
        return ""
    with handover(SURVEYS, ground="a link to what is asked"):
        return render_to_string("surveys/asked.html") if queries.running() else ""


SLOTS = {"desk.pages": desk, "you.after": asked}
