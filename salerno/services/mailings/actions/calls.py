"""Lists of calls and of letters by post: for the hands of the house, and nobody else's."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import CORRESPONDENCE
from salerno.privacy import audit, clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.mailings import queries
from salerno.services.mailings.actions.sending import fill
from salerno.services.mailings.clauses import SENDING_MANY
from salerno.services.mailings.models import Campaign as Row
from salerno.services.mailings.models import Delivery
from salerno.services.mailings.values import Called, Campaign, Fate, State
from salerno.services.post import queries as post

MOST = 5_000


@action(CORRESPONDENCE, collects=SENDING_MANY)
def take_list(*, by: Viewer, one: Campaign, officer: int) -> list[Called]:
    """The list of a mailing by telephone or post; each person in it can read that it was taken.

    Who said no, stands on a list of those not to call, or had a call this month is not in it.
    """
    if not one.is_called or one.state != State.SENDING:
        raise Refused(_("There is no list to take: let the mailing go first."), status=409)
    while fill(by=by, one=one):
        one = _again(one)
    rows = Delivery.objects.filter(campaign_id=one.id, fate=Fate.QUEUED).order_by("pk")
    waiting = dict(rows.values_list("pk", "owner_id")[:MOST])
    still = {owner for owner, why in queries.judged(one, list(waiting.values())).items() if not why}
    copies = [copy for copy, owner in waiting.items() if owner in still]
    found = queries.call_list(one, copies)
    Delivery.objects.filter(pk__in=copies).update(fate=Fate.LISTED, at=clock.now())
    if found:
        audit.record_looks(
            sorted(still), officer, role=_("an editor"), reason=_("took a list of calls"),
            clauses=post.clauses_of(one.channel),
        )  # fmt: skip
    Row.objects.filter(pk=one.id).update(state=State.DONE, finished_at=clock.now())
    return found


def _again(one: Campaign) -> Campaign:
    found = queries.campaign(one.id)
    if found is None:
        raise Refused(_("There is no such mailing."), status=404)
    return found
