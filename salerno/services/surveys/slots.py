"""What this room offers: the way to its desk, and a link where something is asked."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.policy.purposes import SURVEYS
from salerno.privacy.context import handover, viewer
from salerno.privacy.doors import Way
from salerno.services.surveys import queries


def desk() -> tuple[Way, ...]:
    """This room's page of the desk."""
    if not queries.is_offered():
        return ()
    return (
        Way(
            "surveys:desk", _("Surveys"), _("Questions, and figures of ten and more. For editors.")
        ),
    )


def asked(_request: HttpRequest, _subject: object) -> str:
    """A link to what is asked just now, for those who did not say no."""
    me = viewer().subject
    if me is None or not queries.is_offered() or not queries.is_asked(me):
        return ""
    with handover(SURVEYS, ground="a link to what is asked"):
        return render_to_string("surveys/asked.html") if queries.running() else ""


SLOTS = {"you.after": asked}
