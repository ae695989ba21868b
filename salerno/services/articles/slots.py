"""What this room shows on pages of others: the latest issue on the front page."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from salerno.policy import store
from salerno.privacy.doors import Way
from salerno.services.articles.queries import latest_issue


def latest(request: HttpRequest, _subject: object) -> str:
    """The issue published last, or nothing where there is none."""
    found = latest_issue()
    if found is None:
        return ""
    articles = [one for _heading, some in found.sections for one in some]
    page = {
        "issue": found,
        "first": articles[:1],
        "others": [one for one in (articles[1:4], articles[4:7]) if one],
    }
    return render_to_string("articles/latest.html", page, request)


def desk() -> tuple[Way, ...]:
    """This room's page of the desk."""
    if not _is_offered():
        return ()
    return (
        Way(
            "articles:desk",
            _("Handed in"),
            _("Letters, cases and images that wait for a decision. For editors."),
        ),
    )


def _is_offered() -> bool:
    """Whether this house publishes articles: its pack names them among the sections."""
    return any(one.address == reverse("articles:articles") for one in store.pack().sections)


def beside_profile(_request: HttpRequest, _subject: object) -> str:
    """The way to what the viewer opened freely, where something is counted."""
    return render_to_string("articles/profile_link.html") if _is_offered() else ""


SLOTS = {"home.latest": latest, "profile.beside": beside_profile}
