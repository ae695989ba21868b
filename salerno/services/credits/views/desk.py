"""The desk of credits: bodies with their contracts, what waits, files, answers, completions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from salerno.policy.purposes import CREDITS
from salerno.privacy.context import handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.queries import subject_of_address
from salerno.services.credits import actions, queries
from salerno.services.credits.actions.desk import missing
from salerno.services.credits.clauses import ANSWER_POINT, TOLD_POINT
from salerno.services.credits.forms import AnswersForm, BodyForm, CompletionForm
from salerno.services.credits.values import BodyState
from salerno.services.credits.views.learner import check_offered

ROLE = "admin"


@door(CREDITS, role=ROLE)
def desk(request: HttpRequest) -> HttpResponse:
    """Every body with what waits and what is late; the activities."""
    check_offered()
    page = {"states": queries.states(), "activities": queries.activities()}
    return render(request, "credits/desk.html", page)


@door(CREDITS, role=ROLE)
def body(request: HttpRequest, body_id: int | None = None) -> HttpResponse:
    """A body: its contract, its switch, its file and its answers. A post keeps it."""
    check_offered()
    state = _state(body_id) if body_id is not None else None
    kinds = queries.kinds()
    start = _filled(state) if state is not None else {}
    form = BodyForm(request.POST or None, kinds=kinds, initial=start)
    if request.method == "POST" and form.is_valid():
        kept = actions.save_body(by=viewer(), new=form.new(), body_id=body_id)
        messages.success(request, _("Saved. It is not active until its contract was checked."))
        return HttpResponseRedirect(reverse("credits:desk_body", args=[kept]))
    page = {
        "form": form, "state": state, "answers": AnswersForm(),
        "lacks": missing(state.body) if state is not None else [],
    }  # fmt: skip
    return render(request, "credits/desk_body.html", page, status=422 if form.errors else 200)


def _state(body_id: int) -> BodyState:
    found = next((one for one in queries.states() if one.body.id == body_id), None)
    if found is None:
        raise Refused(_("There is no such body."), status=404)
    return found


def _filled(state: BodyState) -> dict[str, object]:
    one = state.body
    names = ("name", "slug", "address", "country", "format", "contract", "contract_date",
             "contract_ends", "contract_digest", "is_confidential", "has_drop")  # fmt: skip
    filled: dict[str, object] = {name: getattr(one, name) for name in names}
    return filled | {"needs": list(one.needs), "kinds": list(one.kinds)}


@door(CREDITS, role=ROLE)
@require_POST
def activate(request: HttpRequest, body_id: int) -> HttpResponse:
    """Let credits go to a body whose contract binds it."""
    check_offered()
    actions.activate(by=viewer(), body_id=body_id)
    return HttpResponseRedirect(reverse("credits:desk_body", args=[body_id]))


@door(CREDITS, role=ROLE)
@require_POST
def run(request: HttpRequest, body_id: int) -> HttpResponse:
    """Take the file of a body; what is left out is shown beside it, with why."""
    check_offered()
    made = actions.run(by=viewer(), body_id=body_id)
    if made.sent or made.deleted:
        response = HttpResponse(made.file, content_type=f"{made.content_type}; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
        response.headers["Cache-Control"] = "no-store"
        return response
    page = {"made": made, "left": made.left, "state": _state(body_id)}
    return render(request, "credits/desk_run.html", page)


@door(CREDITS, role=ROLE)
@require_POST
def one(request: HttpRequest, body_id: int) -> HttpResponse:
    """Report one credit now, by its number: only where its owner let it go there."""
    check_offered()
    given = request.POST.get("credit", "")
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise Refused(_("Give the number of the credit. Nothing was sent."), status=422)
    actions.report_one(by=viewer(), body_id=body_id, credit_id=int(given))
    messages.success(request, _("It is sent."))
    return HttpResponseRedirect(reverse("credits:desk_body", args=[body_id]))


@door(CREDITS, role=ROLE)
def left(request: HttpRequest, body_id: int) -> HttpResponse:
    """What a file would leave out, and why. Nothing is sent."""
    check_offered()
    state = _state(body_id)
    return render(
        request, "credits/desk_run.html", {"left": queries.left_out(state.body), "state": state}
    )


@door(CREDITS, collects=ANSWER_POINT, role=ROLE)
@require_POST
def answers(request: HttpRequest, body_id: int) -> HttpResponse:
    """Read a body's answer file."""
    check_offered()
    form = AnswersForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Refused(_("Choose the answer file. Nothing was read."), status=422)
    content = form.cleaned_data["file"].read()
    found = actions.read_answers(by=viewer(), body_id=body_id, content=content)
    page = {"found": found, "state": _state(body_id)}
    return render(request, "credits/desk_run.html", page)


@door(CREDITS, collects=TOLD_POINT, role=ROLE)
def completion(request: HttpRequest) -> HttpResponse:
    """Write down that somebody completed an activity, and why."""
    check_offered()
    listed = [(one.slug, one.title) for one in queries.activities()]
    form = CompletionForm(request.POST or None, activities=listed)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with handover(AUTHENTICATE, ground="who completed an activity"):
            subject = subject_of_address(said["email"])
        found = queries.activity(said["activity"])
        if subject is None or found is None:
            raise Refused(_("Nobody signs in with this address."), status=422)
        actions.set_completed(by=viewer(), subject=subject, activity=found, reason=said["reason"])
        messages.success(request, _("It is written down, and the person can read why."))
        return HttpResponseRedirect(reverse("credits:desk"))
    return render(
        request, "credits/desk_completion.html", {"form": form},
        status=422 if form.errors else 200,
    )  # fmt: skip
