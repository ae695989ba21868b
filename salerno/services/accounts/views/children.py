"""The report of a child's account: a public form, and the desk that looks at once."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from salerno.policy.purposes import SECURITY
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.accounts import actions, queries
from salerno.services.accounts.clauses import CHILD_POINT
from salerno.services.accounts.forms.minors import ReportForm
from salerno.services.accounts.values import ReportSource

ROLES = "officer|dpo"


@door(SECURITY, collects=CHILD_POINT)
def report_child(request: HttpRequest) -> HttpResponse:
    """Say that an account is a child's. The answer is the same for an address nobody has."""
    form = ReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        _report(form, ReportSource.FORM)
        return HttpResponseRedirect("?sent=1")
    page = {"form": form, "sent": request.GET.get("sent") == "1"}
    return render(request, "accounts/report_child.html", page, status=422 if form.errors else 200)


def _report(form: ReportForm, source: ReportSource) -> int | None:
    data = form.cleaned_data
    return actions.report_child(
        by=viewer(), email=data["email"], words=data["words"], source=source
    )


@door(SECURITY, collects=CHILD_POINT, role=ROLES)
def children(request: HttpRequest) -> HttpResponse:
    """The reports that wait; and a report by the desk itself."""
    form = ReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = _report(form, ReportSource.STAFF)
        if made is not None:
            return HttpResponseRedirect(f"/desk/children/{made}")
        form.add_error("email", _("Nobody signs in with this address."))
    page = {"form": form, "reports": queries.waiting_reports()}
    return render(request, "accounts/desk_children.html", page, status=422 if form.errors else 200)


@door(SECURITY, role=ROLES)
def child(request: HttpRequest, report: int) -> HttpResponse:
    """One report: clear it, or erase everywhere."""
    if request.method == "POST":
        return _decide(request, report)
    found = queries.report_line(report)
    if found is None:
        raise Http404
    return render(request, "accounts/desk_child.html", {"report": found})


def _decide(request: HttpRequest, report: int) -> HttpResponse:
    chosen = request.POST.get("do")
    if chosen == "clear":
        actions.clear_report(by=viewer(), report=report)
        return HttpResponseRedirect("/desk/children")
    if chosen != "erase" or request.POST.get("word") != "erase":
        raise Refused(_("Type “erase” to erase. Nothing was changed."), status=422)
    certificate = actions.erase_child(by=viewer(), report=report)
    return render(request, "accounts/child_certificate.html", {"certificate": certificate})
