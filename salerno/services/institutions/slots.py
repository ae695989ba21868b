"""What this room offers to others' pages: the ways to its own."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.privacy.doors import Way
from salerno.services.institutions import queries


def beside_profile(request: HttpRequest, _subject: object) -> str:
    """The way to one's own institutions."""
    offered = queries.belonging_is_offered()
    return render_to_string("institutions/profile_link.html") if offered else ""


def desk() -> tuple[Way, ...]:
    """This room's page of the desk."""
    if not queries.belonging_is_offered():
        return ()
    return (
        Way(
            "institutions:desk",
            _("Institutions"),
            _("Partners, who belongs to them, and who reads their reports. For administrators."),
        ),
    )


SLOTS = {"profile.beside": beside_profile}
SCOPES = {"institution": queries.titles}
