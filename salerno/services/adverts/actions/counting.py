"""What is counted of banners: shows, views, clicks, conversions. Nothing of who."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from salerno.policy.purposes import ADVERTS
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.adverts.actions.booking import token_digest
from salerno.services.adverts.models import (
    Advertiser,
    Blocked,
    Campaign,
    Creative,
    Showing,
    Tally,
)
from salerno.services.adverts.values import Placement, State, Token

KEPT = timedelta(days=2)
MOST_HOST = 253


@action(ADVERTS)
def count_show(*, by: Viewer, token: Token) -> bool:
    """Count a banner that was fetched, once for each page; whether it counted."""
    live = Campaign.objects.filter(pk=token.campaign, state=State.LIVE)
    if not live.exists():
        return False
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    try:
        with transaction.atomic():
            Showing.objects.create(
                nonce=token.nonce, creative_id=token.creative, placement=token.placement,
                inputs=list(token.inputs), reasons=list(token.reasons), hour=hour,
            )  # fmt: skip
    except IntegrityError:
        return False  # the same page again, or a creative that is gone
    live.update(served=F("served") + 1)
    _tally(token.creative, token.placement, "shows")
    return True


@action(ADVERTS)
def count_view(*, by: Viewer, token: Token) -> bool:
    """Count that a banner was in view for a second, once; whether it counted."""
    rows = Showing.objects.filter(nonce=token.nonce, is_viewed=False)
    if not rows.update(is_viewed=True):
        return False
    _tally(token.creative, token.placement, "views")
    return True


@action(ADVERTS)
def count_click(*, by: Viewer, token: Token) -> bool:
    """Count a click on a banner that was shown, once; whether it counted."""
    rows = Showing.objects.filter(nonce=token.nonce, is_clicked=False)
    if not rows.update(is_clicked=True):
        return False
    _tally(token.creative, token.placement, "clicks")
    return True


@action(ADVERTS)
def convert(*, by: Viewer, token: str, key: str) -> None:
    """Count that something was bought or asked for after a click: the creative's number alone.

    ``token``: the advertiser's. Raises Refused (401, 404).
    """
    found = Advertiser.objects.filter(token_digest=token_digest(token)).first()
    if not token or found is None:
        raise Refused(_("This token opens nothing. Ask the desk for a new one."), status=401)
    rows = Creative.objects.filter(key=key[:12], campaign__advertiser=found)
    row = rows.select_related("campaign").first() if "\0" not in key else None
    if row is None:
        raise Refused(_("None of your creatives has this number."), status=404)
    places = [one for one in row.campaign.placements if one in Placement.values]
    _tally(row.pk, places[0] if places else Placement.ARTICLE, "conversions")


@action(ADVERTS)
def note_blocked(*, by: Viewer, creative: int, host: str) -> None:
    """Count what a creative tried and the browser refused. Unknown creatives count nothing."""
    if not Creative.objects.filter(pk=creative).exists():
        return
    where: dict[str, Any] = {
        "creative_id": creative,
        "host": host[:MOST_HOST],
        "date": clock.today(),
    }
    Blocked.objects.get_or_create(**where)
    Blocked.objects.filter(**where).update(times=F("times") + 1)


@action(ADVERTS)
def end_showings(*, by: Viewer) -> int:
    """Delete the showings that are old enough to be counted and forgotten; how many."""
    gone, _each = Showing.objects.filter(hour__lt=clock.now() - KEPT).delete()
    return gone


def _tally(creative: int, placement: str, what: str) -> None:
    where: dict[str, Any] = {"creative_id": creative, "placement": placement, "date": clock.today()}
    Tally.objects.get_or_create(**where)
    Tally.objects.filter(**where).update(**{what: F(what) + 1})
