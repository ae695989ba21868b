"""What one person asked for, and the note that may be shown to them now."""

from __future__ import annotations

from datetime import timedelta

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE, MARKETING_MAIL
from salerno.privacy import clock
from salerno.privacy.context import viewer
from salerno.privacy.doing import query
from salerno.privacy.subjects import is_open
from salerno.services.accounts import queries as accounts
from salerno.services.catalog import queries as catalog
from salerno.services.catalog.values import Item
from salerno.services.mailings import rules
from salerno.services.mailings.formats import words
from salerno.services.mailings.models import Alert, Announced, Campaign, Shown, Subscription
from salerno.services.mailings.values import Asked, PopUp, State
from salerno.services.post import queries as post
from salerno.services.post.values import Channel, Topic

RECENT = timedelta(days=3)  # what is older than this is no news any more


@query(ACCOUNT)
def asked_for() -> list[Asked]:
    """What the viewer asked to be told of."""
    columns = ("pk", "topic", "about", "confirmed_at", "asked_at")
    rows = Subscription.objects.order_by("topic", "about").values_list(*columns)
    return [Asked(pk, topic, about, at is not None, asked, at)
            for pk, topic, about, at, asked in rows]  # fmt: skip


@query(CORRESPONDENCE)
def subscription_by_key(key: str) -> tuple[int, Asked, str] | None:
    """Whose a link is, what it is about, and the address; None for one that is not ours."""
    row = Subscription.objects.filter(key=key).first() if key else None
    if row is None:
        return None
    asked = Asked(row.pk, row.topic, row.about, row.confirmed_at is not None, row.asked_at,
                  row.confirmed_at)  # fmt: skip
    return row.owner_id, asked, row.email


@query(CORRESPONDENCE)
def unannounced() -> list[Item]:
    """What was published lately, is open to everybody, and has not been told of. Two statements."""
    since = clock.now() - RECENT
    recent = [one for one in catalog.items(limit=100) if one.published_at >= since and one.subjects]
    done = Announced.objects.filter(item_id__in=[one.id for one in recent])
    told = set(done.values_list("item_id", flat=True))
    return [one for one in reversed(recent) if one.id not in told]


@query(CORRESPONDENCE)
def listeners(item: Item, *, limit: int = 200) -> list[tuple[int, str, str]]:
    """Who asked for a subject of this item before it came out, and has not been told of it.

    Each once: whose, where, and the address of the site they asked on.
    """
    rows = Subscription.objects.filter(
        topic=Topic.ALERTS, about__in=item.subjects, confirmed_at__lte=item.published_at
    ).exclude(owner_id__in=Alert.objects.filter(item_id=item.id).values("owner_id"))
    found: dict[int, tuple[str, str]] = {}
    for owner, email, origin in rows.order_by("pk").values_list("owner_id", "email", "origin"):
        found.setdefault(owner, (email, origin))
        if len(found) >= limit:
            break
    homes = accounts.mail_addresses([one for one, (email, _at) in found.items() if not email])
    return [(one, email or homes.get(one, ""), at) for one, (email, at) in found.items()]


@query(MARKETING_MAIL)
def popup() -> PopUp | None:
    """The note that may be shown to the viewer now: one they want, not closed, not too often."""
    me, today = viewer().known, clock.today()
    if Channel.POPUP.value not in post.channels() or not is_open(me, MARKETING_MAIL):
        return None
    rows = Campaign.objects.filter(channel=Channel.POPUP, state=State.SENDING).order_by("pk")
    seen = {one.campaign_id: one for one in Shown.objects.filter(owner_id=me)}
    if any(one.last_date == today for one in seen.values()):
        return None  # one note a day, whichever it was
    for one in rows[:20]:
        had = seen.get(one.pk)
        if one.ends_date is not None and one.ends_date < today:
            continue
        if had is not None and not _again(had, one.most_shows):
            continue
        if me in post.wanting((me,), one.topic, Channel.POPUP):
            return PopUp(one.pk, one.subject, str(words.html(one.body, "")), one.topic)
    return None


def _again(had: Shown, most: int) -> bool:
    today = clock.today()
    return had.closed_at is None and rules.may_show(had.times, had.last_date, today, most)
