"""For whom a mailing is, person by person, with the reason where it is not for them.

Who said no is not found by reading and leaving out: under the purpose of an offer their rows do
not exist. The reasons are worked out from what is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db.models import Max

from salerno.policy.purposes import CORRESPONDENCE, MARKETING_MAIL, MARKETING_SMS, SURVEYS
from salerno.privacy import clock
from salerno.privacy.context import Viewer, handover
from salerno.privacy.declare import Purpose
from salerno.privacy.doing import query
from salerno.privacy.subjects import met
from salerno.services.accounts import queries as accounts
from salerno.services.mailings import rules
from salerno.services.mailings.models import Delivery, Subscription
from salerno.services.mailings.values import Campaign, Fate, Tally, Why
from salerno.services.post import queries as post
from salerno.services.post.values import CALLS, Channel, Sort, Topic

JOB = Viewer.job("mailings")
AT_ONCE = 500


def purpose_of(one: Campaign) -> Purpose:
    """What a mailing is for, in law."""
    if one.sort != Sort.OFFER:
        return CORRESPONDENCE
    return MARKETING_SMS if one.channel in CALLS else MARKETING_MAIL


@query(CORRESPONDENCE)
def base(one: Campaign, *, after: int = 0, limit: int = AT_ONCE) -> list[int]:
    """The next people among whom a mailing finds its own: accounts, and who asked without one."""
    found = set(accounts.reachable(after=after, limit=limit))
    if one.sort == Sort.CONTENT:
        rows = Subscription.objects.filter(topic=one.topic, owner_id__gt=after)
        rows = rows.exclude(email="").exclude(confirmed_at=None).order_by("owner_id")
        found |= set(rows.values_list("owner_id", flat=True)[:limit])
    return sorted(found)[:limit]


@query(CORRESPONDENCE)
def judged(one: Campaign, people: Collection[int]) -> dict[int, str]:
    """Each of ``people`` with "" where the mailing is for them, else with the reason (a Why)."""
    purpose = purpose_of(one)
    open_to = met(people, purpose)
    if one.topic == Topic.SURVEYS:
        open_to &= met(people, SURVEYS)
    with handover(purpose, ground="for whom a mailing is", viewer=JOB):
        wanting = open_to
        if one.topic:
            wanting = set(post.wanting(sorted(open_to), one.topic, one.channel))
    places = places_of(one, sorted(open_to))
    stopped = post.stopped(set(places.values()), one.topic) if one.topic else frozenset[str]()
    last = _last_offers(people, one.channel) if one.is_offer else {}
    now = clock.now()
    found: dict[int, str] = {}
    for person in people:
        steps = (
            (person not in open_to, Why.REFUSED),
            (person not in wanting, Why.UNWANTED),
            (person not in places, Why.NOWHERE),
            (places.get(person) in stopped, Why.STOPPED),
            (not rules.is_due(last.get(person), now), Why.RECENT),
        )
        found[person] = next((str(why) for stands, why in steps if stands), "")
    return found


def places_of(one: Campaign, people: Collection[int]) -> dict[int, str]:
    """Where a mailing reaches each of these; who gave nothing for its channel is not in it."""
    with handover(purpose_of(one), ground="where a mailing goes", viewer=JOB):
        if one.channel in CALLS:
            return post.numbers(people)
        if one.channel == Channel.POST:
            return post.postal_addresses(people)
        if one.channel == Channel.POPUP:
            return {person: str(person) for person in people}
        found = accounts.mail_addresses(people)
    if one.sort == Sort.CONTENT:
        rows = Subscription.objects.filter(owner_id__in=list(people), topic=one.topic)
        rows = rows.exclude(email="").exclude(confirmed_at=None)
        found = dict(rows.values_list("owner_id", "email")) | found
    return found


def _last_offers(people: Collection[int], channel: str) -> dict[int, datetime]:
    """When each of these last had an offer by a channel."""
    rows = Delivery.objects.filter(
        owner_id__in=list(people), campaign__sort=Sort.OFFER, campaign__channel=channel,
        fate__in=[
            Fate.HANDED, Fate.LISTED, Fate.DELAYED, Fate.BOUNCED, Fate.COMPLAINED,
        ],
        at__gt=clock.now() - rules.CAP,
    )  # fmt: skip
    return dict(rows.values("owner_id").annotate(last=Max("at")).values_list("owner_id", "last"))


@query(CORRESPONDENCE)
def tally(one: Campaign) -> Tally:
    """How many would get a mailing now, and how many would not, with the reasons."""
    after, count, excluded = 0, 0, Counter[str]()
    while people := base(one, after=after):
        after = people[-1]
        reasons = Counter(judged(one, people).values())
        count += reasons.pop("", 0)
        excluded += reasons
    return Tally(count, dict(excluded))
