"""What the data protection officer reads, and the recipients with their switch."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import DESK
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.services.desk import actions, queries


@door(DESK, role="dpo")
@require_safe
def oversight(request: HttpRequest) -> HttpResponse:
    """Register, ledgers and counts: read, and nothing to press."""
    page = {"proof": queries.oversight(), "receivers": queries.receivers()}
    return render(request, "desk/oversight.html", page)


@door(DESK, role="officer")
@require_safe
def receivers(request: HttpRequest) -> HttpResponse:
    """Whom the pack names, and the switch of each."""
    return render(request, "desk/receivers.html", {"receivers": queries.receivers()})


@door(DESK, role="officer")
@require_POST
def switch(request: HttpRequest, recipient: str) -> HttpResponse:
    """Stop a recipient at once, or let it receive again."""
    is_on = request.POST.get("do") == "start"
    reason = request.POST.get("reason", "").replace("\x00", "")
    actions.switch(by=viewer(), recipient=recipient, is_on=is_on, reason=reason)
    messages.success(request, _("It counts at once, in every process."))
    return HttpResponseRedirect(reverse("desk:receivers"))
