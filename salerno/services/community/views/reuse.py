"""Re-use: stated by an editor, read by the author."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.policy.purposes import ACCOUNT, MODERATION
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.community import actions, queries
from salerno.services.community.clauses import REUSING
from salerno.services.community.forms import ReuseForm

ROLE = "editor"


@door(ACCOUNT, signed_in=True)
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Where the viewer's contributions were used again."""
    return render(request, "community/reuses.html", {"reuses": queries.reuses()})


@door(MODERATION, collects=REUSING, role=ROLE)
def reuse(request: HttpRequest) -> HttpResponse:
    """State that a contribution is used again."""
    form = ReuseForm(request.POST or None, initial={"post": request.GET.get("post", "")})
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.reuse(by=viewer(), new=form.new(), role=ROLE)
            messages.success(request, _("It is written down, and its author can read it."))
            return HttpResponseRedirect(request.path)
        except Refused as refusal:
            form.add_error("post", str(refusal.words))
            status = refusal.status
    return render(request, "community/reuse.html", {"form": form}, status=status)
