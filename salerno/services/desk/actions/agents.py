"""Who asks for somebody else: an agent whom the person confirms, a guardian of a minor."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import DESK
from salerno.privacy import clock
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import actions as accounts_actions
from salerno.services.accounts import queries as accounts
from salerno.services.desk.actions.intake import joined
from salerno.services.desk.actions.parts import case_facts, change, send, step, the_case, write
from salerno.services.desk.actions.work import settle
from salerno.services.desk.clauses import ASKING, WORKING
from salerno.services.desk.letters.words import home, letter
from salerno.services.desk.models import Case, CaseLetter
from salerno.services.desk.rules.cases import Asker, Outcome, Proof, State
from salerno.services.desk.rules.letters import LetterKind
from salerno.services.desk.values import DenialWord, Verb


@action(DESK, collects=WORKING)
def name_asked_for(*, by: Viewer, reference: str, address: str) -> None:
    """Say for whom an agent or a guardian asks, once their paper was looked at.

    An agent's request waits for the person's own word; a guardian's of a minor is shown by the
    paper. The person is written to in both cases.
    """
    row = the_case(by, reference)
    if row.asker == Asker.SELF or row.has_account:
        raise Refused(_("Nobody else is to be named here."), status=409)
    if row.proof < Proof.DOCUMENT:
        raise Refused(_("Look first at the paper that shows who may ask."), status=409)
    with handover(AUTHENTICATE, ground=f"for whom {row.reference} asks"):
        subject = accounts.subject_of_address(address.strip().lower())
    if subject is None or subject == by.subject:
        raise Refused(_("Nobody else signs in with this address."), status=422)
    is_guardian = row.asker == Asker.GUARDIAN
    if is_guardian and not accounts_actions.is_minor(subject):
        raise Refused(
            _("This person is of age: they ask themselves, or authorise somebody."), status=409
        )
    row = joined(row, subject)
    now = clock.now()
    change(row, named_at=now, proof=Proof.DOCUMENT, verified_at=now if is_guardian else None)
    step(row, Verb.NAMED, by)
    _tell(row, is_guardian=is_guardian)


def _tell(row: Case, *, is_guardian: bool) -> None:
    with handover(AUTHENTICATE, ground=f"for whom {row.reference} asks"):
        address = accounts.address_of(row.owner_id)
    link = f"{home()}/you/requests"
    facts = case_facts(row) | {"agent": row.name or row.email, "name": "", "link": link}
    subject, text = letter(LetterKind.AGENT, facts | {"is_guardian": is_guardian})
    CaseLetter.objects.create(
        owner_id=row.owner_id, case_id=row.pk, kind="agent", subject=subject, text=text, way="mail"
    )
    send(row.owner_id, address, "desk.agent", subject, text)


def _waiting(by: Viewer, key: str) -> Case:
    """The request that an agent makes for ``by``, and that waits for their word."""
    row = Case.objects.filter(key=key, owner_id=by.subject or 0).select_for_update().first()
    waits = row is not None and row.named_at is not None and row.verified_at is None
    if row is None or not waits or row.state != State.OPEN:
        raise Refused(_("Nobody waits for your word here."), status=404)
    return row


@action(DESK, collects=ASKING)
def own_agent(*, by: Viewer, key: str) -> None:
    """The person says that the agent may ask for them."""
    row = _waiting(by, key)
    change(row, verified_at=clock.now())
    step(row, Verb.AGREED, by)


@action(DESK, collects=ASKING)
def disown_agent(*, by: Viewer, key: str) -> None:
    """The person says that nobody asks for them: nothing is done, and the agent reads so."""
    row = _waiting(by, key)
    step(row, Verb.DISOWNED, by)
    reason = _(
        "It was not confirmed that you may ask for this person. We do not say whether we hold "
        "anything about them."
    )
    write(row, LetterKind.REFUSAL, Viewer.job("desk"), reason=reason)
    settle(row, by, Outcome.REFUSED, DenialWord.UNPROVEN)
