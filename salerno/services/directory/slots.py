"""What this room offers to others' pages: the way to the list, and to its desk."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from salerno.services.courses.values import Course
from salerno.services.directory import queries


def participants(request: HttpRequest, subject: object) -> str:
    """The tab of the participants, beside the others of a course."""
    if not isinstance(subject, Course) or not queries.is_kept():
        return ""
    address = f"{subject.address}/participants"
    page = {"address": address, "is_here": request.path == address}
    return render_to_string("directory/tab.html", page)


def desk(request: HttpRequest, _subject: object) -> str:
    """The way to directory information, from the desk."""
    return render_to_string("directory/desk_link.html") if queries.is_given_out() else ""


SLOTS = {"course.tabs": participants, "desk.pages": desk}
