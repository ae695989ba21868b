"""What may be read about affiliations. An administrator finds those who confirmed and agreed."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Q

from salerno.policy.bodies import Body
from salerno.policy.purposes import ACCOUNT, BILLING, INSTITUTION_REPORTS, SHARED
from salerno.privacy.context import Viewer, entered, handover, viewer
from salerno.privacy.doing import query
from salerno.privacy.law import in_force
from salerno.privacy.purposes import AUTHENTICATE, RIGHTS
from salerno.services.institutions import models
from salerno.services.institutions.values import (
    Affiliated,
    CohortTally,
    Organisation,
    OwnAffiliation,
    Post,
    Standing,
    Tally,
)

_BODY = ("pk", "slug", "name", "kind", "country", "contract", "bans_passing_on")
SLUG = 60
LIVE = Q(confirmed_at__isnull=False, ended_at=None)
HOUSE = Viewer.job("institutions")


def reports_are_offered() -> bool:
    """Whether the pack in force reports to institutions that people belong to."""
    return in_force().settings["partner_reports"] == "affiliated_institutions"


def belonging_is_offered() -> bool:
    """Whether the pack in force lets people belong to an institution, reports or none."""
    return bool(in_force().settings["belonging"]) or reports_are_offered()


@query(*SHARED, AUTHENTICATE)
def organisation_at(slug: str) -> Organisation | None:
    """The organisation of an address, or None."""
    row = models.Organisation.objects.filter(slug=slug[:SLUG]).values_list(*_BODY).first()
    return Organisation(*row) if row else None


@query(RIGHTS)
def titles(numbers: Collection[str]) -> dict[str, str]:
    """What organisations are called, by their numbers as a scope writes them. One statement."""
    asked = [int(one) for one in numbers if one.isascii() and one.isdigit() and len(one) < 19]
    rows = models.Organisation.objects.filter(pk__in=asked).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}


@query(AUTHENTICATE)
def tallies() -> list[Tally]:
    """Every organisation with how many stand where, in three statements."""
    bodies = [Organisation(*one) for one in _bodies()]
    rows = models.Affiliation.objects.values("organisation_id").annotate(
        claimed=Count("pk", filter=Q(confirmed_at=None, ended_at=None)),
        confirmed=Count("pk", filter=LIVE),
    )
    counted = {one["organisation_id"]: (one["claimed"], one["confirmed"]) for one in rows}
    readers = dict(
        models.Administrator.objects.values_list("organisation_id").annotate(n=Count("pk"))
    )
    return [Tally(one, *counted.get(one.id, (0, 0)), readers.get(one.id, 0)) for one in bodies]


def _bodies() -> list[tuple[int, str, str, str, str, str, bool]]:
    return list(models.Organisation.objects.order_by("name", "pk").values_list(*_BODY))


@query(ACCOUNT)
def own_affiliations() -> list[OwnAffiliation]:
    """Where the viewer belongs, as institutions say and as they answered. One statement."""
    rows = models.Affiliation.objects.order_by("-claimed_at", "-pk").select_related("organisation")
    return [_own(one) for one in rows]


@query(*SHARED)
def own_bodies() -> tuple[int, ...]:
    """The ids of the organisations that the viewer confirmed to belong to. One statement."""
    if viewer().subject is None or not belonging_is_offered():
        return ()
    with handover(ACCOUNT, ground="what the viewer's institutions have licensed"):
        rows = models.Affiliation.objects.filter(LIVE).order_by("organisation_id")
        return tuple(rows.values_list("organisation_id", flat=True))


@query(*SHARED)
def own_organisations() -> list[Organisation]:
    """The organisations that the viewer confirmed to belong to. One statement."""
    if viewer().subject is None or not belonging_is_offered():
        return []
    with handover(ACCOUNT, ground="where the viewer belongs"):
        paths = [f"organisation__{one}" for one in _BODY]
        rows = models.Affiliation.objects.filter(LIVE).order_by("organisation__name", "pk")
        return [Organisation(*one) for one in rows.values_list(*paths)]


def _own(one: models.Affiliation) -> OwnAffiliation:
    body = Organisation(*(getattr(one.organisation, name) for name in _BODY))
    return OwnAffiliation(
        one.pk, body, one.known_as, one.source, standing(one), one.claimed_at, one.confirmed_at,
        one.ended_at, one.cohort,
    )  # fmt: skip


def standing(one: models.Affiliation) -> Standing:
    """Where an affiliation stands."""
    if one.ended_at is not None:
        return Standing.ENDED
    return Standing.CLAIMED if one.confirmed_at is None else Standing.CONFIRMED


@query(ACCOUNT, INSTITUTION_REPORTS)
def administered(subject: int) -> list[Organisation]:
    """The organisations that somebody looks after. One statement."""
    return [one.organisation for one in _posts(subject)]


@query(*SHARED)
def posts(subject: int) -> list[Post]:
    """The same, with the cohort that is theirs, and whether the bills go to them."""
    return _posts(subject)


def _posts(subject: int) -> list[Post]:
    with handover(AUTHENTICATE, ground="who looks after an institution"):
        paths = [f"organisation__{one}" for one in _BODY]
        rows = models.Administrator.objects.filter(owner_id=subject)
        found = rows.order_by("organisation__name", "pk")
        return [
            Post(Organisation(*one[:-2]), one[-2], one[-1])
            for one in found.values_list(*paths, "cohort", "is_billing")
        ]


def billed_by(subject: int) -> tuple[Body, ...]:
    """The organisations whose bills go to somebody: they may buy for them. One statement."""
    if not belonging_is_offered():
        return ()
    with entered(BILLING, Viewer.person(subject), ground="whom somebody buys for"):
        found = [one.organisation for one in posts(subject) if one.is_billing]
    return tuple(Body(one.id, one.name) for one in found)


@query(ACCOUNT)
def cohorts(post: Post) -> list[CohortTally]:
    """The cohorts of a post in figures. Nobody is named. One statement."""
    with handover(AUTHENTICATE, ground="how many belong", viewer=HOUSE):
        rows = models.Affiliation.objects.filter(
            organisation_id=post.organisation.id, ended_at=None
        )
        if post.cohort:
            rows = rows.filter(cohort=post.cohort)
        counted = rows.values("cohort").annotate(
            asked=Count("pk", filter=Q(confirmed_at=None)), confirmed=Count("pk", filter=LIVE)
        )
        found = counted.order_by("cohort").values_list("cohort", "asked", "confirmed")
        return [CohortTally(*one) for one in found]


@query(INSTITUTION_REPORTS)
def affiliated(organisation_id: int) -> list[Affiliated]:
    """Those who confirmed that they belong there and did not close themselves to reports.

    The gate answers: a tie leads from the viewer to each of them, or their row is not there.
    """
    rows = models.Affiliation.objects.filter(LIVE, organisation_id=organisation_id)
    columns = ("owner_id", "known_as", "confirmed_at")
    return [Affiliated(*one) for one in rows.order_by("known_as", "pk").values_list(*columns)]
