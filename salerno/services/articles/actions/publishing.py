"""Keeping an article: versions, issue, item, search, discussion and pictures."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings

from salerno.policy.purposes import EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.declare import Reach
from salerno.privacy.doing import action
from salerno.privacy.law import in_force
from salerno.services.articles import rules
from salerno.services.articles.formats.about import about, byline
from salerno.services.articles.formats.jats.dates import published
from salerno.services.articles.formats.jats.values import Front, Image
from salerno.services.articles.formats.metadata import front_json
from salerno.services.articles.formats.pictures import Made
from salerno.services.articles.models import Article, Issue, Journal, Relation, Version
from salerno.services.articles.values import Editorial, Kept, NewArticle
from salerno.services.catalog.actions import put
from salerno.services.catalog.values import Kind, NewItem
from salerno.services.discuss.actions import open_area
from salerno.services.discuss.values import NewArea
from salerno.services.search.actions import index
from salerno.services.search.values import Entry

MOST_TITLE = 500
MOST_SUMMARY = 2000
UNNAMED = "Articles"


@action(EDITORIAL)
def keep(*, by: Viewer, new: NewArticle) -> Kept:
    """Keep an article. The same file again changes nothing; another one is a new version.

    The pictures are on disk before the row says so; a transaction that fails leaves files that
    nothing points to.
    """
    front = new.document.front
    for one in new.pictures:
        store_picture(one)
    article, is_changed = _article(front, new)
    outcome = _version(article, new)
    if outcome == "same" and not is_changed:
        return Kept(article.slug, article.latest, outcome, article.item_id, new.document.notes)
    _relate(article, front)
    _announce(by, article, new)
    article.save()
    return Kept(article.slug, article.latest, outcome, article.item_id, new.document.notes)


def _article(front: Front, new: NewArticle) -> tuple[Article, bool]:
    """The row of an article, made when first met, and whether it says anything new."""
    journal = _journal(front)
    iso = published(front.dates)
    day = rules.day_of(iso, clock.now().date())
    identity = rules.identity_of(dict(front.ids), journal.title, front.title, iso)
    place = front.place
    values: dict[str, Any] = {
        "doi": front.doi.lower(),
        "journal": journal,
        "issue": _issue(journal, front, day, new.about.issue_title),
        "title": front.title[:MOST_TITLE],
        "heading": front.heading[:200],
        "byline": rules.byline_of(_names(front))[:300],
        "summary": (new.about.summary or new.document.summary)[:MOST_SUMMARY],
        "pages": rules.pages_of(place.first_page, place.last_page, place.number),
        "published_date": day,
    }
    known = Article.objects.filter(identity=identity).first()
    values |= _said(new.about, known)
    if known is None:
        made = Article(identity=identity, slug=_slug(front.title), latest=0, **values)
        made.save(force_insert=True)
        return made, True
    is_changed = any(getattr(known, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(known, name, value)
    return known, is_changed


def _said(about: Editorial, known: Article | None) -> dict[str, Any]:
    """What an editor says, or has said before: a corrected file opens nothing by itself."""
    before = known or Article(access="open", is_accredited=False)
    accredited = before.is_accredited if about.accredited is None else about.accredited
    return {"access": about.access or before.access, "is_accredited": accredited}


def _names(front: Front) -> list[str]:
    return [one.name for one in front.contributors if one.kind in {"author", ""} and one.name]


def _slug(title: str) -> str:
    stem = rules.slug_of(title)
    like = Article.objects.filter(slug__startswith=stem).values_list("slug", flat=True)
    return rules.fresh(stem, list(like), "article")


def _journal(front: Front) -> Journal:
    given = front.journal
    title = (given.title or UNNAMED)[:300]
    values = {
        "title": title,
        "abbreviation": given.abbreviation[:200],
        "issns": " ".join(given.issns)[:100],
        "publisher": given.publisher[:300],
    }
    slug = rules.slug_of(title) or "journal"
    made, _is_new = Journal.objects.update_or_create(slug=slug, defaults=values)
    return made


def _issue(journal: Journal, front: Front, day: date, title: str) -> Issue | None:
    place = front.place
    volume, number = place.volume[:60], place.issue[:60]
    if not (volume or number):
        return None
    known = Issue.objects.filter(journal=journal, volume=volume, number=number).first()
    if known is not None:
        if day > known.published_date:
            Issue.objects.filter(pk=known.pk).update(published_date=day)
        return known
    slug = rules.slug_of(f"{journal.slug} {volume} {number}", 110)
    taken = Issue.objects.filter(slug__startswith=slug).values_list("slug", flat=True)
    return Issue.objects.create(
        journal=journal, volume=volume, number=number, title=(title or place.issue_title)[:300],
        slug=rules.fresh(slug, list(taken), "issue"), published_date=day,
    )  # fmt: skip


def _version(article: Article, new: NewArticle) -> str:
    """Keep the parts: as a new version when the file is another, in place when we draw anew."""
    parts = _parts(article, new)
    current = Version.objects.filter(article=article, number=article.latest).first()
    if current is not None and current.digest == new.digest:
        same = all(getattr(current, name) == value for name, value in parts.items())
        if not same:
            Version.objects.filter(pk=current.pk).update(**parts)
        return "same" if same else "again"
    article.latest += 1
    Version.objects.create(article=article, number=article.latest, digest=new.digest, **parts)
    return "new" if current is None else "version"


def _parts(article: Article, new: NewArticle) -> dict[str, Any]:
    document = new.document
    return {
        "title_html": document.front.title_html,
        "byline_html": byline(document.front),
        "abstract_html": document.abstract,
        "body_html": document.body,
        "back_html": document.back,
        "about_html": about(document.front),
        "front": front_json(document, is_free=article.access == "open"),
        "report": [asdict(one) for one in document.notes],
    }


def _relate(article: Article, front: Front) -> None:
    """Write down what this article says of others, and tell those that are here."""
    Relation.objects.filter(article=article).delete()
    Relation.objects.bulk_create(
        Relation(article=article, kind=one.kind[:60], doi=one.doi.lower()[:200],
                 address=one.address[:500], words=one.words[:500])
        for one in front.related
    )  # fmt: skip
    article.notices = _notices(article)
    for one in Article.objects.filter(doi__in=[each.doi.lower() for each in front.related]):
        if one.doi and one.pk != article.pk:
            Article.objects.filter(pk=one.pk).update(notices=_notices(one))


def _notices(article: Article) -> list[dict[str, str]]:
    """What other articles say of this one, and what it says of others."""
    of_this = Relation.objects.filter(doi=article.doi).exclude(article=article)
    rows = of_this.select_related("article").order_by("pk") if article.doi else ()
    found = [
        {"kind": one.kind, "side": "of", "title": one.article.title,
         "address": f"/articles/{one.article.slug}"}
        for one in rows
    ]  # fmt: skip
    own = Relation.objects.filter(article=article).order_by("pk")
    dois = {one.doi for one in own if one.doi}
    here = dict(Article.objects.filter(doi__in=dois).values_list("doi", "slug"))
    for one in own:
        known = here.get(one.doi)
        where = f"/articles/{known}" if known else one.address
        title = one.words or (f"doi:{one.doi}" if one.doi else one.address)
        found.append({"kind": one.kind, "side": "by", "title": title, "address": where})
    return found


def _announce(by: Viewer, article: Article, new: NewArticle) -> None:
    """Put the article into the catalogue and the search, and open its discussion."""
    address = f"/articles/{article.slug}"
    at = datetime.combine(article.published_date, time(12), UTC)
    language = front_json(new.document, is_free=True)["language"]
    item = NewItem(
        Kind.ARTICLE.value, address, article.title, article.summary, language=language,
        access=article.access, accredited=article.is_accredited, published_at=min(at, clock.now()),
        subjects=_subjects(new.document.front),
    )  # fmt: skip
    article.item_id = put(by=by, new=item)
    entry = Entry(
        article.item_id, address, Kind.ARTICLE.value, article.title, new.document.text,
        summary=article.summary, language=language, access=article.access,
        published_at=item.published_at,
    )  # fmt: skip
    index(by=by, entry=entry)
    if comments_are_public():
        open_area(by=by, new=NewArea(address, article.title[:200], audience=Reach.PUBLIC))


def _subjects(front: Front) -> tuple[str, ...]:
    """What it is about: its own keywords first, then the headings it stands under."""
    words = [word for group in front.keywords for word in group.words]
    return (*words, *front.subjects)


def comments_are_public() -> bool:
    """Whether what people write here becomes public under the policy in force."""
    return str(in_force().settings.get("ugc_default_audience", "")).lower() == "public"


def picture_path(image: Image) -> Path:
    """Where a picture lies."""
    folder = Path(settings.MEDIA_ROOT) / "articles" / image.key[:2]
    return folder / f"{image.key}.{image.suffix}"


def store_picture(made: Made) -> None:
    """Write a picture under the name of its content; one that is there is not written again."""
    path = picture_path(made.image)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as opened:
        opened.write(made.content)
    Path(opened.name).replace(path)
