"""What this room offers to others' pages: the way to its courses, from the desk."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from salerno.policy.purposes import COURSES
from salerno.privacy.law import Basis, in_force
from salerno.services.courses.queries import titles


def desk(_request: HttpRequest, _subject: object) -> str:
    """The way to the courses, where courses are taught."""
    is_taught = in_force().purpose(COURSES.id).bases[""] is not Basis.NONE
    return render_to_string("courses/desk_link.html") if is_taught else ""


SLOTS = {"desk.pages": desk}
SCOPES = {"course": titles}
