"""The switch that stops a recipient at once, in every process."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import DESK
from salerno.privacy import clock, law, ledger, outbox
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused


@action(DESK)
def switch(*, by: Viewer, recipient: str, is_on: bool, reason: str = "") -> None:
    """Stop a recipient, with the reason, or let it receive again."""
    if recipient not in law.in_force().recipients:
        raise Refused(_("There is no such recipient."), status=404)
    if is_on:
        outbox.switch_on(recipient)
    elif not reason.strip():
        raise Refused(_("Say why it stops."), status=422)
    else:
        outbox.switch_off(recipient, reason.strip()[:200])
    ledger.append("recipient", {"recipient": recipient, "is_on": is_on, "at": clock.now()})
