"""Where messages reach somebody: a number and a postal address, given for that alone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, MARKETING_SMS
from salerno.privacy import choices, clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.post import queries
from salerno.services.post.actions.wishing import lift
from salerno.services.post.clauses import CONTACT_POINT
from salerno.services.post.models import Contact
from salerno.services.post.values import ALL, CALLS, Channel
from salerno.services.post.values.telephones import number as telephone


@action(ACCOUNT, collects=CONTACT_POINT)
def agree_to_calls(*, by: Viewer, number: str) -> str:
    """Say yes, in the words beside the box, to offers at this number; returns the receipt."""
    written = telephone(number)
    if not written:
        raise Refused(_("This is no telephone number. Write it with its country, +1 …"), status=422)
    if not CALLS & set(queries.channels()):
        raise Refused(_("We neither call nor send text messages."), status=422)
    _keep(by, {"number": written})
    lift(written, (ALL,))
    return choices.choose(by.known, choices.ask(MARKETING_SMS), choices.State.GIVEN)


@action(ACCOUNT, collects=CONTACT_POINT)
def take_back_calls(*, by: Viewer) -> str:
    """No text and no call any more; the number goes at once. Returns the receipt."""
    _keep(by, {"number": ""})
    return choices.choose(by.known, choices.ask(MARKETING_SMS), choices.State.REFUSED)


@action(ACCOUNT, collects=CONTACT_POINT)
def give_postal(*, by: Viewer, postal: str) -> None:
    """Keep the address for offers by post, or nothing where it is empty."""
    if postal and Channel.POST.value not in queries.channels():
        raise Refused(_("We send nothing by post."), status=422)
    _keep(by, {"postal": postal.strip()})


def _keep(by: Viewer, said: dict[str, str]) -> None:
    values: dict[str, object] = {**said, "changed_at": clock.now()}
    mine = Contact.objects.filter(owner_id=by.known)
    if not mine.update(**values):
        Contact.objects.create(owner_id=by.known, **values)
