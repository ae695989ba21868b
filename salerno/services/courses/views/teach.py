"""For those who teach: the learners of their course, and nobody else. Each look is written down."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.policy.purposes import COURSES
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.paging import part
from salerno.services.courses import actions, queries
from salerno.services.courses.values import Seat


@door(COURSES, signed_in=True)
@require_safe
def roster(request: HttpRequest, slug: str) -> HttpResponse:
    """The learners of the course with progress and scores."""
    seat = taught(slug)
    learners = part(queries.roster(seat.course), request.GET.dict(), request.path)
    actions.look(
        by=viewer(),
        course=seat.course,
        learners=[one.subject for one in learners],
        reason=_("Read the list of learners with their progress and scores."),
    )
    page = {"seat": seat, "course": seat.course, "learners": learners, "here": "teach"}
    return render(request, "courses/roster.html", page)


@door(COURSES, signed_in=True)
@require_safe
def learner(request: HttpRequest, slug: str, subject: int) -> HttpResponse:
    """One learner of the course."""
    seat = taught(slug)
    line, report = queries.learner_report(seat.course, subject)
    actions.look(
        by=viewer(),
        course=seat.course,
        learners=[subject],
        reason=_("Read your report: units, attempts and scores."),
    )
    page = {
        "seat": seat, "course": seat.course, "line": line, "report": report, "here": "teach",
    }  # fmt: skip
    return render(request, "courses/learner.html", page)


def taught(slug: str) -> Seat:
    """The seat of somebody who teaches the course. Raises Http404 for everybody else."""
    seat = queries.seat(slug)
    if not seat.is_teacher:
        raise Http404
    return seat
