"""Who one is to boards, which boards have one's credits, and what went there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import ACCOUNT
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.services.credits import actions, queries, rules
from salerno.services.credits.clauses import BODY_POINT, IDENTITY_POINT
from salerno.services.credits.forms import IdentityForm, filled
from salerno.services.credits.values import Body
from salerno.services.credits.views.learner import check_offered

LONGEST = 120  # of a name


@door(ACCOUNT, signed_in=True)
@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """The boards, each with the words of its question and where the viewer stands."""
    check_offered()
    known = queries.identity()
    masked = [(slug, rules.masked(number)) for slug, number in known.numbers.items() if number]
    page = {
        "lines": queries.body_lines(), "known": known, "numbers": masked,
        "licence": rules.masked(known.licence), "has_birthday": bool(known.birthday),
        "has_begun": queries.has_begun(viewer().known),
    }  # fmt: skip
    return render(request, "credits/bodies.html", page)


@door(ACCOUNT, collects=IDENTITY_POINT, signed_in=True)
def identity(request: HttpRequest) -> HttpResponse:
    """Who the viewer is to boards; only here are the numbers shown whole."""
    check_offered()
    known, find = queries.identity(), request.GET.get("find", "")[:LONGEST]
    kept = [slug for slug, number in known.numbers.items() if number]
    asking, has_more = queries.asking(kept, find)
    start = filled(known)
    form = IdentityForm(request.POST or None, bodies=asking, initial=start)
    if request.method == "POST" and form.is_valid():
        actions.save_identity(by=viewer(), identity=form.identity())
        return HttpResponseRedirect(reverse("credits:bodies"))
    page = {"form": form, "find": find, "has_more": has_more, "path": request.get_full_path()}
    status = 422 if form.errors else 200
    response = render(request, "credits/identity.html", page, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _body(slug: str) -> Body:
    check_offered()
    found = queries.body_at(slug)
    if found is None:
        raise Http404
    return found


@door(ACCOUNT, collects=BODY_POINT, signed_in=True)
@require_POST
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a board have the viewer's credits, or take that back."""
    found = _body(slug)
    if request.POST.get("do") == "revoke":
        actions.revoke(by=viewer(), body=found)
        return HttpResponseRedirect(reverse("credits:bodies"))
    actions.authorise(by=viewer(), body=found, language=get_language() or "en")
    return HttpResponseRedirect(f"{reverse('credits:bodies')}#body-{found.slug}")


@door(ACCOUNT, signed_in=True)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Every report of the viewer's credits: what went, when, and what the board said."""
    check_offered()
    return render(request, "credits/reports.html", {"reports": queries.own_reports()})
