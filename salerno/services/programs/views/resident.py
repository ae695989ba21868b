"""What a resident sees: the offer with what the program would read, and their own seats."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE, INSTITUTION_REPORTS
from salerno.privacy.context import handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.privacy.subjects import is_open
from salerno.services.catalog.queries import items_by_ids
from salerno.services.programs import actions, queries
from salerno.services.programs.clauses import JOINING
from salerno.services.programs.queries.seats import HOUSE
from salerno.services.programs.values import Offer


def check_offered() -> None:
    """Raises Http404 where no program pays for seats."""
    if not queries.is_offered():
        raise Http404


@door(ACCOUNT, collects=JOINING)
def join(request: HttpRequest, key: str) -> HttpResponse:
    """An offered seat. Looking answers nothing; saying no needs no account."""
    check_offered()
    with handover(CORRESPONDENCE, ground="the link of an offer", viewer=HOUSE):
        found = queries.offer_of(key)
    if found is None:
        raise Http404
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "decline":
        with handover(CORRESPONDENCE, ground="an offer is turned down", viewer=HOUSE):
            actions.turn_down(found)
        return render(request, "programs/declined.html")
    if do == "accept":
        return _accept(request, found)
    return _offer(request, found)


def _offer(request: HttpRequest, found: Offer) -> HttpResponse:
    question = found.program.question(get_language() or "en")
    page = {"offer": found, "digest": question.words.digest, "is_known": viewer().subject}
    response = render(request, "programs/join.html", page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _accept(request: HttpRequest, found: Offer) -> HttpResponse:
    if viewer().subject is None:
        return HttpResponseRedirect(f"/sign-in?next={quote(request.path)}")
    digest = request.POST.get("words", "")
    actions.take_seat(viewer(), found, digest, get_language() or "en")
    return HttpResponseRedirect(reverse("programs:own"))


@door(ACCOUNT, signed_in=True)
def own(request: HttpRequest) -> HttpResponse:
    """The viewer's seats; a post leaves one."""
    check_offered()
    if request.method == "POST":
        given = request.POST.get("seat", "")
        if not (given.isascii() and given.isdigit() and len(given) < 19):
            raise Refused(_("There is no such seat of yours."), status=404)
        actions.leave(by=viewer(), seat=int(given))
        return HttpResponseRedirect(request.path)
    me = viewer().known
    page = {
        "seats": queries.own_seats(), "is_read": is_open(me, INSTITUTION_REPORTS),
        "administered": queries.administered(me),
    }  # fmt: skip
    return render(request, "programs/own.html", page)


@door(ACCOUNT, signed_in=True)
@require_POST
def take(request: HttpRequest, slug: str, item: int) -> HttpResponse:
    """A seat of one's institution pays for a course."""
    actions.take_course_seat(by=viewer(), slug=slug, item_id=item)
    return HttpResponseRedirect(_course(item))


@door(ACCOUNT, signed_in=True)
@require_POST
def give_back(request: HttpRequest, item: int) -> HttpResponse:
    """Give such a seat back."""
    actions.give_back(by=viewer(), item_id=item)
    return HttpResponseRedirect(_course(item))


def _course(item: int) -> str:
    found = items_by_ids([item]).get(item)
    return found.address if found is not None else "/you/affiliations"
