"""What this room offers to others' pages: the ways to its own, and the seats of institutions."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.privacy.doors import Way
from salerno.services.commerce import queries as shop
from salerno.services.institutions.values import Post
from salerno.services.programs import queries


def beside_profile(_request: HttpRequest, _subject: object) -> str:
    """The way to one's own seats."""
    return render_to_string("programs/profile_link.html") if queries.is_offered() else ""


def desk() -> tuple[Way, ...]:
    """This room's page of the desk."""
    if not queries.is_offered():
        return ()
    return (
        Way(
            "programs:desk",
            _("Residency programs"),
            _("Contracts, seats that were paid, and who administers them."),
        ),
    )


def institution(request: HttpRequest, subject: object) -> str:
    """The seats of an institution in figures, and what its billing contact may order."""
    if not isinstance(subject, Post):
        return ""
    plans = [one for one in shop.plans() if one.is_for_body] if subject.is_billing else []
    seats = queries.seats_in_courses(subject.organisation)
    return render_to_string("programs/institution.html", {"seats": seats, "plans": plans}, request)


def course(request: HttpRequest, subject: object) -> str:
    """A seat of one's institution, beside a course with a fee."""
    number = getattr(subject, "item_id", 0)
    if not isinstance(number, int) or not number:
        return ""
    page = {"item": number, "sits": queries.sits(number), "bodies": ()}
    if not page["sits"]:
        page["bodies"] = queries.seats_for(number)
    is_empty = not (page["sits"] or page["bodies"])
    return "" if is_empty else render_to_string("programs/course_seat.html", page, request)


SLOTS = {
    "profile.beside": beside_profile,
    "institution.after": institution,
    "course.aside": course,
}
