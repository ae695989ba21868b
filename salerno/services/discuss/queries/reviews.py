"""The review queue. Whoever looks after the discussion reads words, and no names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.models import Count, Max, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import MODERATION
from salerno.privacy import audit, clock
from salerno.privacy.context import viewer
from salerno.privacy.declare import Reach
from salerno.privacy.doing import query
from salerno.services.discuss import models
from salerno.services.discuss.clauses import ATTACHMENT, POST, REPORT
from salerno.services.discuss.queries.threads import files_of
from salerno.services.discuss.rules.limits import score
from salerno.services.discuss.rules.text import filled_html, unnamed
from salerno.services.discuss.values import (
    Kind,
    Queued,
    Reason,
    Reusable,
    Reviewed,
    Said,
    State,
    Stepped,
    Verb,
)

WAITING = (State.OPEN, State.TAKEN, State.APPEALED)
SOMEBODY = _("[a person]")
MOST = 500


@query(MODERATION)
def queue(*, done: bool = False) -> list[Queued]:
    """What waits for a decision, the most pressing first; or what was decided, latest first.

    Two statements, whatever there is.
    """
    rows = models.Review.objects.filter(state__in=WAITING)
    if done:
        rows = models.Review.objects.exclude(state__in=WAITING)
    columns = ("pk", "post_id", "post__area__title", "post__kind", "state", "opened_at")
    found = list(rows.order_by("-changed_at").values_list(*columns)[:MOST])
    reasons = _reasons([one[1] for one in found])
    queued = [_queued(one, reasons.get(one[1], {})) for one in found]
    return queued if done else sorted(queued, key=lambda one: (-one.score, one.id))


def _reasons(post_ids: list[int]) -> dict[int, dict[str, int]]:
    """How many reported each post, by reason."""
    rows = models.Report.objects.filter(post_id__in=post_ids).values_list("post_id", "reason")
    found: dict[int, dict[str, int]] = {}
    for post_id, reason, count in rows.annotate(Count("pk")).order_by("post_id", "reason"):
        found.setdefault(post_id, {})[reason] = count
    return found


def _queued(row: tuple[Any, ...], reasons: dict[str, int]) -> Queued:
    pk, _post, title, kind, state, opened_at = row
    count = sum(reasons.values())
    grave = Reason.PATIENT.value in reasons
    return Queued(
        id=pk,
        area_title=title,
        kind=str(Kind(kind).label),
        state=state,
        state_title=str(State(state).label),
        reporters=count,
        reasons=tuple(str(Reason(one).label) for one in reasons),
        opened_at=opened_at,
        score=score(count, opened_at, clock.now(), grave=grave),
    )


@query(MODERATION)
def review(review_id: int, *, role: str) -> Reviewed | None:
    """One reported post with its history. The author can read that it was looked at, and why."""
    now = clock.now()
    ends = models.Suspension.objects.filter(owner_id=OuterRef("owner_id"), until__gt=now)
    latest = ends.values("owner_id").annotate(last=Max("until")).values("last")
    rows = models.Review.objects.filter(pk=review_id).annotate(until=Subquery(latest[:1]))
    row = rows.select_related("post", "post__area").first()
    if row is None:
        return None
    post = row.post
    reason = f"{State(row.state).label}: {post.area.title}"[:200]
    audit.record_look(
        row.owner_id, viewer().known, role=role, reason=reason, clauses=(POST, ATTACHMENT, REPORT)
    )
    return Reviewed(
        id=row.pk,
        post=post.pk,
        author=row.owner_id,
        area_title=post.area.title,
        kind=str(Kind(post.kind).label),
        html=filled_html(post.html, {}, str(SOMEBODY)),
        audience=Reach(post.place_audience),
        posted_at=post.posted_at,
        state=row.state,
        state_title=str(State(row.state).label),
        appeal=row.appeal,
        suspended_until=row.until,
        reports=_reports(post.pk),
        steps=_steps(post.pk),
        files=files_of([post.pk]).get(post.pk, ()),
    )


@query(MODERATION)
def reviewed_file(review_id: int, key: str) -> tuple[Path, str] | None:
    """Where a file beside a reported post lies, and its extension. One statement."""
    rows = models.Attachment.objects.filter(
        key=key, post__in=models.Review.objects.filter(pk=review_id).values("post_id")
    )
    row = rows.first()
    path = Path(row.file.path) if row is not None and row.file else None
    return (path, path.suffix.lstrip(".")) if path is not None and path.is_file() else None


@query(MODERATION)
def reusable(post_id: int) -> Reusable | None:
    """A post that stands and whose author is named, or None; what is restricted is not there."""
    rows = models.Post.objects.filter(pk=post_id, removed="", is_signed=True)
    row = rows.values_list("owner_id", "text", "place_audience", "area__title").first()
    if row is None or not row[1]:
        return None
    return Reusable(row[0], unnamed(row[1]), Reach(row[2]), row[3])


def _reports(post_id: int) -> tuple[Said, ...]:
    rows = models.Report.objects.filter(post_id=post_id).order_by("at")
    listed = rows.values_list("reason", "words", "at")
    return tuple(Said(str(Reason(reason).label), words, at) for reason, words, at in listed)


def _steps(post_id: int) -> tuple[Stepped, ...]:
    rows = models.ReviewStep.objects.filter(post_id=post_id).order_by("at", "pk")
    listed = rows.values_list("verb", "words", "at")
    return tuple(Stepped(verb, str(Verb(verb).label), words, at) for verb, words, at in listed)
