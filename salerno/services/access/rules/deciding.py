"""Who may open what. Pure: the same question has the same answer at the same moment. The words
of an answer are ``queries.worded``.

Whatever opens a thing comes in as a ``Ground``, so that a subscription, a licensed network or
a free reading needs no rule of its own.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from salerno.privacy.declare import Reach
from salerno.services.access.values import Asker, Decision, Ground, Reason, Thing

OPEN, REGISTERED, ENROLLED = "open", "registered", "enrolled"
SUBSCRIBED = "subscribed"
SIGN_IN = "/sign-in"
PROFILE = "/you/profile"
PLANS = "/plans"


def decide(thing: Thing, asker: Asker, now: datetime, *, offer: str = "") -> Decision:
    """Whether ``thing`` opens for ``asker``. ``offer``: the address where one can enrol."""
    refused = _not_there(thing, now) or _too_young(thing, asker)
    if refused is not None:
        return refused
    rule = needed(thing)
    live = next((one for one in asker.grounds if is_live(one, now)), None)
    if rule == OPEN or (rule == REGISTERED and asker.is_known):
        return Decision(True, Reason.OPEN if rule == OPEN else Reason.REGISTERED)
    if live is not None:
        return Decision(True, Reason.ENTITLED, source=live.source)
    if rule == SUBSCRIBED:
        return Decision(False, Reason.SUBSCRIBE, address=offer or PLANS)
    return _not_entitled(thing, asker, now, offer or thing.address)


def needed(thing: Thing) -> str:
    """The stricter of the rule of access and of what the audience asks. Unknown: enrolled."""
    if thing.access not in {OPEN, REGISTERED, SUBSCRIBED} or thing.audience < Reach.MEMBERS:
        return ENROLLED
    if thing.access == SUBSCRIBED:
        return SUBSCRIBED
    return REGISTERED if thing.audience < Reach.PUBLIC else thing.access


def is_live(ground: Ground, now: datetime) -> bool:
    """Whether a ground opens something at ``now``."""
    begun = ground.since <= now
    lapsed = ground.until is not None and ground.until <= now
    return begun and not lapsed and ground.ended_at is None


def _not_there(thing: Thing, now: datetime) -> Decision | None:
    if thing.withdrawn_at is not None:
        return Decision(False, Reason.WITHDRAWN)
    if thing.published_at > now:
        return Decision(False, Reason.NOT_PUBLISHED, at=thing.published_at)
    return None


def _too_young(thing: Thing, asker: Asker) -> Decision | None:
    years = thing.minimum_age
    if not years or (asker.age is not None and asker.age >= years):
        return None
    if not asker.is_known:
        return _sign_in(thing)
    if asker.age is not None:
        return Decision(False, Reason.TOO_YOUNG, years=years)
    return Decision(False, Reason.AGE_UNKNOWN, address=PROFILE, years=years)


def _sign_in(thing: Thing) -> Decision:
    return Decision(
        False, Reason.SIGN_IN, address=f"{SIGN_IN}?{urlencode({'next': thing.address})}"
    )


def _not_entitled(thing: Thing, asker: Asker, now: datetime, offer: str) -> Decision:
    """A ground that is still to begin is told before one that is over."""
    if not asker.is_known:
        return _sign_in(thing)
    grounds = asker.grounds
    waiting = [one.since for one in grounds if one.since > now and one.ended_at is None]
    if waiting:
        return Decision(False, Reason.NOT_BEGUN, address=offer, at=min(waiting))
    return Decision(False, Reason.ENDED if grounds else Reason.NOT_ENROLLED, address=offer)
