"""Pages: all articles, an issue, an article and its earlier versions, a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from salerno.policy.purposes import ACCOUNT, COMMUNITY
from salerno.privacy.callers import address
from salerno.privacy.context import handover, viewer
from salerno.privacy.doors import door
from salerno.services.access import actions as access
from salerno.services.access import queries as opened
from salerno.services.access.values import Listed as Thing
from salerno.services.access.values import Opening, Visit
from salerno.services.accounts.queries import cards
from salerno.services.articles import queries
from salerno.services.articles.actions import picture_path
from salerno.services.articles.formats.jats.values import Image
from salerno.services.articles.rules import PICTURES, page_number
from salerno.services.articles.values import IssueShown, Listed
from salerno.services.catalog.queries import item, items_by_ids
from salerno.services.catalog.values import Item, Kind
from salerno.services.discuss import queries as discuss
from salerno.services.discuss.queries import Discussion
from salerno.services.institutions.queries import own_bodies
from salerno.services.media.queries import photographs_of

FOREVER = "public, max-age=31536000, immutable"
ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


@door(COMMUNITY)
@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """Everything that was published, the latest first, and the issues."""
    number = page_number(request.GET.get("page", ""))
    found, has_more = queries.page_of_articles(number)
    page = {"articles": locked(found, request), "issues": queries.issues(), "number": number}
    ways = {"newer": number - 1, "older": number + 1 if has_more else 0}
    return render(request, "articles/articles.html", page | ways)


@door(COMMUNITY)
@require_safe
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    """The table of contents of an issue."""
    found = queries.issue(slug)
    if found is None:
        raise Http404(slug)
    return render(request, "articles/issue.html", {"issue": locked_issue(found, request)})


@door(COMMUNITY)
@require_safe
def article(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """An article with what is said of it; an earlier version where its number is asked for."""
    found = queries.article(slug, number)
    thing = item(found.item_id) if found is not None else None
    if found is None or thing is None:
        raise Http404(slug)
    opening = opened.opening(thing, visit(request))
    page = {
        "article": found,
        "item": thing,
        "opening": opening,
        "decision": opening.decision,
        "discussion": discussion(found.address, request),
    }
    return counted(request, thing, opening, render(request, "articles/article.html", page))


@door(ACCOUNT, signed_in=True)
@require_safe
def reading(request: HttpRequest) -> HttpResponse:
    """The viewer's own list of what they opened freely."""
    reads = opened.own_reads()
    named = items_by_ids([one.item_id for one in reads])
    page = {
        "reads": [(named[one.item_id], one.at) for one in reads if one.item_id in named],
        "days": opened.period_days(),
    }
    return render(request, "articles/reading.html", page)


def visit(request: HttpRequest) -> Visit:
    """What a request brings to the question whether something opens."""
    return Visit(request.COOKIES.get(opened.COUNTER, ""), address(request), own_bodies)


def counted(
    request: HttpRequest, thing: Item, opening: Opening, answer: HttpResponse
) -> HttpResponse:
    """The answer, once a free reading is counted: in the account, or on the visitor's device."""
    if opening.counts:
        with handover(ACCOUNT, ground="a free reading is counted"):
            access.count_reading(by=viewer(), reads=opened.first_reads(thing, opening))
    if opening.counter is not None:
        answer.set_cookie(
            opened.COUNTER, opening.counter, max_age=opened.period_days() * 24 * 3600,
            httponly=True, samesite="Lax", secure=request.is_secure(),
        )  # fmt: skip
    return answer


def locked(listed: Sequence[Listed], request: HttpRequest) -> list[Listed]:
    """Articles in a list, each with its lock as its own page would answer."""
    things = [Thing(one.item_id, one.access, Kind.ARTICLE.value) for one in listed]
    locks = opened.locks(things, visit(request))
    return [replace(one, is_locked=locks[one.item_id]) for one in listed]


def locked_issue(issue: IssueShown, request: HttpRequest) -> IssueShown:
    """An issue with the locks of its articles."""
    every = [one for _heading, some in issue.sections for one in some]
    shown = {one.slug: one for one in locked(every, request)}
    sections = tuple(
        (heading, tuple(shown[one.slug] for one in some)) for heading, some in issue.sections
    )
    return replace(issue, sections=sections)


def discussion(address: str, request: HttpRequest) -> Discussion | None:
    """What is said below an article, with the cards of those who say it."""
    thread = discuss.thread_of(address, page=request.GET.get("page"))
    if thread is None:
        return None
    known = (cards(thread.people), photographs_of(thread.authors))
    return discuss.shown(thread, *known, reply_to=request.GET.get("reply"))


@door(None)
@require_safe
def picture(request: HttpRequest, key: str, suffix: str) -> FileResponse:
    """A picture of an article. Its name is its content, so it may be kept for ever."""
    path = picture_path(Image(key, suffix))
    if suffix not in PICTURES or not path.is_file():
        raise Http404(key)
    answer = FileResponse(path.open("rb"), content_type=PICTURES[suffix])
    answer.headers["Cache-Control"] = FOREVER
    answer.headers["Content-Security-Policy"] = ALONE
    answer.headers["Vary"] = "Accept-Encoding"
    return answer
