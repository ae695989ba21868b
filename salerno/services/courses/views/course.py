"""The public pages of courses; coming in, and leaving."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy import store, words
from salerno.policy.purposes import COURSES
from salerno.privacy import clock
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.services.accounts import queries as accounts
from salerno.services.accounts.actions import check_guardian, program_link
from salerno.services.accounts.values import Program
from salerno.services.courses import actions, queries
from salerno.services.courses.actions.enrol import (
    Accepted,
    check_may_enrol,
    lacking_needs,
    line_title,
    named_purposes,
    old_enough,
)
from salerno.services.courses.clauses import ENROLMENT_POINT, KEPT_OF_LEARNERS
from salerno.services.courses.forms import EnrolForm
from salerno.services.courses.rules import ADULT
from salerno.services.courses.values import Course, Seat


@door(COURSES)
@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """Every course, for everybody."""
    page = {"courses": queries.listed(), "own": queries.own_courses(), "now": clock.now()}
    return render(request, "courses/courses.html", page)


@door(COURSES)
@require_safe
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """What a course is about, for everybody; the outline with one's own progress for learners."""
    seat = queries.seat(slug)
    units = queries.outline(seat.course)
    cards = accounts.cards(queries.teachers(seat.course.scope))
    page = {
        "seat": seat,
        "course": seat.course,
        "units": units,
        "now": clock.now(),
        "next": next((one for one in units if one.is_open and not one.is_done), None),
        "done": sum(one.is_done for one in units),
        "teachers": [one for one in cards.values() if one.name],
        "here": "outline",
        "for_young": for_young(seat.course) if viewer().subject is None else "",
    }
    return render(request, "courses/course.html", page)


@door(COURSES, collects=ENROLMENT_POINT, signed_in=True)
def enrol(request: HttpRequest, slug: str) -> HttpResponse:
    """What the course needs and what is kept, before anybody enrols; then enrolling."""
    seat = queries.seat(slug)
    address = seat.course.address
    if seat.is_learner:
        return HttpResponseRedirect(address)
    if way := to_guardian(seat.course):
        return HttpResponseRedirect(way)
    form = EnrolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        versions = Accepted(form.cleaned_data["terms_version"], form.cleaned_data["policy_version"])
        actions.enrol(by=viewer(), slug=slug, accepted=versions)
        messages.success(request, _("You are enrolled. The receipts are on your page."))
        return HttpResponseRedirect(address)
    page = _before_enrolling(seat) | {"form": form}
    return render(request, "courses/enrol.html", page, status=422 if form.errors else 200)


def to_guardian(course: Course) -> str:
    """Where somebody under 18 goes first, while no guardian has approved; "" where none need."""
    if not old_enough(course, viewer().known):
        return ""
    state = check_guardian(viewer().known, course.item_id)
    if state in ("", "approved"):
        return ""
    return "/you/guardian" if state == "asked" else f"/you/guardian/ask?program={for_young(course)}"


def for_young(course: Course) -> str:
    """What leads somebody under the general age here; "" for a course for adults only."""
    if course.min_age >= ADULT:
        return ""
    return program_link(Program(course.item_id, course.title, course.min_age))


def _before_enrolling(seat: Seat) -> dict[str, object]:
    """What somebody is told first. Raises Refused where they cannot enrol whatever they do."""
    lacking = lacking_needs(seat.course)
    if not lacking:
        check_may_enrol(seat.course, viewer().known)
    pack = store.pack()
    return {
        "seat": seat,
        "course": seat.course,
        "needs": [(line_title(one), one.reason, one in lacking) for one in seat.course.needs],
        "lacking": lacking,
        "uses": [(one.title, pack.policy.purpose(one.id).text) for one in named_purposes()],
        "kept": [(one.title, words.gloss(one)) for one in KEPT_OF_LEARNERS],
        "terms_version": pack.documents["terms"].version,
        "policy_version": pack.policy.version,
    }


@door(COURSES, collects=ENROLMENT_POINT, signed_in=True)
@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Give one's seat back."""
    actions.leave(by=viewer(), slug=slug)
    messages.success(request, _("You have left. Your report stays open to you alone."))
    return HttpResponseRedirect(f"/courses/{slug}")
