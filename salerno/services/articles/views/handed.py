"""Handing something in, and the editors' queue."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.policy.purposes import ACCOUNT, EDITORIAL
from salerno.privacy.context import handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.accounts.queries import own_profile
from salerno.services.articles import actions, queries
from salerno.services.articles.actions.handing_in import Unsure
from salerno.services.articles.clauses import DECIDING, HANDING_IN
from salerno.services.articles.forms import DecideForm, FileForm, SubmissionForm
from salerno.services.articles.values.handed import State
from salerno.services.discuss.actions import read_file
from salerno.services.discuss.queries import TYPES

ROLE = "editor"


@door(ACCOUNT, signed_in=True)
@require_safe
def submissions(request: HttpRequest) -> HttpResponse:
    """What the viewer handed in."""
    return render(request, "articles/submissions.html", {"submissions": queries.own_submissions()})


@door(EDITORIAL, collects=HANDING_IN, signed_in=True)
def new(request: HttpRequest) -> HttpResponse:
    """Hand something in."""
    with handover(ACCOUNT, ground="the name of an author"):
        name = own_profile().get("name") or ""
    form = SubmissionForm(request.POST or None, request.FILES or None, initial={"byline": name})
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(f"/submissions/{_hand_in(form)}")
        except Unsure as question:
            form.ask(question.words)
            status = 422
    return render(request, "articles/submit.html", {"form": form}, status=status)


def _hand_in(form: SubmissionForm) -> int:
    given = form.cleaned_data.get("file")
    file = read_file(given) if given else None
    return actions.hand_in(by=viewer(), new=form.new(), file=file)


@door(EDITORIAL, collects=HANDING_IN)
def submission(request: HttpRequest, number: int) -> HttpResponse:
    """One submission: for its author, and once it is accepted for everybody."""
    found = queries.submission(number)
    if found is None or not (found.is_own or (not found.words and not found.is_waiting)):
        raise Http404
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        return _change(request, number, form)
    return render(request, "articles/submission.html", {"found": found, "form": form})


def _change(request: HttpRequest, number: int, form: FileForm) -> HttpResponse:
    if request.POST.get("do") == "back":
        actions.take_back(by=viewer(), submission_id=number)
        messages.success(request, _("It is gone, files and all."))
        return HttpResponseRedirect("/submissions")
    if not form.is_valid() or not form.cleaned_data.get("file"):
        raise Refused(_("Choose a file."), status=422)
    file = read_file(form.cleaned_data["file"])
    actions.add_file(by=viewer(), submission_id=number, file=file)
    return HttpResponseRedirect(request.path)


@door(EDITORIAL)
@require_safe
def file(request: HttpRequest, number: int, key: str) -> FileResponse:
    """A file, for those who may read its submission. A browser saves it and runs nothing."""
    found = queries.submitted_file(number, key)
    if found is None:
        raise Http404
    path, extension = found
    kind = TYPES.get(extension, TYPES["bin"])
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=f"file.{extension}", content_type=kind
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@door(EDITORIAL, role=ROLE)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the editors, or what they decided."""
    actions.sit_down(by=viewer())
    done = request.GET.get("show") == "decided"
    page = {"queue": queries.queue(done=done), "done": done}
    return render(request, "articles/queue.html", page)


@door(EDITORIAL, collects=DECIDING, role=ROLE)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One submission at the desk: read, taken up, decided."""
    actions.sit_down(by=viewer())
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        state = State(given["state"])
        actions.decide(by=viewer(), submission_id=number, state=state, words=given["words"])
        return HttpResponseRedirect(request.path)
    found = queries.submission(number, role=ROLE)
    if found is None:
        raise Http404
    page = {"found": found, "form": form}
    return render(request, "articles/desk_one.html", page, status=422 if form.errors else 200)
