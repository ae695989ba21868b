"""Pages: all articles, an issue, an article and its earlier versions, a picture."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from salerno.policy.purposes import COMMUNITY
from salerno.privacy.doors import door
from salerno.services.access.queries import decide
from salerno.services.accounts.queries import cards
from salerno.services.articles import queries
from salerno.services.articles.actions import picture_path
from salerno.services.articles.formats.jats.values import Image
from salerno.services.articles.rules import PICTURES, page_number
from salerno.services.catalog.queries import item
from salerno.services.discuss import queries as discuss
from salerno.services.discuss.queries import Discussion
from salerno.services.media.queries import photographs_of

FOREVER = "public, max-age=31536000, immutable"
ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


@door(COMMUNITY)
@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """Everything that was published, the latest first, and the issues."""
    number = page_number(request.GET.get("page", ""))
    found, has_more = queries.page_of_articles(number)
    page = {"articles": found, "issues": queries.issues(), "number": number}
    ways = {"newer": number - 1, "older": number + 1 if has_more else 0}
    return render(request, "articles/articles.html", page | ways)


@door(COMMUNITY)
@require_safe
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    """The table of contents of an issue."""
    found = queries.issue(slug)
    if found is None:
        raise Http404(slug)
    return render(request, "articles/issue.html", {"issue": found})


@door(COMMUNITY)
@require_safe
def article(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """An article with what is said of it; an earlier version where its number is asked for."""
    found = queries.article(slug, number)
    thing = item(found.item_id) if found is not None else None
    if found is None or thing is None:
        raise Http404(slug)
    page = {
        "article": found,
        "item": thing,
        "decision": decide(thing),
        "discussion": discussion(found.address, request),
    }
    return render(request, "articles/article.html", page)


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
