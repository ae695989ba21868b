"""One's own report, and the course's page of discussion."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.policy.purposes import COURSES
from salerno.privacy import clock
from salerno.privacy.doors import door
from salerno.services.courses import queries
from salerno.services.courses.values import Drawn, Part, Report


@door(COURSES, signed_in=True)
@require_safe
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """How the viewer is doing. It stays open to them after the course, and after leaving it."""
    seat = queries.seat(slug)
    if not (seat.is_learner or seat.has_left):
        raise Http404
    report = queries.report(seat.course)
    page = {
        "seat": seat,
        "course": seat.course,
        "report": report,
        "drawn": drawn(report),
        "now": clock.now(),
        "here": "progress",
    }
    return render(request, "courses/progress.html", page)


def drawn(report: Report) -> Drawn | None:
    """The points of the attempt that counts, unit by unit; None where nothing was scored."""
    if not report.by_unit:
        return None
    parts = tuple(Part(_("Unit %d") % unit, percent) for unit, percent in report.by_unit)
    least = min(parts, key=lambda one: one.filled)
    title = _("Every unit’s points are yours.")
    if least.filled < 100:
        title = _("Most is left to earn in %(unit)s.") % {"unit": least.label.lower()}
    caption = _("Percent of the points of each unit, in the attempt that counts.")
    return Drawn(title, caption, _("Earned, %"), _("Not earned, %"), _("Unit"), parts)
