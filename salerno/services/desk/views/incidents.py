"""Incidents."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.policy.purposes import DESK
from salerno.privacy import clock
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.desk import actions, queries
from salerno.services.desk.clauses import INCIDENT
from salerno.services.desk.forms.staff import BreachForm, BreachStepForm
from salerno.services.desk.letters.paper import pdf
from salerno.services.desk.views import tables

ROLE = "officer"


@door(DESK, role=ROLE)
@require_safe
def breaches(request: HttpRequest) -> HttpResponse:
    """Every incident."""
    return render(
        request, "desk/breaches.html", {"table": tables.breaches(queries.breaches(viewer()))}
    )


@door(DESK, collects=INCIDENT, role=ROLE)
def file(request: HttpRequest) -> HttpResponse:
    """File an incident."""
    form = BreachForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = actions.file_breach(by=viewer(), new=form.new())
        return HttpResponseRedirect(reverse("desk:breach", args=[number]))
    page = {"form": form}
    return render(request, "desk/breach_new.html", page, status=422 if form.errors else 200)


@door(DESK, collects=INCIDENT, role=ROLE)
def breach(request: HttpRequest, number: int) -> HttpResponse:
    """One incident: counted, told, closed."""
    found = queries.breach(viewer(), number)
    if found is None:
        raise Http404
    form = BreachStepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _step(request.POST.get("do", ""), number, form.cleaned_data["words"])
        messages.success(request, _("It is written down."))
        return HttpResponseRedirect(request.path)
    page = {"breach": found, "form": form}
    return render(request, "desk/breach.html", page, status=422 if form.errors else 200)


@door(DESK, role=ROLE)
@require_safe
def notice(request: HttpRequest, number: int) -> HttpResponse:
    """The notice to the authority as a sheet of paper, as far as the file says it."""
    found = queries.breach(viewer(), number)
    if found is None:
        raise Http404
    sheet = pdf(_("Notice of an incident"), found.draft, found.authority_at or clock.now())
    answer = HttpResponse(sheet, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="incident-{number}.pdf"'
    return answer


def _step(do: str, number: int, words: str) -> None:
    by = viewer()
    if do == "count":
        actions.count_affected(by=by, number=number)
    elif do == "authority":
        actions.authority_was_told(by=by, number=number, words=words)
    elif do == "persons":
        actions.tell_affected(by=by, number=number)
    elif do == "close":
        actions.close_breach(by=by, number=number)
    else:
        raise Refused(_("Choose what is to be done."), status=400)
