"""What the desk looks after: programs, what they bought, and who administers them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

from django.utils.translation import gettext as _

from salerno.policy.purposes import SEAT
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import untie
from salerno.services.accounts.queries import who_signs_in
from salerno.services.institutions import actions as institutions
from salerno.services.institutions.values import Appointment, Kind, NewOrganisation
from salerno.services.programs import queries
from salerno.services.programs.actions.seats import settle, tie_all
from salerno.services.programs.clauses import APPOINTMENT
from salerno.services.programs.models import Administrator, Block, Program, Seat
from salerno.services.programs.values import NewProgram
from salerno.services.programs.values import Program as Body


@action(AUTHENTICATE)
def add_program(*, by: Viewer, new: NewProgram) -> int:
    """Write down a program. It needs a contract that promises confidentiality, and its end."""
    check_offered()
    if not new.contract.strip() or not new.is_confidential:
        raise Refused(
            _("A program needs a contract that promises confidentiality. Nothing was stored."),
            status=422,
        )
    if new.contract_ends < clock.today():
        raise Refused(_("This contract has ended already. Nothing was stored."), status=422)
    if Program.objects.filter(slug=new.slug).exists():
        raise Refused(_("There is a program at this address already."), status=409)
    body = NewOrganisation(
        f"program-{new.slug}"[:60], new.name, Kind.PROGRAM, new.country, new.contract, True
    )
    made = Program.objects.create(
        slug=new.slug, name=new.name, address=new.address, country=new.country,
        contract=new.contract, contract_ends=new.contract_ends,
        organisation_id=institutions.add_organisation(by=by, new=body),
    )  # fmt: skip
    return int(made.pk)


@action(AUTHENTICATE)
def add_block(*, by: Viewer, slug: str, count: int, reference: str, until: date) -> None:
    """Write down seats that a program has paid for; seats that waited for it go on."""
    body = there(slug)
    if not 1 <= count <= 10_000 or not reference.strip():
        raise Refused(_("Between 1 and 10,000 seats, and the number of the bill."), status=422)
    ends = datetime.combine(until, datetime.max.time(), clock.now().tzinfo)
    if ends <= clock.now():
        raise Refused(_("The last day has passed already."), status=422)
    if Block.objects.filter(reference=reference.strip()).exists():
        raise Refused(_("This bill is written down already."), status=409)
    Block.objects.create(
        program_id=body.id, count=count, reference=reference.strip()[:60], until=ends
    )
    settle(by=by, program=body)


@action(AUTHENTICATE)
def end_block(*, by: Viewer, slug: str, reference: str) -> None:
    """A bill was not paid, or was given back: its seats end now."""
    body = there(slug)
    rows = Block.objects.filter(program_id=body.id, reference=reference, ended_at=None)
    if not rows.update(ended_at=clock.now()):
        raise Refused(_("There is no such bill that still counts."), status=404)
    settle(by=by, program=body)


@action(AUTHENTICATE, collects=APPOINTMENT)
def appoint(*, by: Viewer, slug: str, email: str) -> None:
    """Let somebody administer a program: they see those on its paid seats, and nobody else."""
    body, reader = there(slug), who_signs_in(email)
    Administrator.objects.get_or_create(owner_id=reader, program_id=body.id)
    if body.body:
        post = Appointment(email)
        institutions.appoint_administrator(by=by, slug=body.body, new=post)
    settle(by=by, program=body)
    tie_all(body)


@action(AUTHENTICATE)
def dismiss(*, by: Viewer, slug: str, email: str) -> None:
    """End it, at once."""
    body, reader = there(slug), who_signs_in(email)
    if not Administrator.objects.filter(owner_id=reader, program_id=body.id).delete()[0]:
        raise Refused(_("This person administers no such program."), status=404)
    if body.body:
        with suppress(Refused):  # the desk of institutions may have dismissed them before
            institutions.dismiss_administrator(by=by, slug=body.body, email=email)
    for owner in Seat.objects.filter(program_id=body.id).values_list("owner_id", flat=True):
        untie(owner, reader, SEAT, scope=body.scope)


def check_offered() -> None:
    """Raises Refused (404) where the pack lets no program pay for seats."""
    if not queries.is_offered():
        raise Refused(_("No program pays for seats here."), status=404)


def there(slug: str) -> Body:
    """The program of an address. Raises Refused (404) where there is none."""
    check_offered()
    found = queries.program_at(slug)
    if found is None:
        raise Refused(_("There is no such program."), status=404)
    return found
