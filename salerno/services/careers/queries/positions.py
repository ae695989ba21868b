"""Positions and employers: about nobody, and read by everybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from salerno.policy.purposes import CAREERS
from salerno.privacy import clock
from salerno.privacy.doing import query
from salerno.services.accounts.values import Specialty
from salerno.services.accounts.values.countries import shown_countries
from salerno.services.careers import models
from salerno.services.careers.values import (
    EmployerShown,
    Facet,
    Found,
    PostingShown,
    Practice,
    Search,
    Verified,
)

PAGE = 20
_POSTING = (
    "pk", "title", "text", "specialty", "practice", "city", "country", "visa", "opens_at",
    "expires_at", "employer_id", "employer__name", "employer__website",
)  # fmt: skip
_EMPLOYER = ("pk", "name", "website", "city", "country", "about", "state", "contract")


def _live() -> QuerySet[models.Posting]:
    now = clock.now()
    rows = models.Posting.objects.filter(opens_at__lte=now, expires_at__gt=now)
    return rows.filter(employer__state=Verified.YES)


def _asked(search: Search, *, but: str = "") -> QuerySet[models.Posting]:
    rows = _live()
    for facet in ("specialty", "country", "practice"):
        value = getattr(search, facet)
        if value and facet != but:
            rows = rows.filter(**{facet: value})
    if search.visa:
        rows = rows.filter(visa=True)
    for word in search.q.split()[:8]:
        said = Q(title__icontains=word) | Q(text__icontains=word) | Q(city__icontains=word)
        rows = rows.filter(said)
    return rows


@query(CAREERS)
def found(search: Search, number: int = 1) -> Found:
    """A page of the positions that fit, with the facets of all. Five statements."""
    rows = _asked(search).order_by("-opens_at", "-pk")
    start = (number - 1) * PAGE
    listed = [_posting(one) for one in rows.values_list(*_POSTING)[start : start + PAGE]]
    titles: dict[str, dict[Any, Any]] = {
        "specialty": dict(Specialty.choices),
        "country": dict(shown_countries()),
        "practice": dict(Practice.choices),
    }
    facets = {name: _facet(search, name, said) for name, said in titles.items()}
    return Found(tuple(listed), rows.count(), facets)


def _facet(search: Search, name: str, titles: dict[Any, Any]) -> list[Facet]:
    rows = _asked(search, but=name).values_list(name).annotate(n=Count("pk")).order_by("-n", name)
    return [Facet(value, str(titles.get(value, value)), count) for value, count in rows]


@query(CAREERS)
def posting(number: int) -> PostingShown | None:
    """A position that stands, or None. One statement."""
    row = _live().filter(pk=number).values_list(*_POSTING).first()
    return None if row is None else _posting(row)


@query(CAREERS)
def opened_since(moment: datetime) -> list[PostingShown]:
    """The positions that opened after a moment and still stand. One statement."""
    rows = _live().filter(opens_at__gt=moment).order_by("-opens_at", "-pk")
    return [_posting(one) for one in rows.values_list(*_POSTING)[:1000]]


@query(CAREERS)
def postings_of(employer_id: int) -> list[PostingShown]:
    """All positions of an employer, also those that ended. One statement."""
    rows = models.Posting.objects.filter(employer_id=employer_id).order_by("-opens_at", "-pk")
    return [_posting(one) for one in rows.values_list(*_POSTING)[:200]]


@query(CAREERS)
def employer(number: int) -> EmployerShown | None:
    """An employer, whatever its state. One statement."""
    row = models.Employer.objects.filter(pk=number).values_list(*_EMPLOYER).first()
    return None if row is None else EmployerShown(*row)


@query(CAREERS)
def employers(*, state: str = "") -> list[EmployerShown]:
    """Employers by name, of one state or all. One statement."""
    rows = models.Employer.objects.order_by("name", "pk")
    rows = rows.filter(state=state) if state else rows
    return [EmployerShown(*one) for one in rows.values_list(*_EMPLOYER)[:500]]


@query(CAREERS)
def own_employers() -> list[EmployerShown]:
    """The employers for whom the viewer acts. One statement."""
    rows = models.WorksFor.objects.order_by("employer__name", "pk")
    columns = tuple(f"employer__{one}" for one in _EMPLOYER)
    return [EmployerShown(*one) for one in rows.values_list(*columns)]


def _posting(row: tuple[Any, ...]) -> PostingShown:
    return PostingShown(*row)
