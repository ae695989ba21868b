"""The page on which a course is discussed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from salerno.policy.purposes import COMMUNITY
from salerno.privacy.doors import door
from salerno.services.accounts import queries as accounts
from salerno.services.courses import queries
from salerno.services.discuss import queries as discuss
from salerno.services.media import queries as media


@door(COMMUNITY, signed_in=True)
@require_safe
def discussion(request: HttpRequest, slug: str) -> HttpResponse:
    """What the people of a course wrote. For everybody else there is no such page."""
    seat = queries.seat_in_discussion(slug)
    address = f"{seat.course.address}/discussion"
    thread = discuss.thread_of(address, page=request.GET.get("page"))
    if thread is None or not (seat.is_learner or seat.is_teacher):
        raise Http404
    cards, photos = accounts.cards(thread.people), media.photographs_of(thread.authors)
    given = request.GET.get("reply", "")
    reply_to = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
    page = {
        "seat": seat,
        "course": seat.course,
        "discussion": discuss.shown(thread, cards, photos, reply_to=reply_to),
        "here": "discussion",
    }
    return render(request, "courses/discussion.html", page)
