"""Positions: found, read, applied for."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from salerno.policy.purposes import ACCOUNT, CAREERS
from salerno.privacy.context import handover, viewer
from salerno.privacy.doors import door
from salerno.services.accounts.queries import own_profile as account_profile
from salerno.services.careers import actions, queries
from salerno.services.careers.clauses import APPLYING, SEARCHING
from salerno.services.careers.formats.structured import job_posting
from salerno.services.careers.forms import ApplyForm, SearchForm
from salerno.services.careers.values import PostingShown


def offered() -> None:
    """Raises Http404 where the pack runs no career center."""
    if not queries.is_offered():
        raise Http404


def posting_or_404(number: int) -> PostingShown:
    """A position that stands. Raises Http404."""
    offered()
    found = queries.posting(number)
    if found is None:
        raise Http404
    return found


@door(CAREERS)
@require_safe
def positions(request: HttpRequest) -> HttpResponse:
    """Positions that fit, with facets."""
    offered()
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    form = SearchForm(request.GET)
    search = form.search()
    found = queries.found(search, max(1, number))
    page = {"form": form, "found": found, "search": search, "number": number}
    page["older"] = number + 1 if found.count > number * 20 else 0
    return render(request, "careers/positions.html", page)


@door(CAREERS)
@require_safe
def position(request: HttpRequest, number: int) -> HttpResponse:
    """A position."""
    found = posting_or_404(number)
    suggests = False
    if viewer().subject is not None:
        mine = queries.own_profile()
        suggests = not mine.get("headline") and not mine.get("asks_no_more")
    page = {"one": found, "structured": job_posting(found), "suggests": suggests}
    return render(request, "careers/position.html", page)


@door(CAREERS, collects=APPLYING, signed_in=True)
def apply(request: HttpRequest, number: int) -> HttpResponse:
    """Apply for a position. No profile is needed."""
    found = posting_or_404(number)
    with handover(ACCOUNT, ground="the name of an applicant"):
        name = account_profile().get("name") or ""
    form = ApplyForm(request.POST or None, own=queries.documents(), initial={"name": name})
    if request.method == "POST" and form.is_valid():
        made = actions.apply(by=viewer(), posting_id=number, new=form.new())
        return HttpResponseRedirect(f"/you/career/applications/{made}")
    status = 422 if form.errors else 200
    return render(request, "careers/apply.html", {"one": found, "form": form}, status=status)


@door(CAREERS, collects=SEARCHING, signed_in=True)
def searches(request: HttpRequest) -> HttpResponse:
    """Saved searches: one more, one less."""
    offered()
    if request.method == "POST":
        drop = request.POST.get("drop", "")
        if drop.isascii() and drop.isdigit() and len(drop) < 19:
            actions.drop_search(by=viewer(), search_id=int(drop))
        else:
            actions.save_search(by=viewer(), search=SearchForm(request.POST).search())
        return HttpResponseRedirect(request.path)
    return render(request, "careers/searches.html", {"saved": queries.saved()})
