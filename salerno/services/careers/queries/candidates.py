"""Profiles as employers find them. What is hidden, and who blocked them, is not there."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from salerno.policy.purposes import CAREERS
from salerno.privacy import audit
from salerno.privacy.context import Viewer, handover, viewer
from salerno.privacy.doing import query
from salerno.services.careers.clauses import (
    CONTACT_EMAIL,
    CONTACT_NAME,
    CONTACT_PHONE,
    PROFILE,
)
from salerno.services.careers.models import Block, Profile
from salerno.services.careers.queries.standing import check_employs
from salerno.services.careers.rules import POOL
from salerno.services.careers.values import Candidate, Search

MOST = 50
ROLE = "employer"
_COLUMNS = (
    "number", "headline", "specialty", "country", "practice", "needs_visa", "statement", "name",
    "email", "phone",
)  # fmt: skip
READ = (PROFILE, CONTACT_NAME, CONTACT_EMAIL, CONTACT_PHONE)


@query(CAREERS)
def candidates(employer_id: int, search: Search) -> tuple[list[Candidate], int]:
    """The profiles that fit, and how many there are. Each of those shown can read of the look.

    Raises Refused (404) unless the viewer acts for this employer and it is verified.
    """
    check_employs(viewer(), employer_id)
    rows = _pool(_blocked(employer_id))
    for facet in ("specialty", "country", "practice"):
        if getattr(search, facet):
            rows = rows.filter(**{facet: getattr(search, facet)})
    for word in search.q.split()[:8]:
        rows = rows.filter(headline__icontains=word)
    listed = list(rows.order_by("-changed_at", "pk").values_list("pk", *_COLUMNS)[:MOST])
    people, reason = [one[0] for one in listed], f"search for people, employer {employer_id}"
    audit.record_looks(people, viewer().known, role=ROLE, reason=reason, clauses=READ)
    return [_candidate(one[1:]) for one in listed], rows.count()


@query(CAREERS)
def candidate(employer_id: int, number: int) -> Candidate | None:
    """One profile, or None where this employer finds none. The person can read of the look."""
    check_employs(viewer(), employer_id)
    rows = _pool(_blocked(employer_id)).filter(number=number)
    row = rows.values_list("pk", *_COLUMNS).first()
    if row is None:
        return None
    reason = f"your physician profile, employer {employer_id}"
    audit.record_look(row[0], viewer().known, role=ROLE, reason=reason, clauses=READ)
    return _candidate(row[1:])


@query(CAREERS)
def in_pool(number: int, blocked: frozenset[int]) -> Candidate | None:
    """A profile as whoever stands among the employers sees it. One statement."""
    row = _pool(blocked).filter(number=number).values_list(*_COLUMNS).first()
    return None if row is None else _candidate(row)


def _pool(blocked: frozenset[int]) -> QuerySet[Profile]:
    """Those who can be found. The viewer's own profile is none of them: one finds others."""
    rows = Profile.objects.filter(scope=POOL, state__in=("masked", "open"))
    return rows.exclude(owner_id__in=[viewer().subject or 0, *blocked])


def _blocked(employer_id: int) -> frozenset[int]:
    """Who does not want to be found by this employer; the employer does not learn it."""
    with handover(CAREERS, ground="whom an employer may not find", viewer=Viewer.job("careers")):
        rows = Block.objects.filter(employer_id=employer_id)
        return frozenset(rows.values_list("owner_id", flat=True))


def _candidate(row: tuple[Any, ...]) -> Candidate:
    number, headline, specialty, country, practice, needs_visa, statement = row[:7]
    name, email, phone = (one or "" for one in row[7:])
    return Candidate(
        number, headline or "", specialty or "", country or "", practice or "",
        bool(needs_visa), statement or "", name, email, phone,
    )  # fmt: skip
