"""For editors: which courses there are, and who teaches them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.policy.purposes import COURSES, EDITORIAL
from salerno.privacy.context import handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import queries as accounts
from salerno.services.courses import actions, queries
from salerno.services.courses.forms import TeacherForm


@door(EDITORIAL, role="editor")
@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """Every course, with how many teach it."""
    return render(request, "courses/desk.html", {"courses": queries.counted()})


@door(EDITORIAL, role="editor")
def teachers(request: HttpRequest, slug: str) -> HttpResponse:
    """Who teaches a course; a post lets somebody teach, or ends it."""
    course = queries.course_for_desk(slug)
    form = TeacherForm(request.POST if request.POST.get("do") == "assign" else None)
    if request.method == "POST" and (form.is_valid() or not form.is_bound):
        _change(request, slug, form)
        return HttpResponseRedirect(request.path)
    listed = queries.teachers(course.scope)
    with handover(COURSES, ground="the names of those who teach"):
        cards = accounts.cards(listed)
    page = {"course": course, "form": form, "teachers": [(one, cards[one].name) for one in listed]}
    return render(request, "courses/desk_course.html", page, status=422 if form.errors else 200)


def _change(request: HttpRequest, slug: str, form: TeacherForm) -> None:
    given = request.POST.get("subject", "")
    if form.is_bound:
        with handover(AUTHENTICATE, ground="whom an editor lets teach"):
            found = accounts.who_signs_in(form.cleaned_data["address"])
        actions.assign_teacher(by=viewer(), slug=slug, subject=found)
    elif request.POST.get("do") == "release" and given.isascii() and given[:19].isdigit():
        actions.release_teacher(by=viewer(), slug=slug, subject=int(given[:18]))
    else:
        raise Refused(_("Let somebody teach, or end it. Nothing was changed."), status=400)
