"""Education records in a demand: one exemption of the law, or the student's signed consent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from salerno.policy.purposes import DESK
from salerno.privacy import clock
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.registry import registry
from salerno.privacy.subjects import layers_by_id
from salerno.services.accounts import queries as accounts
from salerno.services.desk.actions.parts import the_demand
from salerno.services.desk.clauses import DEMANDING
from salerno.services.desk.models import Demand, DemandPerson
from salerno.services.desk.rules import demands as rules
from salerno.services.desk.rules.demands import Exemption, Ground, Instrument


def is_education(clause_ids: Iterable[str]) -> bool:
    """Whether one of these clauses serves teaching, or what students contribute."""
    known = registry().clauses
    return any(
        rules.EDUCATION & {one.id for one in known[name].purposes}
        for name in clause_ids
        if name in known
    )


def why_not_named(row: Demand, layers: Iterable[str]) -> str:
    """Why somebody under these layers cannot be named in a file; "" where they can."""
    if "ferpa" not in layers or not is_education(row.clause_ids):
        return ""
    if row.ground == Ground.COOPERATION:
        return _("Education records are not given by mere cooperation: no exception covers it.")
    if row.instrument == Instrument.INVESTIGATION:
        return ""  # we look ourselves, and nothing leaves by that
    return _without_exemption(row)


def why_not_given(row: Demand, people: Iterable[DemandPerson]) -> str:
    """Why education records of these people cannot leave; "" where they can."""
    if not is_education(row.clause_ids):
        return ""
    students = [one for one in people if "ferpa" in layers_by_id(one.owner_id)]
    if not students:
        return ""
    if row.exemption == Exemption.CONSENT and not all(one.consent for one in students):
        return _("The consent that each student signed and dated is on record first.")
    return _without_exemption(row)


def _without_exemption(row: Demand) -> str:
    if row.exemption:
        return ""
    return _(
        "What a student contributed is an education record. File it with the exemption that lets "
        "it out, or with signed consent."
    )


@action(DESK, collects=DEMANDING)
def note_consent(
    *, by: Viewer, reference: str, address: str, filed: str, signed_date: date | None
) -> None:
    """Write down where the consent is filed that somebody signed, and the day on it."""
    row = the_demand(by, reference)
    if row.exemption != Exemption.CONSENT:
        raise Refused(_("This file does not rest on consent."), status=409)
    if not filed.strip() or signed_date is None or signed_date > clock.today():
        raise Refused(
            _("Say where the paper is filed, and the day on which it was signed."), status=422
        )
    with handover(AUTHENTICATE, ground=f"whose consent is in {row.reference}"):
        subject = accounts.subject_of_address(address)
    named = DemandPerson.objects.filter(demand_id=row.pk, owner_id=subject or 0)
    if not named.update(consent=filed.strip()[:200], consent_date=signed_date):
        raise Refused(_("The file names nobody of this address."), status=422)
