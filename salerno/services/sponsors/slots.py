"""What this room offers to others' pages: a paper beside what is not accredited, and its desk."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.privacy.doors import Way
from salerno.services.catalog.values import Item
from salerno.services.sponsors import queries, rules


def promotion(request: HttpRequest, subject: object) -> str:
    """The latest sponsored paper, labelled. Beside accredited items there is none, ever."""
    if not isinstance(subject, Item) or not queries.is_offered():
        return ""
    if not rules.may_stand_beside(is_accredited=subject.is_accredited):
        return ""
    found = queries.promoted()
    return render_to_string("sponsors/promotion.html", {"one": found}) if found else ""


def desk() -> tuple[Way, ...]:
    """This room's page of the desk."""
    if not queries.is_offered():
        return ()
    return (
        Way(
            "sponsors:desk_papers",
            _("Sponsored papers"),
            _("Papers, their sponsors, labels, terms and feeds. For editors."),
        ),
    )


SLOTS = {"item.aside": promotion}
