"""The hall: discussions that members open, and what stands beside posts."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import COMMUNITY
from salerno.privacy.context import viewer
from salerno.privacy.declare import Reach
from salerno.privacy.doors import door
from salerno.services.accounts.queries import cards
from salerno.services.community import actions, queries
from salerno.services.community.clauses import MEETING, OPENING
from salerno.services.community.forms import OpenForm, audience_words
from salerno.services.community.values import DiscussionLine
from salerno.services.discuss import queries as discuss
from salerno.services.media.queries import photographs_of


@door(COMMUNITY)
@require_safe
def discussions(request: HttpRequest) -> HttpResponse:
    """The discussions that the viewer can read."""
    found = [(one, audience_words(one.audience)) for one in queries.discussions()]
    return render(request, "community/hall.html", {"discussions": found})


@door(COMMUNITY, collects=OPENING, signed_in=True)
def open_one(request: HttpRequest) -> HttpResponse:
    """Open a discussion."""
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        audience = Reach(given["audience"])
        made = actions.open_discussion(by=viewer(), title=given["title"], audience=audience)
        return HttpResponseRedirect(f"/hall/{made}")
    status = 422 if form.errors else 200
    return render(request, "community/open.html", {"form": form}, status=status)


def found_or_404(number: int) -> DiscussionLine:
    """A discussion that the viewer can read. Raises Http404."""
    found = queries.discussion(number)
    if found is None:
        raise Http404
    return found


@door(COMMUNITY)
@require_safe
def discussion(request: HttpRequest, number: int) -> HttpResponse:
    """A discussion and what is said in it."""
    found = found_or_404(number)
    thread = discuss.thread_of(found.address, page=request.GET.get("page"))
    if thread is None:
        raise Http404
    people = {*thread.people, found.host}
    known = cards(people)
    shown = discuss.shown(thread, known, photographs_of(people), reply_to=request.GET.get("reply"))
    page: dict[str, Any] = {"found": found, "host": known.get(found.host), "discussion": shown}
    page["audience"] = audience_words(found.audience)
    return render(request, "community/discussion.html", page)


@door(COMMUNITY, collects=MEETING, signed_in=True)
def members(request: HttpRequest, number: int) -> HttpResponse:
    """Who takes part in a closed discussion; whoever opened it shows somebody out."""
    found = found_or_404(number)
    if not found.is_closed:
        raise Http404
    if request.method == "POST":
        other = request.POST.get("other", "")
        if not (other.isascii() and other.isdigit() and len(other) < 19):
            raise Http404
        actions.exclude(by=viewer(), discussion_id=number, other=int(other))
        return HttpResponseRedirect(request.path)
    page = {"found": found, "people": queries.people_in(number)}
    return render(request, "community/people.html", page)


@door(COMMUNITY, collects=MEETING, signed_in=True)
@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    """Like or star a post, and go back to it."""
    given = request.POST.get("star", "") or request.POST.get("like", "")
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise Http404
    actions.mark(by=viewer(), post_id=int(given), starred="star" in request.POST)
    where = discuss.where(int(given))
    return HttpResponseRedirect(where.address if where else "/hall")
