"""Writing down that something was opened, where its reader lets it be, and forgetting it."""

from __future__ import annotations

import secrets

from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, ANALYTICS, PERSONALISE
from salerno.privacy import choices, facts, subjects
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Purpose
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.models import Choice
from salerno.services.analytics.clauses import COUNTING_POINT, FITTING_POINT
from salerno.services.analytics.models import FactPlace, Opening
from salerno.services.analytics.values import Deed

FACTS = {"articles.downloaded": Deed.DOWNLOADED}
AT_ONCE = 500
MOST = 5_000  # lines of one history; the oldest make room


def note(*, by: Viewer, item: int, deed: Deed, nonce: str, seconds: int | None = None) -> bool:
    """Note that ``by`` opened an item, under a purpose that meets them; whether one did."""
    if by.subject is None:
        return False
    purpose = _purpose_of(by.subject)
    if purpose is None:
        return False
    keep = count if purpose is ANALYTICS else fit
    with entered(purpose, by, ground="a page was open"):
        keep(by=by, item=item, deed=deed, nonce=nonce, seconds=seconds)
    return True


def _purpose_of(subject: int) -> Purpose | None:
    return next((one for one in (ANALYTICS, PERSONALISE) if subjects.is_open(subject, one)), None)


@action(ANALYTICS, collects=COUNTING_POINT)
def count(*, by: Viewer, item: int, deed: Deed, nonce: str, seconds: int | None) -> None:
    """Keep what was opened for the counts, and for the reader's own history."""
    _keep(by.known, item, deed, nonce, seconds)


@action(PERSONALISE, collects=FITTING_POINT)
def fit(*, by: Viewer, item: int, deed: Deed, nonce: str, seconds: int | None) -> None:
    """Keep what was opened for the order of pages, and for the reader's own history."""
    _keep(by.known, item, deed, nonce, seconds)


def _keep(owner: int, item: int, deed: Deed, nonce: str, seconds: int | None) -> None:
    rows = Opening.objects.filter(owner_id=owner)
    if rows.filter(nonce=nonce).update(seconds=seconds):
        return
    Opening.objects.create(owner_id=owner, item_id=item, deed=deed, nonce=nonce, seconds=seconds)
    beyond = rows.order_by("-pk").values_list("pk", flat=True)[MOST : MOST + 1].first()
    if beyond is not None:
        rows.filter(pk__lte=beyond).delete()


@action(ANALYTICS)
def take_facts(*, by: Viewer) -> int:
    """Bring what other rooms say was watched or downloaded into the histories; how many facts."""
    place, _made = FactPlace.objects.get_or_create(name="history")
    found = facts.since(place.fact_id, FACTS, limit=AT_ONCE)
    for one in found:
        if one.item_id is not None:
            who, deed = Viewer.person(one.subject), FACTS[one.kind]
            note(by=who, item=one.item_id, deed=deed, nonce=f"fact{one.id}")
    if found:
        FactPlace.objects.filter(pk=place.pk).update(fact_id=found[-1].id)
    return len(found)


@action(ACCOUNT)
def forget(*, by: Viewer, opening_id: int) -> None:
    """Take a line off one's own history. Raises Refused (404)."""
    gone, _each = Opening.objects.filter(pk=opening_id, owner_id=by.known).delete()
    if not gone:
        raise Refused(_("There is no such line in your history."), status=404)


@action(ACCOUNT)
def forget_all(*, by: Viewer) -> int:
    """Empty one's own history; how many lines went."""
    gone, _each = Opening.objects.filter(owner_id=by.known).delete()
    return gone


@action(ACCOUNT)
def set_fitting(*, by: Viewer, is_wanted: bool) -> str:
    """Let pages be ordered for oneself, or no longer; the receipt."""
    state = Choice.State.GIVEN if is_wanted else Choice.State.REFUSED
    return choices.choose(by.known, choices.ask(PERSONALISE), state, point=FITTING_POINT)


def new_nonce() -> str:
    """The number of a page that is shown once."""
    return secrets.token_hex(12)
