"""A refusal that came by post or telephone: at once, and for good."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import DIRECTORY, DIRECTORY_INFORMATION
from salerno.privacy import choices
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE, RECORD
from salerno.services.accounts.queries import subject_of_address
from salerno.services.directory.actions.release import check_given_out
from salerno.services.directory.clauses import REFUSAL_POINT
from salerno.services.directory.models import MailedRefusal
from salerno.services.directory.values import Channel, Scope

REFUSED = {
    Scope.INFORMATION: (DIRECTORY_INFORMATION,),
    Scope.LIST: (DIRECTORY,),
    Scope.BOTH: (DIRECTORY_INFORMATION, DIRECTORY),
}


@action(DIRECTORY_INFORMATION, collects=REFUSAL_POINT)
def take_refusal(*, by: Viewer, email: str, scope: Scope, channel: Channel, evidence: str) -> None:
    """Keep somebody out of what they refused, with a note of where the proof is filed."""
    check_given_out()
    with handover(AUTHENTICATE, ground="who refuses"):
        subject = subject_of_address(email)
    if subject is None:
        raise Refused(_("Nobody signs in with this address. Nothing was stored."), status=422)
    for purpose in REFUSED[scope]:
        choices.choose(subject, choices.ask(purpose), choices.State.REFUSED, channel="desk")
    with handover(RECORD, ground="a refusal from outside the site"):
        MailedRefusal.objects.create(
            owner_id=subject, scope=scope, channel=channel, evidence=evidence
        )
