"""Offering seats, by mail or by a roster. A letter says what the program will see, before all.

Whoever is offered a seat is the subject of the address. Somebody without an account is known by
it alone, and is erased with it: when they take the seat, say no, or let it run out.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.policy import store
from salerno.policy.purposes import CORRESPONDENCE, INSTITUTION_REPORTS
from salerno.privacy import clock, rights
from salerno.privacy.context import Viewer, entered, handover, open_act
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import new_subject
from salerno.services.accounts.queries import subject_of_address
from salerno.services.post.actions import send
from salerno.services.post.values import NewLetter
from salerno.services.programs import queries
from salerno.services.programs.clauses import INVITING
from salerno.services.programs.models import Invitation, Seat
from salerno.services.programs.queries.seats import HOUSE
from salerno.services.programs.rules import INVITATION_DAYS
from salerno.services.programs.values import Entry, Invited, Offer, Program, Source


@action(INSTITUTION_REPORTS)
def invite(
    *, by: Viewer, program: Program, entries: Sequence[Entry], source: str, basis: str, base: str
) -> Invited:
    """Offer seats to those of a list; how many letters went, and the lines that did not.

    ``basis``: why the program may name them to us, in its own words. Raises Refused (404) for a
    program that the viewer does not administer, 422 without a basis.
    """
    if program.id not in {one.id for one in queries.administered(by.known)}:
        raise Refused(_("There is no such program of yours."), status=404)
    words = " ".join(basis.replace("\0", " ").split())[:200]
    if len(words) < 10:
        raise Refused(_("Say in a sentence why you may name these people to us."), status=422)
    if not queries.bought(program).count:
        raise Refused(_("No seat is paid for. Nothing was sent."), status=409)
    sent, wrong = 0, []
    with handover(CORRESPONDENCE, ground="a program offers seats", viewer=HOUSE):
        for one in entries:
            why = offer_seat(
                by=HOUSE, program=program, entry=one, why=(Source(source), words), base=base
            )
            if why:
                wrong.append((one.line, why))
            else:
                sent += 1
    return Invited(sent, tuple(wrong))


@action(CORRESPONDENCE, collects=INVITING)
def offer_seat(
    *, by: Viewer, program: Program, entry: Entry, why: tuple[Source, str], base: str
) -> str:
    """Write one offer down and send its letter; why not, or "" when it went."""
    open_act().source = "other"
    now = clock.now()
    rows = Invitation.objects.filter(program_id=program.id, email=entry.email)
    if rows.filter(ends_at__gt=now).exists():
        return _("a letter is on its way to this address already")
    with handover(AUTHENTICATE, ground="whose address it is"):
        known = subject_of_address(entry.email)
        seats = Seat.objects.filter(program_id=program.id, until=None, owner_id=known or 0)
        if seats.exists():
            return _("this person sits on a seat of yours already")
    key = secrets.token_urlsafe(24)
    made = Invitation.objects.create(
        owner_id=known or new_subject(), program_id=program.id, email=entry.email,
        name=entry.name, key_digest=hashlib.sha256(key.encode()).hexdigest(), source=why[0],
        basis=why[1], is_mere=known is None, ends_at=now + timedelta(days=INVITATION_DAYS),
    )  # fmt: skip
    send(by=by, letter=_letter(program, made, f"{base}/programs/join/{key}"))
    return ""


def _letter(program: Program, made: Invitation, address: str) -> NewLetter:
    operator = store.pack().policy.operator
    page = {
        "program": program, "name": made.name, "operator": operator, "days": INVITATION_DAYS,
        "basis": made.basis, "action_address": address, "action": _("Read on, and decide here"),
    }  # fmt: skip
    text: str = render_to_string("programs/invitation.txt", page)
    title = _("%s offers you a seat") % program.name
    sender = f"{operator.name} <{operator.email}>"
    return NewLetter(made.owner_id, "seat", made.email, sender, title, text.strip())


@action(CORRESPONDENCE)
def close(*, by: Viewer, offer: Offer) -> None:
    """The offer and its address are gone."""
    Invitation.objects.filter(pk=offer.id).delete()


def turn_down(offer: Offer) -> None:
    """Say no, and forget who was known by the offer alone."""
    close(by=HOUSE, offer=offer)
    forget(offer)


def end_late() -> int:
    """End the offers that nobody answered in time, addresses and all; how many."""
    with entered(CORRESPONDENCE, HOUSE, ground="periodic"):
        late = queries.late_offers()
        for one in late:
            close(by=HOUSE, offer=one)
            forget(one)
    return len(late)


def forget(offer: Offer) -> None:
    """Erase who was known by an offer alone."""
    if offer.is_mere:
        rights.erase(offer.invitee, ground=_("known by an offer alone, which has ended"))
