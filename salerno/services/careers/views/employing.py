"""The employer's pages, and the desk where staff check employers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from salerno.policy import store
from salerno.policy.purposes import CAREERS
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.services.careers import actions, queries
from salerno.services.careers.clauses import EMPLOYING, WORKING
from salerno.services.careers.formats.relay import address
from salerno.services.careers.forms import (
    EmployerForm,
    MessageForm,
    PostingForm,
    SearchForm,
    StageForm,
    VerifyForm,
)
from salerno.services.careers.values import EmployerShown
from salerno.services.careers.views.positions import offered
from salerno.services.careers.views.seeking import handed

ROLE = "officer"


def mine_or_404(number: int) -> EmployerShown:
    """An employer of the viewer, verified or not. Raises Http404."""
    offered()
    found = next((one for one in queries.own_employers() if one.id == number), None)
    if found is None:
        raise Http404
    return found


@door(CAREERS, collects=EMPLOYING, signed_in=True)
def employers(request: HttpRequest) -> HttpResponse:
    """The viewer's employers, and the form for one more."""
    offered()
    form = EmployerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.ask_employer(by=viewer(), new=form.new())
        return HttpResponseRedirect(f"/employers/{made}")
    page = {"form": form, "employers": queries.own_employers()}
    return render(request, "careers/employers.html", page, status=422 if form.errors else 200)


@door(CAREERS, signed_in=True)
@require_safe
def employer(request: HttpRequest, number: int) -> HttpResponse:
    """An employer of the viewer: positions and applications."""
    found = mine_or_404(number)
    page: dict[str, object] = {"employer": found}
    if found.is_verified:
        page["postings"] = queries.postings_of(number)
        page["applications"] = queries.applications_to(number)
    return render(request, "careers/employer.html", page)


@door(CAREERS, signed_in=True)
def post(request: HttpRequest, number: int) -> HttpResponse:
    """Post a position."""
    found = mine_or_404(number)
    queries.check_employs(viewer(), number)
    form = PostingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.post_position(by=viewer(), employer=number, new=form.new())
        return HttpResponseRedirect(f"/careers/{made}")
    page = {"form": form, "employer": found}
    return render(request, "careers/post.html", page, status=422 if form.errors else 200)


@door(CAREERS, signed_in=True)
@require_POST
def close(request: HttpRequest, number: int, posting: int) -> HttpResponse:
    """A position is taken."""
    mine_or_404(number)
    actions.close_posting(by=viewer(), posting_id=posting)
    return HttpResponseRedirect(f"/employers/{number}")


@door(CAREERS, signed_in=True)
@require_safe
def candidates(request: HttpRequest, number: int) -> HttpResponse:
    """The profiles that this employer finds."""
    found = mine_or_404(number)
    form = SearchForm(request.GET)
    people, count = queries.candidates(number, form.search())
    page = {"employer": found, "form": form, "people": people, "count": count}
    return render(request, "careers/candidates.html", page)


@door(CAREERS, signed_in=True)
@require_safe
def candidate(request: HttpRequest, number: int, profile: int) -> HttpResponse:
    """One profile; hidden, blocked and unknown ones are the same: not there."""
    found = mine_or_404(number)
    one = queries.candidate(number, profile)
    if one is None:
        raise Http404
    return render(request, "careers/candidate.html", {"employer": found, "one": one})


@door(CAREERS, collects=WORKING, signed_in=True)
def application(request: HttpRequest, number: int, application_id: int) -> HttpResponse:
    """One application: opened, answered, moved on."""
    found = mine_or_404(number)
    one = queries.read_application(number, application_id)
    if one is None:
        raise Http404
    if request.method == "POST":
        _work(request, application_id)
        return HttpResponseRedirect(request.path)
    page = {"employer": found, "one": one, "form": MessageForm()}
    page["stage"] = StageForm(initial={"stage": one.stage})
    page["relay"] = address(one.relay, store.pack().policy.operator.email)
    return render(request, "careers/worked.html", page)


def _work(request: HttpRequest, application_id: int) -> None:
    if "stage" in request.POST:
        form = StageForm(request.POST)
        if not form.is_valid():
            raise Http404
        actions.set_stage(by=viewer(), application_id=application_id, stage=form.chosen())
        return
    said = MessageForm(request.POST)
    text = said.cleaned_data["text"] if said.is_valid() else ""
    actions.message(by=viewer(), application_id=application_id, text=text)


@door(CAREERS, signed_in=True)
@require_safe
def document(request: HttpRequest, number: int, application_id: int, key: str) -> HttpResponse:
    """A document that was sent with an application."""
    mine_or_404(number)
    found = queries.opened_document(number, application_id, key)
    if found is None:
        raise Http404
    return handed(*found)


@door(CAREERS, role=ROLE)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Employers, those that wait first."""
    offered()
    found = sorted(queries.employers(), key=lambda one: one.state != "asked")
    return render(request, "careers/desk.html", {"employers": found, "form": VerifyForm()})


@door(CAREERS, role=ROLE)
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Verify an employer, or do not."""
    offered()
    form = VerifyForm(request.POST)
    if not form.is_valid():
        raise Http404
    given = form.cleaned_data
    actions.decide_employer(
        by=viewer(), employer=number, verified=given["do"] == "yes", contract=given["contract"]
    )
    return HttpResponseRedirect("/desk/employers")
