"""The verbs of affiliation. Nothing is seen before the person confirms; leaving ends it at once."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, INSTITUTION_REPORTS, PARTNER
from salerno.privacy import choices, clock
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import tie, untie
from salerno.services.accounts.queries import subject_of_address
from salerno.services.institutions.clauses import ANSWER_POINT, APPOINTMENT_POINT, CLAIM_POINT
from salerno.services.institutions.models import Administrator, Affiliation, Organisation
from salerno.services.institutions.queries import LIVE, organisation_at, reports_are_offered
from salerno.services.institutions.values import NewOrganisation, Source
from salerno.services.institutions.values import Organisation as Body


@action(AUTHENTICATE)
def add_organisation(*, by: Viewer, new: NewOrganisation) -> int:
    """Write down a partner. Reports need its contract and its promise to pass nothing on."""
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
def affiliate(*, by: Viewer, slug: str, email: str, known_as: str, source: Source) -> None:
    """Write down that an institution says that somebody belongs to it. It waits for their answer.

    Whoever ended it is asked anew; what was confirmed stays as it is.
    """
    body, owner = _body(slug), _somebody(email)
    rows = Affiliation.objects.filter(owner_id=owner, organisation_id=body.id)
    if rows.exists():
        rows.exclude(ended_at=None).update(
            known_as=known_as, source=source, claimed_at=clock.now(), confirmed_at=None,
            ended_at=None,
        )  # fmt: skip
    else:
        Affiliation.objects.create(
            owner_id=owner, organisation_id=body.id, known_as=known_as, source=source
        )


@action(ACCOUNT, collects=ANSWER_POINT)
def confirm(*, by: Viewer, affiliation: int) -> None:
    """The viewer says that it is so. From here on the administrators stand in a tie to them."""
    check_offered()
    row = _own(affiliation)
    if row.ended_at is not None:
        raise Refused(_("This has ended. The institution can ask you again."), status=409)
    if row.confirmed_at is None:
        Affiliation.objects.filter(pk=row.pk).update(confirmed_at=clock.now())
    with handover(AUTHENTICATE, ground="who reads the reports of an institution"):
        readers = Administrator.objects.filter(organisation_id=row.organisation_id)
        for reader in readers.values_list("owner_id", flat=True):
            tie(by.known, reader, PARTNER, scope=_scope(row.organisation_id))


@action(ACCOUNT)
def leave(*, by: Viewer, affiliation: int) -> None:
    """Decline what was claimed, or leave what was confirmed: nothing can be seen from now on."""
    row = _own(affiliation)
    Affiliation.objects.filter(pk=row.pk, ended_at=None).update(ended_at=clock.now())
    with handover(AUTHENTICATE, ground="who read the reports of an institution"):
        readers = Administrator.objects.filter(organisation_id=row.organisation_id)
        for reader in readers.values_list("owner_id", flat=True):
            untie(by.known, reader, PARTNER, scope=_scope(row.organisation_id))


@action(ACCOUNT)
def let_report(*, by: Viewer, is_given: bool) -> None:
    """Say yes or no to reports about oneself: a choice of its own, beside any affiliation."""
    if not is_given and choices.is_given(by.known, INSTITUTION_REPORTS.id):
        choices.withdraw(by.known, INSTITUTION_REPORTS.id)
        return
    state = choices.State.GIVEN if is_given else choices.State.REFUSED
    choices.choose(by.known, choices.ask(INSTITUTION_REPORTS), state)


@action(AUTHENTICATE, collects=APPOINTMENT_POINT)
def appoint_administrator(*, by: Viewer, slug: str, email: str) -> None:
    """Let somebody read the reports of an institution: of those who confirmed, and no others."""
    body, reader = _body(slug), _somebody(email)
    Administrator.objects.get_or_create(owner_id=reader, organisation_id=body.id)
    for owner in _confirmed(body.id):
        tie(owner, reader, PARTNER, scope=body.scope)


@action(AUTHENTICATE)
def dismiss_administrator(*, by: Viewer, slug: str, email: str) -> None:
    """End it, at once."""
    body, reader = _body(slug), _somebody(email)
    if not Administrator.objects.filter(owner_id=reader, organisation_id=body.id).delete()[0]:
        raise Refused(_("This person reads no reports of that institution."), status=404)
    for owner in _confirmed(body.id):
        untie(owner, reader, PARTNER, scope=body.scope)


def check_offered() -> None:
    """Raises Refused (404) where the pack reports to no institution."""
    if not reports_are_offered():
        raise Refused(_("We report to no institution that people belong to."), status=404)


def _body(slug: str) -> Body:
    check_offered()
    found = organisation_at(slug)
    if found is None:
        raise Refused(_("There is no such institution. Add it first."), status=404)
    return found


def _somebody(email: str) -> int:
    found = subject_of_address(email)
    if found is None:
        raise Refused(
            _("Nobody signs in with this address. They make an account first."), status=422
        )
    return found


def _own(affiliation: int) -> Affiliation:
    row = Affiliation.objects.filter(pk=affiliation).first()
    if row is None:
        raise Refused(_("There is no such affiliation of yours."), status=404)
    return row


def _scope(organisation_id: int) -> str:
    return f"institution:{organisation_id}"


def _confirmed(organisation_id: int) -> list[int]:
    rows = Affiliation.objects.filter(LIVE, organisation_id=organisation_id)
    return list(rows.values_list("owner_id", flat=True))
