"""Periodic work: mailings go out copy by copy, alerts follow what was published."""

from __future__ import annotations

from datetime import timedelta

from salerno.policy.purposes import CORRESPONDENCE
from salerno.privacy.context import entered
from salerno.privacy.periodic import Periodic
from salerno.services.mailings import actions, queries
from salerno.services.mailings.values import Campaign, Fate, State

AT_ONCE, ROUNDS = 100, 20
MOST = 500  # copies and people of one run, so that a long list does not hold the others up


def send_due(most: int = MOST) -> int:
    """Go on with every mailing that is due; how many copies left."""
    with entered(CORRESPONDENCE, queries.JOB, ground="mailings"):
        return sum(_go_on(one, most) for one in queries.due_campaigns())


def _go_on(one: Campaign, most: int) -> int:
    if one.state == State.QUEUED and not _filled(one):
        return 0
    sent, after = 0, 0
    while copies := queries.waiting_copies(one.id, after=after, limit=min(AT_ONCE, most)):
        against = queries.judged(one, list(copies.values()))
        places = queries.places_of(one, list(copies.values()))
        for copy, owner in copies.items():
            said = actions.send_copy(
                by=queries.JOB, one=one, copy=copy, owner=owner, where=places.get(owner, ""),
                why=against[owner],
            )  # fmt: skip
            sent += said == Fate.HANDED
            after = copy
        most -= len(copies)
        if most <= 0:
            return sent
    actions.finish(by=queries.JOB, campaign_id=one.id)
    return sent


def _filled(one: Campaign) -> bool:
    """Give everybody of a mailing a copy, in rounds; whether that is done."""
    for _round in range(ROUNDS):
        now = queries.campaign(one.id)
        if now is None or now.state != State.QUEUED or not actions.fill(by=queries.JOB, one=now):
            return True
    return False


def tell() -> int:
    """Tell whoever asked of what was published, each of each item once; how many letters."""
    told = 0
    with entered(CORRESPONDENCE, queries.JOB, ground="alerts"):
        for item in queries.unannounced():
            while people := queries.listeners(item):
                for person, email, origin in people:
                    told += actions.announce(
                        by=queries.JOB, item=item, person=person, email=email, origin=origin
                    )
            actions.finish_item(by=queries.JOB, item_id=item.id)
    return told


def forget() -> int:
    """Forget addresses that nobody confirmed."""
    with entered(CORRESPONDENCE, queries.JOB, ground="addresses that nobody confirmed"):
        return actions.drop_unconfirmed(by=queries.JOB)


PERIODIC = (
    Periodic("send mailings", timedelta(seconds=5), send_due),
    Periodic("tell of what is new", timedelta(minutes=1), tell),
    Periodic("forget unconfirmed addresses", timedelta(hours=1), forget, ends=True),
)
