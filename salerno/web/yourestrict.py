"""Restricting, objecting and asking for a correction, on "Your information"."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.privacy import corrections, proceedings, restriction
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import RIGHTS
from salerno.privacy.registry import registry
from salerno.web import youlimits
from salerno.web.youlimitforms import AskForm, ObjectForm, RestrictForm


@door(RIGHTS, signed_in=True)
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """What stands, what was asked, and the ways to ask."""
    return render(request, "you/limits.html", youlimits.overview(viewer().known))


@door(RIGHTS, collects=KEEPING, signed_in=True)
def restrict(request: HttpRequest) -> HttpResponse:
    """Keep a kind of data stored and unused."""
    me = viewer().known
    first = {"clause": request.GET.get("clause", "")}
    form = RestrictForm(request.POST or None, initial=first, clauses=youlimits.kinds(me))

    def carry_out() -> str:
        given = form.cleaned_data
        new = restriction.NewRestriction(
            given["ground"], (given["clause"],), given["words"], given["review_date"]
        )
        restriction.restrict(by=viewer(), subject=me, new=new)
        return _("From now on nothing uses it. It stays stored, and you see it as before.")

    return _answer(request, form, carry_out, "you/restrict.html")


@door(RIGHTS, collects=KEEPING, signed_in=True)
def object_to(request: HttpRequest) -> HttpResponse:
    """Stop a use that rests on an interest."""
    me = viewer().known
    first = {"purpose": request.GET.get("purpose", "")}
    form = ObjectForm(request.POST or None, initial=first, purposes=youlimits.uses(me))

    def carry_out() -> str:
        given = form.cleaned_data
        purpose = registry().purposes[given["purpose"]]
        restriction.object_to(by=viewer(), subject=me, purpose=purpose, words=given["words"])
        return youlimits.objected_words(purpose)

    return _answer(request, form, carry_out, "you/object.html")


@door(RIGHTS, collects=KEEPING, signed_in=True)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a correction of what one cannot change alone."""
    me = viewer().known
    first = {"clause": request.GET.get("clause", "")}
    form = AskForm(request.POST or None, initial=first, clauses=youlimits.correctable(me))

    def carry_out() -> str:
        given = form.cleaned_data
        new = corrections.NewRequest(given["clause"], given["words"], given["contested"])
        corrections.request(by=viewer(), subject=me, new=new)
        return _("We have it. The day by which we answer stands below.")

    return _answer(request, form, carry_out, "you/ask.html")


def _answer(
    request: HttpRequest, form: forms.Form, carry_out: Callable[[], str], template: str
) -> HttpResponse:
    """Carry out what a valid form asks, or show the form with what stopped it."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                messages.success(request, carry_out())
            except Refused as refusal:
                form.add_error(None, str(refusal.words))
                status = refusal.status
            else:
                return HttpResponseRedirect(reverse("you_limits"))
    return render(request, template, {"form": form}, status=status)


@door(RIGHTS, collects=KEEPING, signed_in=True)
@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Lift what one restricted oneself."""
    restriction.take_back(by=viewer(), number=number)
    messages.success(request, _("It is taken back. What it had stopped goes on."))
    return HttpResponseRedirect(reverse("you_limits"))


@door(RIGHTS, signed_in=True)
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt of one step, as JSON: what was said, and what proves it in the ledger."""
    return JsonResponse(
        proceedings.receipt(viewer().known, number), json_dumps_params={"indent": 2}
    )
