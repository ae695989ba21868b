"""What the desk does: institutions, who they say belongs to them, and who looks after them."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, BILLING, PARTNER
from salerno.privacy import clock
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import tie, untie
from salerno.services.access import actions as access
from salerno.services.accounts.queries import who_signs_in
from salerno.services.institutions.clauses import APPOINTMENT_POINT, CLAIM_POINT
from salerno.services.institutions.models import Administrator, Affiliation, Organisation
from salerno.services.institutions.queries import (
    HOUSE,
    LIVE,
    belonging_is_offered,
    organisation_at,
    reports_are_offered,
)
from salerno.services.institutions.values import Appointment, NewOrganisation, Source
from salerno.services.institutions.values import Organisation as Body

MOST_COHORT = 60
ONCE_IN = timedelta(days=30)  # no second letter before


@action(AUTHENTICATE)
def add_organisation(*, by: Viewer, new: NewOrganisation) -> int:
    """Write down a partner. It needs its contract and its promise to pass nothing on."""
    check_offered()
    if not new.contract.strip() or not new.bans_passing_on:
        raise Refused(
            _("A partner needs a contract that bans passing on. Nothing was stored."), status=422
        )
    if Organisation.objects.filter(slug=new.slug).exists():
        raise Refused(_("There is an institution at this address already."), status=409)
    made = Organisation.objects.create(
        slug=new.slug, name=new.name, kind=new.kind, country=new.country, contract=new.contract,
        bans_passing_on=True,
    )  # fmt: skip
    return int(made.pk)


@action(AUTHENTICATE, collects=CLAIM_POINT)
def affiliate(
    *, by: Viewer, slug: str, email: str, known_as: str, source: Source, cohort: str = ""
) -> bool:
    """Write down that an institution says that somebody belongs to it. It waits for their answer.

    Whoever ended it is asked anew; what was confirmed stays as it is. Whether a letter may say
    so: not to somebody who was asked within a month.
    """
    body, owner = body_at(slug), who_signs_in(email)
    rows = Affiliation.objects.filter(owner_id=owner, organisation_id=body.id)
    known = rows.values_list("claimed_at", "ended_at").first()
    if known is not None:
        rows.exclude(ended_at=None).update(
            known_as=known_as, cohort=one_line(cohort), source=source, claimed_at=clock.now(),
            confirmed_at=None, ended_at=None,
        )  # fmt: skip
    else:
        Affiliation.objects.create(
            owner_id=owner, organisation_id=body.id, known_as=known_as, source=source,
            cohort=one_line(cohort),
        )  # fmt: skip
    return known is None or (known[1] is not None and known[0] < clock.now() - ONCE_IN)


@action(AUTHENTICATE, collects=APPOINTMENT_POINT)
def appoint_administrator(*, by: Viewer, slug: str, new: Appointment) -> None:
    """Let somebody look after an institution, or one cohort of it.

    They see those who confirmed, and no others; where nothing is reported, nobody at all. The
    bills go to the first who looks after all of it, until another takes them.
    """
    body, reader = body_at(slug), who_signs_in(new.email)
    rows = Administrator.objects.filter(organisation_id=body.id)
    if new.bills:
        rows.exclude(owner_id=reader).update(is_billing=False)
    row, _made = rows.get_or_create(owner_id=reader, organisation_id=body.id)
    cohort = one_line(new.cohort)
    bills = new.bills or row.is_billing or not (cohort or rows.filter(is_billing=True).exists())
    rows.filter(pk=row.pk).update(cohort=cohort, is_billing=bills)
    for owner, theirs in _confirmed(body.id):
        if reports_are_offered() and cohort in ("", theirs):
            tie(owner, reader, PARTNER, scope=body.scope)
        else:
            untie(owner, reader, PARTNER, scope=body.scope)


@action(AUTHENTICATE)
def dismiss_administrator(*, by: Viewer, slug: str, email: str) -> None:
    """End it, at once."""
    body, reader = body_at(slug), who_signs_in(email)
    if not Administrator.objects.filter(owner_id=reader, organisation_id=body.id).delete()[0]:
        raise Refused(_("This person does not look after that institution."), status=404)
    for owner, _cohort in _confirmed(body.id):
        untie(owner, reader, PARTNER, scope=body.scope)


@action(ACCOUNT)
def hold(*, by: Viewer, organisation_id: int) -> None:
    """Let nobody else take a seat of an institution until this action is over."""
    Organisation.objects.select_for_update().get(pk=organisation_id)


def check_offered() -> None:
    """Raises Refused (404) where the pack lets nobody belong to an institution."""
    if not belonging_is_offered():
        raise Refused(_("Nobody belongs to an institution here."), status=404)


def body_at(slug: str) -> Body:
    """The institution of an address. Raises Refused (404) where there is none."""
    check_offered()
    found = organisation_at(slug)
    if found is None:
        raise Refused(_("There is no such institution. Add it first."), status=404)
    return found


def tie_one(owner: int, organisation_id: int, cohort: str) -> None:
    """Let those who look after a cohort see somebody in it, where anything is reported."""
    if not reports_are_offered():
        return
    rows = Administrator.objects.filter(organisation_id=organisation_id, cohort__in=("", cohort))
    for reader in rows.order_by("pk").values_list("owner_id", flat=True):
        tie(owner, reader, PARTNER, scope=scope_of(organisation_id))


def untie_one(owner: int, organisation_id: int) -> None:
    """Let nobody of an institution see somebody any more."""
    rows = Administrator.objects.filter(organisation_id=organisation_id)
    for reader in rows.order_by("pk").values_list("owner_id", flat=True):
        untie(owner, reader, PARTNER, scope=scope_of(organisation_id))


def end_seats(owner: int, organisation_id: int) -> None:
    """End what the seats of an institution opened for somebody."""
    with handover(BILLING, ground="somebody left an institution", viewer=HOUSE):
        access.end_scope(by=HOUSE, subject=owner, scope=scope_of(organisation_id))


def one_line(said: str) -> str:
    """The name of a cohort, in one line."""
    return " ".join(said.replace("\0", " ").split())[:MOST_COHORT]


def scope_of(organisation_id: int) -> str:
    """The scope of ties, and of what its seats open."""
    return f"institution:{organisation_id}"


def _confirmed(organisation_id: int) -> list[tuple[int, str]]:
    rows = Affiliation.objects.filter(LIVE, organisation_id=organisation_id)
    return list(rows.order_by("pk").values_list("owner_id", "cohort"))
