"""Connections, who is kept away, and what one keeps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import COMMUNITY
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.community import actions, queries
from salerno.services.community.clauses import MEETING
from salerno.services.community.values import Quietness


@door(COMMUNITY, signed_in=True)
@require_safe
def connections(request: HttpRequest) -> HttpResponse:
    """The viewer's connections and requests, and whom they keep away."""
    page = {"bonds": queries.bonds(), "away": queries.kept_away()}
    return render(request, "community/connections.html", page)


@door(COMMUNITY, signed_in=True)
@require_safe
def stars(request: HttpRequest) -> HttpResponse:
    """The posts that the viewer keeps."""
    return render(request, "community/stars.html", {"stars": queries.starred()})


@door(COMMUNITY, collects=MEETING, signed_in=True)
@require_POST
def meet(request: HttpRequest, other: int) -> HttpResponse:
    """Ask, accept, end; mute, block, and let back."""
    do = request.POST.get("do", "")
    _do(do, other)
    stays = request.POST.get("at") == "list" or do in ("block", "end")
    return HttpResponseRedirect("/you/connections" if stays else f"/people/{other}")


def _do(do: str, other: int) -> None:
    by = viewer()
    if do == "ask":
        actions.ask(by=by, other=other)
    elif do == "accept":
        actions.accept_bond(by=by, other=other)
    elif do == "end":
        actions.end_bond(by=by, other=other)
    elif do in ("mute", "block"):
        actions.keep_away(by=by, other=other, kind=Quietness(do))
    elif do in ("unmute", "unblock"):
        actions.let_back(by=by, other=other, kind=Quietness(do.removeprefix("un")))
    else:
        raise Refused(_("This is no answer of ours. Load the page again."), status=422)
