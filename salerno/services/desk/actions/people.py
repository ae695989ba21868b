"""Reaching the person of a case: looked at, changed, copied, erased. Each needs proof on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from salerno.policy.purposes import CASE, DESK, SUPPORT
from salerno.privacy import audit, clock, disclose, ledger, rights
from salerno.privacy.clauses import DISCLOSURES
from salerno.privacy.context import Viewer, entered, handover
from salerno.privacy.disclose import Party, Payload
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import RIGHTS
from salerno.privacy.registry import registry
from salerno.privacy.subjects import tie, untie
from salerno.services.accounts import actions as accounts
from salerno.services.accounts import queries as account_queries
from salerno.services.desk.actions.parts import step, the_case
from salerno.services.desk.actions.work import end_ties
from salerno.services.desk.clauses import WORKING
from salerno.services.desk.models import Case
from salerno.services.desk.rules.cases import SELF, Kind
from salerno.services.desk.values import PersonView, Verb

LOOK_HOURS = 8
CHANNELS = {"phone": "telephone", "post": "post", "mail": "mail", "page": "mail"}


@action(DESK, collects=WORKING)
def look_at_person(*, by: Viewer, reference: str, reason: str) -> None:
    """Open the person's data for one officer, for a working day. The person can read it."""
    row = verified(by, reference)
    if not reason.strip():
        raise Refused(_("Say why you open it. The person can read the reason."), status=422)
    until = clock.now() + timedelta(hours=LOOK_HOURS)
    tie(row.owner_id, by.known, CASE, scope=row.reference, until=until)
    step(row, Verb.OPENED, by, reason.strip())


@action(DESK, collects=WORKING)
def leave_person(*, by: Viewer, reference: str) -> None:
    """Close the person's data again."""
    row = the_case(by, reference)
    untie(row.owner_id, by.known, CASE, scope=row.reference)
    step(row, Verb.LEFT, by)


def verified(by: Viewer, reference: str) -> Case:
    """The case, where it is open, about an account, and the person is shown to ask."""
    row = the_case(by, reference)
    if row.verified_at is None or not row.has_account:
        raise Refused(
            _("Nobody is opened by this request: it is not shown that the person asks."), status=403
        )
    if row.owner_id == by.subject:
        raise Refused(_("This is your own request. Somebody else works on it."), status=403)
    return row


@transaction.atomic
def person_of(by: Viewer, reference: str) -> PersonView:
    """The least that a case needs of its person, read as the officer of this case.

    Under DESK; a reading and its line in the record of looks stand together. Raises Refused
    where the person was not opened, or the time for it has run out.
    """
    row = verified(by, reference)
    officer = Viewer.officer(by.known, row.reference)
    with handover(SUPPORT, ground=f"request {row.reference}", viewer=officer):
        seen = account_queries.under_case(row.owner_id)
        if seen is None:
            words = _("Open the person first, with a reason. It holds for eight hours.")
            raise Refused(words, status=403)
        clauses = [registry().clauses[one] for one in seen.clauses]
        audit.record_look(
            row.owner_id, by.known, role="officer", reason=f"{row.reference}: {row.kind}",
            clauses=clauses,
        )  # fmt: skip
    return PersonView(row.owner_id, seen.name, seen.email, seen.lines)


@action(DESK, collects=WORKING)
def correct_person(*, by: Viewer, reference: str, lines: Mapping[str, str]) -> None:
    """Change lines of the profile as the person asked, outside the site or by a request."""
    row = verified(by, reference)
    if row.kind not in (Kind.CORRECTION, Kind.QUESTION):
        raise Refused(_("This request asks for no change."), status=409)
    officer = Viewer.officer(by.known, row.reference)
    with handover(SUPPORT, ground=f"request {row.reference}", viewer=officer):
        if account_queries.under_case(row.owner_id) is None:
            raise Refused(_("Open the person first, with a reason."), status=403)
        accounts.take_down_offline(
            by=officer, subject=row.owner_id, channel=CHANNELS[row.channel], rules="same",
            lines=lines,
        )  # fmt: skip
    step(row, Verb.CHANGED, by, ", ".join(sorted(lines)))


@action(DESK, collects=WORKING)
def give_copy(*, by: Viewer, reference: str) -> bytes:
    """The copy of a verified request, to be handed to the person."""
    row = verified(by, reference)
    if row.kind not in (Kind.ACCESS, Kind.PORTABILITY) or row.destination != SELF:
        raise Refused(_("This request asks for no copy."), status=409)
    step(row, Verb.GAVE, by)
    ledger.append("copy", {"request": row.reference, "at": clock.now()})
    return rights.copy(row.owner_id)


@action(DESK, collects=WORKING)
def send_elsewhere(*, by: Viewer, reference: str) -> dict[str, object]:
    """The portable copy for the recipient that the person named, accounted for as going out."""
    row = verified(by, reference)
    if row.kind != Kind.PORTABILITY or row.destination == SELF or not row.recipient:
        raise Refused(_("This request names nobody else."), status=409)
    with entered(RIGHTS, Viewer.person(row.owner_id), ground=f"request {row.reference}"):
        copy = rights.portable_copy(row.owner_id)
        given = copy["given"]
        known = registry().clauses
        fields = {name: known[name] for name in given} or {DISCLOSURES.id: DISCLOSURES}
        party = Party("request", row.recipient[:120], "Your own request", "named by you")
        disclose.disclose(
            Payload("desk.portable", fields), "chosen",
            {row.owner_id: {name: given.get(name, []) for name in fields}},
            ground=f"request {row.reference}: {row.recipient}", party=party, is_handed=True,
        )  # fmt: skip
    step(row, Verb.GAVE, by, row.recipient)
    return copy


@action(DESK, collects=WORKING)
def erase_person(*, by: Viewer, reference: str) -> int:
    """Erase the person of a verified request that was answered; returns the certificate's number.

    The answer goes first: after the erasure nobody knows an address to send it to.
    """
    row = verified(by, reference)
    if row.kind != Kind.ERASURE:
        raise Refused(_("This request asks for no erasure."), status=409)
    if row.answered_at is None:
        raise Refused(_("Answer first: afterwards there is nobody to write to."), status=409)
    step(row, Verb.ERASED, by)
    end_ties(row.reference)
    disclose.deliver_outbox()
    done = rights.erase(row.owner_id, ground=f"request {row.reference}")
    return done.number
