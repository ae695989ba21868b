"""Sending an invitation, and answering one."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, COMMUNITY, CORRESPONDENCE
from salerno.privacy.context import handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.community import actions, queries
from salerno.services.community.actions.inviting import HOUSE
from salerno.services.community.clauses import DECLINING, INVITING
from salerno.services.community.forms import InviteForm
from salerno.services.community.values import Open
from salerno.services.community.views.hall import found_or_404


@door(COMMUNITY, collects=INVITING, signed_in=True)
def invite(request: HttpRequest, number: int = 0) -> HttpResponse:
    """Invite somebody to connect, or to a discussion."""
    found = found_or_404(number) if number else None
    own = [(one.name, f"{one.title}: {one.value}"[:200]) for one in queries.own_lines()]
    form = InviteForm(request.POST or None, own=own, initial={"lines": ["name"]})
    status = 200
    if request.method == "POST":
        status = _send(request, form, number)
        if status == 200:
            messages.success(request, _("The letter is on its way."))
            return HttpResponseRedirect(request.path)
    with handover(ACCOUNT, ground="what one sent lately"):
        page = {"form": form, "found": found, "sent": queries.sent()}
    return render(request, "community/invite.html", page, status=status)


def _send(request: HttpRequest, form: InviteForm, number: int) -> int:
    """Send what the form says; the status of the answer. Words that refuse stand in the form."""
    if not form.is_valid():
        return 422
    try:
        base = request.build_absolute_uri("/")[:-1]
        actions.invite(by=viewer(), new=form.new(number), base=base)
    except Refused as refusal:
        if refusal.status not in (409, 422):
            raise
        form.add_error("address", str(refusal.words))
        return refusal.status
    return 200


@door(COMMUNITY, collects=DECLINING)
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Answer an invitation. Looking answers nothing; saying no needs no account."""
    with handover(CORRESPONDENCE, ground="the link of an invitation", viewer=HOUSE):
        found = queries.open_invitation(key)
    if found is None:
        raise Http404
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "decline":
        with handover(CORRESPONDENCE, ground="an invitation is declined", viewer=HOUSE):
            actions.turn_down(found)
        return render(request, "community/declined.html")
    if do == "accept":
        return _accept(request, found)
    return render(request, "community/invitation.html", {"found": found})


def _accept(request: HttpRequest, found: Open) -> HttpResponse:
    if viewer().subject is None:
        return HttpResponseRedirect(f"/sign-in?next={quote(request.path)}")
    actions.take_up(viewer(), found)
    to = f"/hall/{found.discussion}" if found.discussion else "/you/connections"
    return HttpResponseRedirect(to)
