"""Articles as they are listed and read. Nothing here is about a person of this house."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.purposes import SHARED
from salerno.privacy.doing import query
from salerno.services.articles import models, rules
from salerno.services.articles.values import (
    ArticleShown,
    IssueShown,
    Listed,
    NoticeOf,
    Parts,
)

PAGE = 20
MOST_IN_ISSUE = 500
_LISTED = (
    "slug", "title", "heading", "byline", "summary", "published_date", "access", "pages",
    "item_id",
)  # fmt: skip
_ISSUE = ("slug", "journal__title", "volume", "number", "title", "published_date")
_ARTICLE = (
    "article_id", "article__item_id", "article__slug", "article__title", "title_html",
    "article__heading", "article__doi", "article__access", "article__journal__title",
    "article__published_date", "number", "article__latest", "imported_at", "article__summary",
    "article__notices", "article__issue__slug", "article__issue__volume",
    "article__issue__number", "article__issue__title", "front", "byline_html", "abstract_html",
    "body_html", "back_html", "about_html",
)  # fmt: skip
SAID_OF = {
    "corrected-article": gettext_lazy("A correction of this article was published"),
    "retracted-article": gettext_lazy("This article was retracted"),
    "removed-article": gettext_lazy("This article was removed"),
    "withdrawn-article": gettext_lazy("This article was withdrawn"),
    "partial-retraction": gettext_lazy("A part of this article was retracted"),
    "object-of-concern": gettext_lazy("The editors have a concern about this article"),
    "addended-article": gettext_lazy("An addition to this article was published"),
    "updated-article": gettext_lazy("An update of this article was published"),
    "commentary-article": gettext_lazy("A comment on this article was published"),
    "letter": gettext_lazy("A letter about this article was published"),
}
SAID_BY = {
    "corrected-article": gettext_lazy("This corrects"),
    "retracted-article": gettext_lazy("This retracts"),
    "object-of-concern": gettext_lazy("This voices a concern about"),
    "commentary-article": gettext_lazy("This comments on"),
    "commentary": gettext_lazy("A comment on this article"),
    "correction-forward": gettext_lazy("Corrected in"),
    "retraction-forward": gettext_lazy("Retracted in"),
    "companion": gettext_lazy("Goes with"),
    "peer-reviewed-article": gettext_lazy("This reviews"),
    "preprint": gettext_lazy("Preprint"),
    "letter": gettext_lazy("This is a letter about"),
}


@query(*SHARED)
def article(slug: str, number: int | None = None) -> ArticleShown | None:
    """A version of an article, the latest if not said; None where there is none. One statement."""
    if "\0" in slug:
        return None
    rows = _versions().filter(article__slug=slug)
    row = (rows.filter(number=number) if number is not None else rows).first()
    return None if row is None else _article(row)


@cache
def _versions() -> QuerySet[models.Version, tuple[Any, ...]]:
    """The question behind ``article``, made once."""
    return models.Version.objects.order_by("-number").values_list(*_ARTICLE)


@query(*SHARED)
def page_of_articles(number: int) -> tuple[list[Listed], bool]:
    """One page of all articles, and whether there is another. One statement."""
    start = (max(1, number) - 1) * PAGE
    rows = models.Article.objects.order_by("-published_date", "-pk")
    found = [Listed(*row) for row in rows.values_list(*_LISTED)[start : start + PAGE + 1]]
    return found[:PAGE], len(found) > PAGE


@query(*SHARED)
def issues(*, limit: int = 100) -> list[IssueShown]:
    """The issues, the latest first, without their articles. One statement."""
    rows = models.Issue.objects.order_by("-published_date", "-pk").values_list(*_ISSUE)
    return [_issue(row) for row in rows[:limit]]


@query(*SHARED)
def issue(slug: str) -> IssueShown | None:
    """An issue with its articles under their headings; None where there is none. Two statements."""
    if "\0" in slug:
        return None
    row = models.Issue.objects.filter(slug=slug).values_list(*_ISSUE).first()
    return None if row is None else _issue(row, _articles_in(row[0]))


def latest_issue() -> IssueShown | None:
    """The issue published last, with its articles; None where there is none. Two statements.

    It is about nobody, so the front page reads it although no purpose is entered there.
    """
    rows = models.Issue.objects.order_by("-published_date", "-pk")
    row = rows.values_list(*_ISSUE).first()
    return None if row is None else _issue(row, _articles_in(row[0]))


def _articles_in(slug: str) -> list[Listed]:
    rows = models.Article.objects.filter(issue__slug=slug).order_by("pk")
    return [Listed(*row) for row in rows.values_list(*_LISTED)[:MOST_IN_ISSUE]]


def _issue(row: tuple[Any, ...], articles: list[Listed] | None = None) -> IssueShown:
    slug, journal, volume, number, title, day = row
    order = list(dict.fromkeys(one.heading for one in articles or []))
    placed = sorted(articles or [], key=lambda one: order.index(one.heading))
    sections = tuple(
        (heading, tuple(some)) for heading, some in groupby(placed, lambda one: one.heading)
    )
    return IssueShown(slug, journal, issue_title(volume, number, title), day, sections)


def issue_title(volume: str | None, number: str | None, title: str | None) -> str:
    """An issue in words."""
    parts = [
        _("Volume %(n)s") % {"n": volume} if volume else "",
        _("Number %(n)s") % {"n": number} if number else "",
        title or "",
    ]
    return ", ".join(one for one in parts if one)


def _article(row: tuple[Any, ...]) -> ArticleShown:
    front = row[19]
    return ArticleShown(
        id=row[0], item_id=row[1], slug=row[2], title=row[3], title_html=row[4],
        subtitle_html=front["subtitle_html"], heading=row[5], language=front["language"],
        doi=row[6], access=row[7], journal=row[8], citation=front["citation"],
        published_date=row[9], published=front["published"], number=row[10], latest=row[11],
        imported_at=row[12], summary=row[13], parts=Parts(*row[20:25]),
        contents=tuple((anchor, words) for anchor, words in front["contents"]),
        notices=tuple(_notice(one) for one in row[14]), issue_slug=row[15] or "",
        issue_title=issue_title(*row[16:19]), licence=front["licence"],
        licence_address=front["licence_address"],
        head=front["head"],
    )  # fmt: skip


def _notice(one: dict[str, str]) -> NoticeOf:
    kind = one["kind"]
    is_of = one["side"] == "of"
    words = SAID_OF.get(kind, _("Another article points to this one")) if is_of else (
        SAID_BY.get(kind, _("See also"))
    )  # fmt: skip
    is_grave = (is_of and kind in rules.GRAVE) or kind == "retraction-forward"
    return NoticeOf(kind, str(words), one["title"], one["address"], is_grave)
