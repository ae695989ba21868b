"""Institutions, those who belong to them, and those who read their reports, for tests."""

from __future__ import annotations

from salerno.policy.purposes import ACCOUNT, INSTITUTION_REPORTS
from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.institutions import actions, queries
from salerno.services.institutions.values import Appointment, NewOrganisation, Source
from tests.people import Person

DESK = Viewer.job("desk")


def partner(slug: str = "sandhill") -> str:
    """An institution under contract; its address."""
    new = NewOrganisation(slug, slug.title(), "hospital", "US", "Agreement 7 of 2026", True)
    with entered(AUTHENTICATE, DESK):
        actions.add_organisation(by=DESK, new=new)
    return slug


def claimed(who: Person, slug: str, known_as: str = "", cohort: str = "") -> int:
    """Somebody of whom an institution says that they belong to it; the affiliation's number."""
    with entered(AUTHENTICATE, DESK):
        actions.affiliate(
            by=DESK, slug=slug, email=who.email, known_as=known_as or who.email,
            source=Source.DESK, cohort=cohort,
        )  # fmt: skip
    with entered(ACCOUNT, who.viewer):
        found = queries.own_affiliations()
    return next(one.id for one in found if one.organisation.slug == slug)


def confirmed(who: Person, slug: str, known_as: str = "", cohort: str = "") -> int:
    """The same, confirmed by the person."""
    number = claimed(who, slug, known_as, cohort)
    with entered(ACCOUNT, who.viewer):
        actions.confirm(by=who.viewer, affiliation=number)
    return number


def agreed(who: Person, is_given: bool = True) -> None:
    """The person lets it be reported, or not any more."""
    with entered(ACCOUNT, who.viewer):
        actions.let_report(by=who.viewer, is_given=is_given)


def appointed(who: Person, slug: str, cohort: str = "", bills: bool = False) -> Person:
    """Somebody who looks after an institution."""
    with entered(AUTHENTICATE, DESK):
        new = Appointment(who.email, cohort, bills)
        actions.appoint_administrator(by=DESK, slug=slug, new=new)
    return who


def seen(reader: Person, slug: str) -> list[str]:
    """Whom a reader finds of an institution, by the name it knows them by."""
    with entered(AUTHENTICATE, DESK):
        body = queries.organisation_at(slug)
    assert body is not None
    with entered(INSTITUTION_REPORTS, reader.viewer):
        return [one.known_as for one in queries.affiliated(body.id)]
