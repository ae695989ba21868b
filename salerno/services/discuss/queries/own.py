"""The viewer's own posts, wherever they stand, and what was decided about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from salerno.policy.purposes import ACCOUNT
from salerno.privacy import clock
from salerno.privacy.declare import Reach
from salerno.privacy.doing import query
from salerno.services.discuss import models
from salerno.services.discuss.queries.threads import HIDDEN
from salerno.services.discuss.rules.text import filled_html
from salerno.services.discuss.values import Kind, OwnPost, Reason, State, Suspended

MOST = 200

_POST = ("pk", "area__title", "kind", "html", "posted_at", "removed", "place_audience")
_REVIEW = ("post_id", "state", "reason", "words", "appeal", "appealed_at")


@query(ACCOUNT)
def own_posts() -> list[OwnPost]:
    """The viewer's posts, the latest first, with what was decided. Two statements."""
    rows = models.Post.objects.order_by("-posted_at").values_list(*_POST)[:MOST]
    reviews = {row[0]: row for row in models.Review.objects.values_list(*_REVIEW)}
    return [_made(row, reviews) for row in rows]


@query(ACCOUNT)
def own_post(post_id: int) -> OwnPost | None:
    """One of them, or None. Two statements."""
    row = models.Post.objects.filter(pk=post_id).values_list(*_POST).first()
    rows = models.Review.objects.filter(post_id=post_id).values_list(*_REVIEW)
    reviews = {one[0]: one for one in rows}
    return None if row is None else _made(row, reviews)


@query(ACCOUNT)
def own_suspensions() -> list[Suspended]:
    """Until when the viewer may not post, and why. One statement."""
    rows = models.Suspension.objects.filter(until__gt=clock.now()).order_by("-until")
    return [Suspended(*row) for row in rows.values_list("until", "reason")]


def _made(row: tuple[Any, ...], reviews: Mapping[int, tuple[Any, ...]]) -> OwnPost:
    pk, title, kind, html, posted_at, removed, audience = row
    _post, state, reason, words, appeal, appealed_at = reviews.get(pk) or (pk, "", "", "", "", None)
    return OwnPost(
        id=pk,
        area_title=title,
        kind=str(Kind(kind).label),
        html=filled_html(html, {}, str(HIDDEN)),
        posted_at=posted_at,
        removed=removed,
        audience=Reach(audience),
        state=state,
        reason=str(Reason(reason).label) if reason else "",
        words=words,
        appeal=appeal,
        can_appeal=state == State.REMOVED and appealed_at is None,
    )
