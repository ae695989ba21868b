"""Asking to be told, and notes on a page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE, MARKETING_MAIL
from salerno.privacy.context import Viewer, handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.mailings import actions, queries
from salerno.services.mailings.clauses import SHOWING, SUBSCRIBING
from salerno.services.mailings.forms import AskForm
from salerno.services.mailings.values import what

MESSAGES = "/you/messages"


@door(ACCOUNT, signed_in=True)
@require_POST
def end(request: HttpRequest, subscription_id: int) -> HttpResponse:
    """Be told of it no more."""
    actions.end(by=viewer(), subscription_id=subscription_id)
    return HttpResponseRedirect(MESSAGES)


@door(CORRESPONDENCE, collects=SUBSCRIBING)
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask to be told, with an account or without."""
    is_member = viewer().subject is not None
    form = AskForm(request.POST or None, is_member=is_member)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "mailings/subscribe.html", {"form": form}, status=status)
    said, origin = form.cleaned_data, request.build_absolute_uri("/")[:-1]
    by = viewer() if is_member else Viewer.visitor()
    seen = by if is_member else queries.JOB
    with handover(CORRESPONDENCE, ground="somebody asks to be told", viewer=seen):
        actions.ask(
            by=by, topic=said["topic"], about=said["about"],
            email=str(said.get("email", "")).strip().lower(), origin=origin,
        )  # fmt: skip
    if is_member:
        messages.success(request, _("You are told from now on."))
        return HttpResponseRedirect(MESSAGES)
    return render(request, "mailings/asked.html")


@door(CORRESPONDENCE, collects=SUBSCRIBING)
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """The link of the letter. Looking confirms nothing; one press does."""
    with handover(CORRESPONDENCE, ground="a link in a letter", viewer=queries.JOB):
        found = queries.subscription_by_key(key)
    if found is None:
        raise Refused(_("This link is not ours, or was too long ago. Ask again."), status=404)
    owner, asked, email = found
    if request.method != "POST" or asked.is_confirmed:
        context = {"what": what(asked), "is_confirmed": asked.is_confirmed}
        return render(request, "mailings/confirm.html", context)
    me = Viewer.person(owner)
    with handover(CORRESPONDENCE, ground="a link in a letter", viewer=me):
        receipt = actions.confirm(by=me, asked=asked, email=email)
    context = {"what": what(asked), "is_confirmed": True, "receipt": receipt}
    return render(request, "mailings/confirm.html", context)


@door(MARKETING_MAIL, collects=SHOWING, signed_in=True)
@require_POST
def close_note(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Close a note on the page, for good."""
    actions.close(by=viewer(), campaign_id=campaign_id)
    back = request.POST.get("back", "/")
    return HttpResponseRedirect(back if back in ("/", "/you") else "/")
