"""What this room offers to others' pages: the credit an item gives, and the ways to its own."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.privacy.doors import Way
from salerno.services.catalog.values import Item
from salerno.services.credits import queries


def after_item(_request: HttpRequest, subject: object) -> str:
    """What credit an accredited item gives, where it gives one today."""
    if not isinstance(subject, Item) or not subject.is_accredited or not queries.is_offered():
        return ""
    found = queries.activity_of_item(subject.id)
    return render_to_string("credits/after_item.html", {"one": found}) if found else ""


def beside_profile(_request: HttpRequest, _subject: object) -> str:
    """The way to one's own record."""
    return render_to_string("credits/profile_link.html") if queries.is_offered() else ""


def desk() -> tuple[Way, ...]:
    """This room's page of the desk."""
    if not queries.is_offered():
        return ()
    return (
        Way(
            "credits:desk",
            _("Credits"),
            _("Boards, their contracts, what waits to be reported, and what they answered."),
        ),
    )


SLOTS = {"item.after": after_item, "profile.beside": beside_profile}
