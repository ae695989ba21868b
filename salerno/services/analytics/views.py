"""The pages of this room: one's own history, the switch, the beacon, the report."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import ACCOUNT, ANALYTICS, EDITORIAL
from salerno.privacy.context import Viewer, handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.accounts.values import Role
from salerno.services.analytics import actions, queries, rules
from salerno.services.analytics.clauses import COUNTING_POINT, FITTING_POINT

MOST_PAGES = 1000


@csrf_exempt  # a beacon of a page of ours: it carries no form, and counts once a page
@door(None, collects=COUNTING_POINT, takes=("text/plain",))
@require_POST
def beacon(request: HttpRequest, sent: str) -> HttpResponse:
    """A page says how long it was open. Whoever lets nothing be kept, nothing is kept of."""
    found = queries.opened(sent)
    length = rules.seconds(request.GET.get("s", ""))
    if found is None or length is None:
        raise Http404(sent)
    who = getattr(request, "viewer", None)
    item, deed, nonce = found
    if isinstance(who, Viewer):
        actions.note(by=who, item=item, deed=deed, nonce=nonce, seconds=length)
    return HttpResponse(status=204)


@door(ACCOUNT, signed_in=True)
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """What one read, watched and downloaded."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    number = max(1, min(number, MOST_PAGES))
    lines, has_more = queries.history(viewer().known, number)
    ways = {"newer": number - 1, "older": number + 1 if has_more else 0}
    context = {"lines": lines, "is_fitted": queries.may_fit(viewer().known), "number": number}
    return render(request, "analytics/history.html", context | ways)


@door(ACCOUNT, signed_in=True)
@require_POST
def forget(request: HttpRequest, opening_id: int) -> HttpResponse:
    """Take a line off one's own history."""
    actions.forget(by=viewer(), opening_id=opening_id)
    return HttpResponseRedirect(reverse("analytics:history"))


@door(ACCOUNT, signed_in=True)
@require_POST
def forget_all(request: HttpRequest) -> HttpResponse:
    """Empty one's own history."""
    actions.forget_all(by=viewer())
    messages.success(request, _("Your history is empty."))
    return HttpResponseRedirect(reverse("analytics:history"))


@door(ACCOUNT, collects=FITTING_POINT, signed_in=True)
@require_POST
def fitting(request: HttpRequest) -> HttpResponse:
    """Let pages be ordered for oneself, or show what everybody sees."""
    said = request.POST.get("fit", "")
    if said not in {"on", "off"} or not queries.is_offered():
        raise Refused(_("Say on or off. Nothing was changed."), status=400)
    actions.set_fitting(by=viewer(), is_wanted=said == "on")
    messages.success(request, _("Saved. It holds from now on."))
    back = request.POST.get("next", "")
    return HttpResponseRedirect(reverse("home") if back == "home" else reverse("analytics:history"))


@door(EDITORIAL, role=Role.EDITOR.value)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """What is read most. No line counts fewer than ten people, and none names one."""
    with handover(ANALYTICS, ground="the report of use", viewer=Viewer.job("analytics")):
        lines = queries.report()
    return render(request, "analytics/report.html", {"lines": lines, "fewest": rules.FEWEST})
