"""The desk where programs are looked after."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.programs import actions, queries
from salerno.services.programs.clauses import APPOINTMENT, RESUMING
from salerno.services.programs.forms import BlockForm, ProgramForm, ReaderForm
from salerno.services.programs.values import Program
from salerno.services.programs.views.resident import check_offered

ROLE = "admin"


@door(AUTHENTICATE, role=ROLE)
def desk(request: HttpRequest) -> HttpResponse:
    """Every program with its seats; a post adds one."""
    check_offered()
    form = ProgramForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = form.new()
        actions.add_program(by=viewer(), new=new)
        return HttpResponseRedirect(reverse("programs:desk_program", args=[new.slug]))
    page = {"tallies": queries.tallies(), "form": form}
    return render(request, "programs/desk.html", page, status=422 if form.errors else 200)


def _there(slug: str) -> Program:
    check_offered()
    found = queries.program_at(slug)
    if found is None:
        raise Http404
    return found


@door(AUTHENTICATE, role=ROLE)
def program(request: HttpRequest, slug: str) -> HttpResponse:
    """A program: its contract, what it paid for, and who administers it."""
    page = {"program": _there(slug), "reader": ReaderForm(), "paid": BlockForm()}
    page["standing"] = queries.standing(_there(slug))
    return render(request, "programs/desk_program.html", page)


@door(AUTHENTICATE, collects=RESUMING, role=ROLE)
@require_POST
def block(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down seats that were paid, or that a bill does not count any more."""
    found = _there(slug)
    if request.POST.get("do") == "end":
        actions.end_block(by=viewer(), slug=slug, reference=request.POST.get("reference", "")[:60])
        return HttpResponseRedirect(reverse("programs:desk_program", args=[slug]))
    form = BlockForm(request.POST)
    if not form.is_valid():
        page = {"program": found, "reader": ReaderForm(), "paid": form,
                "standing": queries.standing(found)}  # fmt: skip
        return render(request, "programs/desk_program.html", page, status=422)
    said = form.cleaned_data
    actions.add_block(
        by=viewer(), slug=slug, count=said["count"], reference=said["reference"],
        until=said["ends"],
    )  # fmt: skip
    return HttpResponseRedirect(reverse("programs:desk_program", args=[slug]))


@door(AUTHENTICATE, collects=APPOINTMENT, role=ROLE)
@require_POST
def reader(request: HttpRequest, slug: str) -> HttpResponse:
    """Appoint or dismiss who administers a program."""
    found = _there(slug)
    form = ReaderForm(request.POST)
    if not form.is_valid():
        page = {"program": found, "reader": form, "paid": BlockForm(),
                "standing": queries.standing(found)}  # fmt: skip
        return render(request, "programs/desk_program.html", page, status=422)
    verb = actions.dismiss if request.POST.get("do") == "dismiss" else actions.appoint
    verb(by=viewer(), slug=slug, email=form.cleaned_data["email"])
    return HttpResponseRedirect(reverse("programs:desk_program", args=[slug]))
