"""The participants' list, the report of an institution, and the desk of the directory."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import DIRECTORY, DIRECTORY_INFORMATION, INSTITUTION_REPORTS
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.services.directory import actions, queries
from salerno.services.directory.clauses import REFUSAL_POINT
from salerno.services.directory.formats.release import archive
from salerno.services.directory.forms import WORDS, InquiryForm, RefusalForm, ReleaseForm

DESK = "/desk/directory"


@door(DIRECTORY)
@require_safe
def participants(request: HttpRequest, slug: str) -> HttpResponse:
    """Who takes this course, for those who take it too. No machine may index or keep it."""
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) < 7):
        raise Http404
    found = queries.participants(slug, int(number))
    actions.turn_page(by=viewer())
    page = {"found": found, "seat": found.seat, "course": found.seat.course}
    answer = render(request, "directory/participants.html", page)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@door(INSTITUTION_REPORTS, signed_in=True)
@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """What an institution reads of those who confirmed and agreed; each of them finds the look."""
    found = actions.read_report(by=viewer(), slug=slug)
    answer = render(request, "directory/report.html", {"report": found})
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@door(DIRECTORY_INFORMATION, role="officer")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What may be given out, and to whom it was."""
    return _desk(request)


@door(DIRECTORY_INFORMATION, role="officer")
@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """Give out the fields asked for, as an archive that is kept nowhere."""
    actions.check_given_out()
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _desk(request, release=form)
    asked = form.asked()
    content = archive(actions.release(by=viewer(), asked=asked), asked.fields)
    answer = HttpResponse(content, content_type="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="directory.zip"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@door(DIRECTORY_INFORMATION, role="officer")
@require_POST
def inquiry(request: HttpRequest) -> HttpResponse:
    """Answer whether somebody studies here, or say nothing."""
    actions.check_given_out()
    form = InquiryForm(request.POST)
    if not form.is_valid():
        return _desk(request, inquiry=form)
    lines = actions.answer(by=viewer(), inquiry=form.inquiry())
    return _desk(request, answered=True, lines=lines)


@door(DIRECTORY_INFORMATION, collects=REFUSAL_POINT, role="officer")
@require_POST
def refusal(request: HttpRequest) -> HttpResponse:
    """Take down a refusal that came by post or telephone. It counts at once."""
    actions.check_given_out()
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _desk(request, refusal=form)
    actions.take_refusal(by=viewer(), **form.sent())
    return HttpResponseRedirect(f"{DESK}?kept=1")


def _desk(request: HttpRequest, **given: Any) -> HttpResponse:
    if not queries.is_given_out():
        raise Http404
    sent = [one for one in given.values() if getattr(one, "errors", None)]
    page = {
        "release": ReleaseForm(), "inquiry": InquiryForm(), "refusal": RefusalForm(),
        "definition": [WORDS[one] for one in queries.definition()],
        "releases": queries.releases(), "noticed": queries.noticed(),
        "kept": request.GET.get("kept") == "1", **given,
    }  # fmt: skip
    return render(request, "directory/desk.html", page, status=422 if sent else 200)
