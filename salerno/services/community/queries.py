"""What may be read of the community. Every answer is a value."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, Value

from salerno.policy.purposes import ACCOUNT, COMMUNITY, CORRESPONDENCE, PROFILE
from salerno.privacy import clock, places
from salerno.privacy.context import handover, viewer
from salerno.privacy.declare import Reach
from salerno.privacy.doing import query
from salerno.privacy.law import in_force
from salerno.services.accounts import queries as accounts
from salerno.services.accounts.values import Card, Line
from salerno.services.community import models
from salerno.services.community.clauses import TOPIC
from salerno.services.community.rules import has_run_out, scope_of
from salerno.services.community.values import (
    Bond,
    BondLine,
    DiscussionLine,
    Fate,
    Invited,
    Marks,
    Medium,
    Open,
    QuietLine,
    Quietness,
    ReuseLine,
    SentLine,
    Standing,
    Starred,
)
from salerno.services.discuss import queries as discuss

MOST = 100
_DISCUSSION = ("pk", "area_id", "title", "audience", "owner_id", "opened_at")


def audiences() -> tuple[Reach, ...]:
    """For whom a discussion can be opened under the pack in force, the widest first."""
    said = Reach[str(in_force().settings["ugc_default_audience"]).upper()]
    most = min(TOPIC.reach, in_force().clause(TOPIC.id).reach_max, said)
    offered = (Reach.PUBLIC, Reach.MEMBERS, Reach.PROGRAM)
    return tuple(one for one in offered if one <= max(most, Reach.PROGRAM))


@query(COMMUNITY)
def discussions() -> list[DiscussionLine]:
    """The discussions that the viewer can read, the latest first. One statement."""
    rows = models.Discussion.objects.exclude(area_id=0).order_by("-opened_at", "-pk")
    found = [_discussion(row) for row in rows.values_list(*_DISCUSSION)[:MOST]]
    return [one for one in found if one.title]


@query(COMMUNITY)
def discussion(number: int) -> DiscussionLine | None:
    """A discussion, or None where the viewer cannot read it. One statement."""
    row = models.Discussion.objects.filter(pk=number).values_list(*_DISCUSSION).first()
    found = _discussion(row) if row is not None else None
    return found if found is not None and found.title else None


def _discussion(row: tuple[Any, ...]) -> DiscussionLine:
    pk, area, title, audience, owner, opened_at = row
    seen = Reach(audience if audience is not None else 0)
    return DiscussionLine(pk, area, title or "", seen, owner, opened_at, owner == viewer().subject)


@query(COMMUNITY)
def people_in(number: int) -> list[Card]:
    """Who has a place in a closed discussion, by name as the viewer sees them. Two statements."""
    cards = accounts.cards(places.people_of(scope_of(number)))
    return sorted(cards.values(), key=lambda one: (not one.name, one.name.casefold()))


@query(COMMUNITY)
def bonds() -> list[BondLine]:
    """The viewer's connections and requests, those who wait first. Two statements."""
    with handover(ACCOUNT, ground="one's own connections"):
        rows = list(
            models.Connection.objects.order_by("-state", "-since").values_list(
                "other_id", "state", "since"
            )[:500]
        )
    cards = accounts.cards(row[0] for row in rows)
    return [BondLine(other, cards[other].name, state, since) for other, state, since in rows]


@query(COMMUNITY)
def kept_away() -> list[QuietLine]:
    """Whom the viewer mutes and blocks. Two statements."""
    with handover(ACCOUNT, ground="whom one keeps away"):
        rows = list(models.Quiet.objects.order_by("-at").values_list("other_id", "kind")[:500])
    cards = accounts.cards(row[0] for row in rows)
    return [
        QuietLine(other, cards[other].name, kind, str(Quietness(kind).label))
        for other, kind in rows
    ]


@query(PROFILE)
def standing(other: int) -> Standing:
    """How the viewer stands towards somebody. Two statements."""
    with handover(ACCOUNT, ground="one's own connections"):
        mine = models.Connection.objects.filter(other_id=other)
        kinds = models.Quiet.objects.filter(other_id=other).values_list("kind", flat=True)
        state = mine.values_list("state", flat=True).first() or ""
        return Standing(other, state, frozenset(kinds))


@query(COMMUNITY)
def marks(posts: Collection[int]) -> Marks:
    """What stands beside posts. Two statements, one for visitors."""
    me = viewer().subject
    rows = models.Like.objects.filter(post_id__in=list(posts), mark="like").values("post_id")
    counted = rows.annotate(all=Count("pk"), mine=Count("pk", filter=Q(owner_id=me or 0)))
    likes = {one["post_id"]: (one["all"], bool(one["mine"])) for one in counted.order_by("post_id")}
    kept, folded = (set[int](), frozenset[int]()) if me is None else _own_marks(posts)
    return Marks({one: (*likes.get(one, (0, False)), one in kept) for one in posts}, folded)


def _own_marks(posts: Collection[int]) -> tuple[set[int], frozenset[int]]:
    """Which of ``posts`` the viewer keeps, and whose posts they do not want to see."""
    with handover(ACCOUNT, ground="what one keeps, and whom one keeps away"):
        stars = models.Star.objects.filter(post_id__in=list(posts))
        away = models.Quiet.objects.values_list("other_id", Value(1))
        rows = set(stars.values_list("post_id", Value(0)).union(away, all=True))
    return {one for one, sort in rows if not sort}, frozenset(one for one, sort in rows if sort)


@query(COMMUNITY)
def starred() -> list[Starred]:
    """The posts that the viewer keeps, as far as they can still be read. Two statements."""
    with handover(ACCOUNT, ground="what one keeps"):
        ids = list(models.Star.objects.order_by("-at").values_list("post_id", flat=True)[:200])
    found = discuss.found_posts(ids)
    return [
        Starred(one, found[one].title, found[one].text, found[one].address)
        for one in ids
        if one in found
    ]


@query(ACCOUNT)
def sent() -> list[SentLine]:
    """The invitations that the viewer sent lately. One statement."""
    rows = models.Sent.objects.order_by("-at").values_list("kind", "fate", "at")[:MOST]
    return [
        SentLine(str(Invited(kind).label), fate, str(Fate(fate).label), at)
        for kind, fate, at in rows
    ]


@query(COMMUNITY, ACCOUNT)
def own_lines() -> list[Line]:
    """The lines of the viewer's own profile that say something: what an invitation can show."""
    with handover(ACCOUNT, ground="one's own profile"):
        seen = accounts.profile_of(viewer().known)
    return [] if seen is None else list(seen.lines)


@query(CORRESPONDENCE)
def open_invitation(key: str) -> Open | None:
    """What the link of a letter opens, or None. One statement."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    row = models.Invitation.objects.filter(key_digest=digest).first()
    return None if row is None or has_run_out(row.at, clock.now()) else _open(row)


@query(CORRESPONDENCE)
def late_invitations(before: datetime) -> list[Open]:
    """Those that were sent before a moment. One statement."""
    return [_open(one) for one in models.Invitation.objects.filter(at__lte=before)[:1000]]


@query(CORRESPONDENCE)
def invitations_by(inviter: int) -> list[Open]:
    """Those of one inviter that nobody answered yet. One statement."""
    return [_open(one) for one in models.Invitation.objects.filter(inviter_id=inviter)[:1000]]


def _open(row: models.Invitation) -> Open:
    return Open(row.pk, row.owner_id, row.inviter_id, row.kind, row.discussion_id, row.is_mere)


@query(ACCOUNT)
def reuses() -> list[ReuseLine]:
    """Where the viewer's contributions were used again, the latest first. One statement."""
    rows = models.Reuse.objects.order_by("-at", "-pk")[:MOST]
    return [
        ReuseLine(
            one.post_id, one.publication, str(Medium(one.medium).label), one.licence,
            one.is_named, one.at,
        )
        for one in rows
    ]  # fmt: skip


def waiting(lines: Collection[BondLine]) -> int:
    """How many ask the viewer to connect."""
    return sum(one.state == Bond.WAITING for one in lines)
