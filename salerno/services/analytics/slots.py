"""What this room adds to pages: a list on the front page, the beacon, and the ways to it."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.policy.purposes import PERSONALISE
from salerno.privacy.context import Viewer, entered
from salerno.privacy.doors import Way
from salerno.services.analytics import queries
from salerno.services.analytics.actions import new_nonce
from salerno.services.analytics.values import Deed
from salerno.services.catalog.values import Item


def for_you(request: HttpRequest, _subject: object) -> str:
    """What is listed first for a reader who lets pages be ordered; for others, nothing is read."""
    who = getattr(request, "viewer", None)
    if not isinstance(who, Viewer) or who.subject is None or not queries.may_fit(who.subject):
        return ""
    with entered(PERSONALISE, who, ground="the order of the front page"):
        found = queries.suggested(who.subject)
    return render_to_string("analytics/for_you.html", {"found": found}, request) if found else ""


def beacon(request: HttpRequest, subject: object) -> str:
    """A signed number with which the page says how long it was open, for those signed in."""
    return _beacon(request, subject.id, Deed.READ) if isinstance(subject, Item) else ""


def media(request: HttpRequest, subject: object) -> str:
    """The same for what is played on the page: how long it ran. ``subject``: the item's number."""
    return _beacon(request, subject, Deed.WATCHED) if isinstance(subject, int) else ""


def _beacon(request: HttpRequest, item: int, deed: Deed) -> str:
    who = getattr(request, "viewer", None)
    if not isinstance(who, Viewer) or who.subject is None:
        return ""
    context = {"sent": queries.sealed(item, deed, new_nonce()), "deed": deed.value}
    return render_to_string("analytics/beacon.html", context)


def you(_request: HttpRequest, _subject: object) -> str:
    """The way to one's own history."""
    return render_to_string("analytics/you_link.html")


def desk() -> tuple[Way, ...]:
    """This room's page of the desk."""
    return (
        Way(
            "analytics:report",
            _("Use"),
            _("What is read most, without anybody in it. For editors."),
        ),
    )


SLOTS = {
    "home.latest": for_you,
    "item.aside": beacon,
    "unit.media": media,
    "you.after": you,
}
