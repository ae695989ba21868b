"""Learners of the demonstration who let their institution read how they do."""

from __future__ import annotations

from salerno.policy.purposes import ACCOUNT, INSTITUTION_REPORTS
from salerno.privacy import choices
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Reach
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import actions as accounts
from salerno.services.accounts.queries import subject_of_address
from salerno.services.institutions import actions, queries
from salerno.services.institutions.values import Source, Standing

SLUG = "sandhill"
AGREED = (
    ("learner-1@example.org", "Nwosu, Amara", "Boston", "Massachusetts"),
    ("learner-2@example.org", "Tran, Bao", "Worcester", "Massachusetts"),
)


def load() -> None:
    """Let two learners confirm and agree, where there are any. A second run changes nothing."""
    if not queries.reports_are_offered():
        return
    by = Viewer.job("demonstration")
    for email, known_as, city, state in AGREED:
        with entered(AUTHENTICATE, by):
            subject = subject_of_address(email)
            if subject is None or queries.organisation_at(SLUG) is None:
                continue
            actions.affiliate(
                by=by, slug=SLUG, email=email, known_as=known_as, source=Source.ROSTER
            )
        _answer(Viewer.person(subject), city, state)


def _answer(me: Viewer, city: str, state: str) -> None:
    """Confirm, agree, and show a place, unless that was done before."""
    with entered(ACCOUNT, me):
        for one in queries.own_affiliations():
            if one.organisation.slug == SLUG and one.standing == Standing.CLAIMED:
                actions.confirm(by=me, affiliation=one.id)
        if choices.is_given(me.known, INSTITUTION_REPORTS.id):
            return
        actions.let_report(by=me, is_given=True)
        place = {"city": city, "state": state, "country": "US"}
        accounts.change_profile(by=me, lines=place, audiences={"location": Reach.PROGRAM})
