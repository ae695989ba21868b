"""What the person says. Nothing is seen before they confirm; leaving ends it at once."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, INSTITUTION_REPORTS
from salerno.privacy import choices, clock
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.institutions.actions.bodies import (
    check_offered,
    end_seats,
    tie_one,
    untie_one,
)
from salerno.services.institutions.clauses import ANSWER_POINT
from salerno.services.institutions.models import Affiliation
from salerno.services.institutions.queries import reports_are_offered


@action(ACCOUNT, collects=ANSWER_POINT)
def confirm(*, by: Viewer, affiliation: int) -> None:
    """The viewer says that it is so. From here on the administrators stand in a tie to them."""
    check_offered()
    row = _own(affiliation)
    if row.ended_at is not None:
        raise Refused(_("This has ended. The institution can ask you again."), status=409)
    if row.confirmed_at is None:
        Affiliation.objects.filter(pk=row.pk).update(confirmed_at=clock.now())
    with handover(AUTHENTICATE, ground="who looks after an institution"):
        tie_one(by.known, row.organisation_id, row.cohort)


@action(ACCOUNT)
def leave(*, by: Viewer, affiliation: int) -> None:
    """Decline what was claimed, or leave what was confirmed: nothing can be seen from now on,
    and what the institution's seats opened is closed.
    """
    row = _own(affiliation)
    Affiliation.objects.filter(pk=row.pk, ended_at=None).update(ended_at=clock.now())
    with handover(AUTHENTICATE, ground="who looked after an institution"):
        untie_one(by.known, row.organisation_id)
    end_seats(by.known, row.organisation_id)


@action(ACCOUNT)
def let_report(*, by: Viewer, is_given: bool) -> None:
    """Say yes or no to reports about oneself: a choice of its own, beside any affiliation."""
    if not reports_are_offered():
        raise Refused(_("We report to no institution that people belong to."), status=404)
    if not is_given and choices.is_given(by.known, INSTITUTION_REPORTS.id):
        choices.withdraw(by.known, INSTITUTION_REPORTS.id)
        return
    state = choices.State.GIVEN if is_given else choices.State.REFUSED
    choices.choose(by.known, choices.ask(INSTITUTION_REPORTS), state)


def _own(affiliation: int) -> Affiliation:
    row = Affiliation.objects.filter(pk=affiliation).first()
    if row is None:
        raise Refused(_("There is no such affiliation of yours."), status=404)
    return row
