"""What this room shows on pages of others."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.privacy.doors import Way
from salerno.services.careers import queries


def desk() -> tuple[Way, ...]:
    """This room's page of the desk."""
    if not queries.is_offered():
        return ()
    return (
        Way(
            "careers:desk",
            _("Employers"),
            _("Who may post positions and find people. For the privacy desk."),
        ),
    )


def beside_profile(_request: HttpRequest, _subject: object) -> str:
    """The way to careers, from the own profile."""
    return render_to_string("careers/profile_link.html") if queries.is_offered() else ""


SLOTS = {"profile.beside": beside_profile}
