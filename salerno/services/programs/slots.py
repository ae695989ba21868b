"""What this room offers to others' pages: the ways to its own."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.privacy.doors import Way
from salerno.services.programs import queries


def beside_profile(_request: HttpRequest, _subject: object) -> str:
    """The way to one's own seats."""
    return render_to_string("programs/profile_link.html") if queries.is_offered() else ""


def desk() -> tuple[Way, ...]:
    """This room's page of the desk."""
    if not queries.is_offered():
        return ()
    return (
        Way(
            "programs:desk",
            _("Residency programs"),
            _("Contracts, seats that were paid, and who administers them."),
        ),
    )


SLOTS = {"profile.beside": beside_profile}
