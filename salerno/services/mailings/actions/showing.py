"""Notes on a page: shown so often, once a day, and closed for good."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from salerno.policy.purposes import MARKETING_MAIL
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.mailings import queries
from salerno.services.mailings.clauses import SHOWING
from salerno.services.mailings.models import Campaign, Shown
from salerno.services.mailings.values import PopUp
from salerno.services.post.values import Channel


@action(MARKETING_MAIL, collects=SHOWING)
def show(*, by: Viewer) -> PopUp | None:
    """The note for the viewer, if there is one now; it counts as shown."""
    found = queries.popup()
    if found is None:
        return None
    today = clock.today()
    mine = Shown.objects.filter(owner_id=by.known, campaign_id=found.id)
    if not mine.update(times=F("times") + 1, last_date=today):
        Shown.objects.create(owner_id=by.known, campaign_id=found.id, times=1, last_date=today)
    return found


@action(MARKETING_MAIL, collects=SHOWING)
def close(*, by: Viewer, campaign_id: int) -> None:
    """Close a note: it is not shown to the viewer again."""
    mine = Shown.objects.filter(owner_id=by.known, campaign_id=campaign_id)
    if mine.update(closed_at=clock.now()):
        return
    if not Campaign.objects.filter(pk=campaign_id, channel=Channel.POPUP).exists():
        raise Refused(_("There is no such note."), status=404)
    Shown.objects.create(
        owner_id=by.known, campaign_id=campaign_id, last_date=clock.today(), closed_at=clock.now()
    )
