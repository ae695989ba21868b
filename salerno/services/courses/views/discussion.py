"""The page on which a course is discussed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from salerno.policy.purposes import COMMUNITY
from salerno.privacy.doors import door
from salerno.services.courses import queries


@door(COMMUNITY, signed_in=True)
def discussion(request: HttpRequest, slug: str) -> HttpResponse:
    """What the people of a course wrote. For everybody else there is no such page."""
    seat = queries.seat_in_discussion(slug)
    if not (seat.is_learner or seat.is_teacher):
        raise Http404
    page = {"seat": seat, "course": seat.course, "here": "discussion"}
    return render(request, "courses/discussion.html", page)
