"""One's own report, and the course's page of discussion."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from salerno.policy.purposes import COURSES
from salerno.privacy import clock
from salerno.privacy.doors import door
from salerno.services.courses import queries


@door(COURSES, signed_in=True)
@require_safe
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """How the viewer is doing. It stays open to them after the course, and after leaving it."""
    seat = queries.seat(slug)
    if not (seat.is_learner or seat.has_left):
        raise Http404
    page = {
        "seat": seat,
        "course": seat.course,
        "report": queries.report(seat.course),
        "now": clock.now(),
        "here": "progress",
    }
    return render(request, "courses/progress.html", page)
