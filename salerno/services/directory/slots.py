"""What this room offers to others' pages: the way to the list, and to its desk."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.privacy.doors import Way
from salerno.services.courses.values import Course
from salerno.services.directory import queries


def participants(request: HttpRequest, subject: object) -> str:
    """The tab of the participants, beside the others of a course."""
    if not isinstance(subject, Course) or not queries.is_kept():
        return ""
    address = f"{subject.address}/participants"
    page = {"address": address, "is_here": request.path == address}
    return render_to_string("directory/tab.html", page)


def desk() -> tuple[Way, ...]:
    """This room's page of the desk."""
    if not queries.is_given_out():
        return ()
    return (
        Way(
            "directory:desk",
            _("Directory information"),
            _("Inquiries, lists, and refusals by post. For the privacy desk."),
        ),
    )


SLOTS = {"course.tabs": participants}
