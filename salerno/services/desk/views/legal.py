"""Demands of the law."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import DESK
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.desk import actions, queries
from salerno.services.desk.clauses import DEMANDING
from salerno.services.desk.forms.staff import DemandForm, DemandStepForm
from salerno.services.desk.views import tables

ROLE = "officer"


@door(DESK, role=ROLE)
@require_safe
def demands(request: HttpRequest) -> HttpResponse:
    """Every file, what is due first."""
    return render(
        request, "desk/demands.html", {"table": tables.demands(queries.demands(viewer()))}
    )


@door(DESK, collects=DEMANDING, role=ROLE)
def file(request: HttpRequest) -> HttpResponse:
    """File a demand."""
    form = DemandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reference = actions.file_demand(by=viewer(), new=form.new())
        return HttpResponseRedirect(reverse("desk:demand", args=[reference]))
    page = {"form": form}
    return render(request, "desk/demand_new.html", page, status=422 if form.errors else 200)


@door(DESK, collects=DEMANDING, role=ROLE)
def demand(request: HttpRequest, reference: str) -> HttpResponse:
    """One file, one step at a time."""
    found = queries.demand(viewer(), reference)
    if found is None:
        raise Http404
    form = DemandStepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _step(request.POST.get("do", ""), reference, form.cleaned_data)
        messages.success(request, _("It is written down."))
        return HttpResponseRedirect(request.path)
    page = {"demand": found, "form": form}
    return render(request, "desk/demand.html", page, status=422 if form.errors else 200)


type Given = dict[str, Any]
STEPS: dict[str, Callable[[str, Given], object]] = {
    "name": lambda one, given: actions.name_person(
        by=viewer(), reference=one, address=given["address"]
    ),
    "hold": lambda one, _given: actions.hold_people(by=viewer(), reference=one),
    "approve": lambda one, _given: actions.approve(by=viewer(), reference=one),
    "tell": lambda one, _given: actions.tell_people(by=viewer(), reference=one),
    "withhold": lambda one, given: actions.withhold_notice(
        by=viewer(), reference=one, words=given["words"], until_date=given["until_date"]
    ),
    "renew": lambda one, given: actions.renew_seal(
        by=viewer(), reference=one, words=given["words"], until_date=given["until_date"]
    ),
    "unseal": lambda one, given: actions.end_seal(by=viewer(), reference=one, words=given["words"]),
    "open": lambda one, given: actions.open_record(
        by=viewer(), reference=one, subject=given["subject"] or 0
    ),
    "consent": lambda one, given: actions.note_consent(
        by=viewer(),
        reference=one,
        address=given["address"],
        filed=given["filed"],
        signed_date=given["signed_date"],
    ),
    "shut": lambda one, given: actions.end_record(
        by=viewer(), reference=one, subject=given["subject"] or 0
    ),
    "close": lambda one, given: actions.close_demand(
        by=viewer(), reference=one, words=given["words"]
    ),
}


def _step(do: str, reference: str, given: Given) -> None:
    if do not in STEPS:
        raise Refused(_("Choose what is to be done."), status=400)
    STEPS[do](reference, given)


@door(DESK, collects=DEMANDING, role=ROLE)
@require_POST
def produce(request: HttpRequest, reference: str) -> HttpResponse:
    """Give out what the demand names, as an archive that is kept nowhere."""
    made = actions.release(by=viewer(), reference=reference)
    answer = HttpResponse(made.archive, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{reference}.zip"'
    answer.headers["X-Manifest-SHA256"] = made.digest
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@door(DESK, role=ROLE)
@require_safe
def record(request: HttpRequest, reference: str, subject: int) -> HttpResponse:
    """A person whom an inquiry opened."""
    seen = queries.named_person(viewer(), reference, subject)
    if seen is None:
        raise Refused(_("This file does not open this person, or its days are over."))
    page = {"person": seen, "reference": reference}
    answer = render(request, "desk/record.html", page)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
