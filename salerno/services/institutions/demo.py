"""A partner of the demonstration: who reads its reports, and somebody who has not answered yet."""

from __future__ import annotations

from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.queries import subject_of_address
from salerno.services.institutions import actions, queries
from salerno.services.institutions.values import Appointment, NewOrganisation, Source

BODY = NewOrganisation(
    "sandhill", "Sandhill Children’s Hospital", "hospital", "US",
    "partner agreement SH-2026-03", True,
)  # fmt: skip
READER = "partner@example.org"
COHORT = "Autumn 2026"
ASKED = ("member@example.org", "Okafor, Miriam")


def load() -> None:
    """Make the partner, where people may belong to one. A second run changes nothing."""
    if not queries.belonging_is_offered():
        return
    by = Viewer.job("demonstration")
    with entered(AUTHENTICATE, by):
        if queries.organisation_at(BODY.slug) is not None:
            return
        actions.add_organisation(by=by, new=BODY)
        if subject_of_address(READER) is not None:
            new = Appointment(READER, bills=True)
            actions.appoint_administrator(by=by, slug=BODY.slug, new=new)
        if subject_of_address(ASKED[0]) is not None:
            actions.affiliate(
                by=by, slug=BODY.slug, email=ASKED[0], known_as=ASKED[1], source=Source.DESK,
                cohort=COHORT,
            )  # fmt: skip
