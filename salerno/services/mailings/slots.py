"""What this room offers to others' pages: the way to the mailings, and a note on the page."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.policy.purposes import MARKETING_MAIL
from salerno.privacy.context import current_or_none, handover, viewer
from salerno.privacy.doors import Way
from salerno.services.mailings import actions
from salerno.services.post import queries as post
from salerno.services.post.values import Channel

PAGES = frozenset({"/", "/you"})  # a note stands on these and nowhere else


def desk() -> tuple[Way, ...]:
    """This room's page of the desk."""
    return (
        Way(
            "mailings:mailings",
            _("Mailings"),
            _("Newsletters, offers and notices: composed, counted, sent. For editors."),
        ),
    )


def note(request: HttpRequest, _subject: object) -> str:
    """A note for a signed-in person, where the operator uses notes."""
    if request.path not in PAGES or Channel.POPUP.value not in post.channels():
        return ""
    if current_or_none() is None or viewer().subject is None:
        return ""
    with handover(MARKETING_MAIL, ground="a note on the page"):
        found = actions.show(by=viewer())
    if found is None:
        return ""
    return render_to_string("mailings/note.html", {"note": found, "back": request.path}, request)


SLOTS = {"page.note": note}
