"""The review of reported posts: each step is written down, and its words go to the author."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from salerno.policy.purposes import MODERATION
from salerno.privacy import clock, decisions, facts
from salerno.privacy.context import Viewer
from salerno.privacy.declare import Reach
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.discuss.clauses import REVIEWING, SUSPENDING
from salerno.services.discuss.models import (
    Attachment,
    Mention,
    Post,
    Review,
    ReviewStep,
    Suspension,
)
from salerno.services.discuss.rules.limits import SUSPENSION_DAYS
from salerno.services.discuss.values import Reason, Removed, State, Verb

UNDECIDED = (State.OPEN, State.TAKEN)


@action(MODERATION, collects=REVIEWING)
def open_review(*, by: Viewer, post_id: int, author: int) -> None:
    """A post was reported. One that was kept before comes back, with one reporter more."""
    row, _made = Review.objects.get_or_create(post_id=post_id, defaults={"owner_id": author})
    if row.state == State.KEPT:
        _change(row, State.OPEN)
    _write(row, by, Verb.REPORTED)


@action(MODERATION, collects=REVIEWING)
def step(*, by: Viewer, post_id: int, verb: Verb, state: State) -> None:
    """The author did something: it stands in the history."""
    row = _review(post_id=post_id)
    _change(row, state)
    _write(row, by, verb)


@action(MODERATION, collects=REVIEWING)
def author_took_away(*, by: Viewer, post_id: int, author: int) -> None:
    """The author took the post away. Where it stood under review, the review ends."""
    row = Review.objects.filter(post_id=post_id, owner_id=author).first()
    if row is not None and row.state != State.GONE:
        _change(row, State.GONE)
        _write(row, by, Verb.GONE)


@action(MODERATION, collects=REVIEWING)
def take(*, by: Viewer, review_id: int) -> None:
    """Somebody of the staff reads it now."""
    row = _review(pk=review_id)
    _only(row, State.OPEN)
    _not_own(by, row)
    _change(row, State.TAKEN)
    _write(row, by, Verb.TAKEN)


@action(MODERATION, collects=REVIEWING)
def decide(*, by: Viewer, review_id: int, reason: Reason | None, words: str) -> None:
    """Keep the post (without a reason), or remove it with one. The author reads the words."""
    row = _review(pk=review_id)
    _only(row, *UNDECIDED)
    _not_own(by, row)
    if reason is None:
        _change(row, State.KEPT)
        _write(row, by, Verb.KEPT, words)
        return
    if not words:
        raise Refused(_("Tell the author why, in a sentence of your own."), status=422)
    Review.objects.filter(pk=row.pk).update(reason=reason, words=words)
    _change(row, State.REMOVED)
    _write(row, by, Verb.REMOVED, words)
    _hide(row)


@action(MODERATION, collects=REVIEWING)
def decide_appeal(*, by: Viewer, review_id: int, restore: bool, words: str) -> None:
    """Answer the author's objection. It is final."""
    row = _review(pk=review_id)
    _only(row, State.APPEALED)
    _not_own(by, row)
    if not words:
        raise Refused(_("Tell the author why, in a sentence of your own."), status=422)
    Review.objects.filter(pk=row.pk).update(words=words)
    _change(row, State.RESTORED if restore else State.UPHELD)
    _write(row, by, Verb.RESTORED if restore else Verb.UPHELD, words)
    if restore:
        _show(row)


@action(MODERATION, collects=REVIEWING)
def suspend(*, by: Viewer, review_id: int, days: int, words: str) -> None:
    """Keep the author from posting for some days."""
    row = _review(pk=review_id)
    _not_own(by, row)
    if days not in SUSPENSION_DAYS or not words:
        raise Refused(_("Say for how long, and tell the author why."), status=422)
    if row.state == State.GONE or _is_former(row):
        raise Refused(_("This author has left, or took the post away."), status=409)
    until = clock.now() + timedelta(days=days)
    decisions.decide(by=by, subject=row.owner_id, what=SUSPENDING, reason=words, number=review_id)
    Suspension.objects.create(owner_id=row.owner_id, by_id=by.known, reason=words, until=until)
    _write(row, by, Verb.SUSPENDED, words)


def _review(**asked: int) -> Review:
    found = Review.objects.filter(**asked).select_for_update().first()
    if found is None:
        raise Refused(_("There is no such report."), status=404)
    return found


def _only(row: Review, *states: State) -> None:
    if row.state not in states:
        raise Refused(_("Somebody was quicker: this report stands elsewhere now."), status=409)


def _not_own(by: Viewer, row: Review) -> None:
    if row.owner_id == by.known:
        raise Refused(_("This is about your own post. Somebody else decides it."))


def _change(row: Review, state: State) -> None:
    row.state = state
    Review.objects.filter(pk=row.pk).update(state=state, changed_at=clock.now())


def _write(row: Review, by: Viewer, verb: Verb, words: str = "") -> None:
    """Append to the history. What the house or a person did has the author in place of staff."""
    staff = by.subject or row.owner_id
    ReviewStep.objects.create(
        owner_id=row.owner_id, post_id=row.post_id, by_id=staff, verb=verb, words=words
    )


def _hide(row: Review) -> None:
    """Nobody sees it any more but its author and the review. The gate keeps it so."""
    now = clock.now()
    hidden = int(Reach.ME)
    Post.objects.filter(pk=row.post_id).update(
        audience=hidden, removed=Removed.STAFF, removed_at=now
    )
    Attachment.objects.filter(post_id=row.post_id).update(audience=hidden)
    Mention.objects.filter(post_id=row.post_id).update(audience=hidden)
    facts.record("discuss.removed", row.owner_id, row.post_id)


def _show(row: Review) -> None:
    """It stands again, at the audience that it was posted to."""
    post = Post.objects.filter(pk=row.post_id)
    audience = post.values_list("place_audience", flat=True).get()
    post.update(audience=audience, removed=Removed.NOT, removed_at=None)
    Attachment.objects.filter(post_id=row.post_id).update(audience=audience)
    Mention.objects.filter(post_id=row.post_id).update(audience=audience)
    facts.record("discuss.posted", row.owner_id, row.post_id)


def _is_former(row: Review) -> bool:
    return not Post.objects.filter(pk=row.post_id, is_signed=True).exists()
