"""Reporting a post, and objecting to a removal."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, COMMUNITY, MODERATION
from salerno.privacy import clock
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.subjects import is_open, start_service
from salerno.services.discuss.actions.naming import HOUSE
from salerno.services.discuss.actions.reviewing import open_review, step
from salerno.services.discuss.clauses import APPEALING, REPORTING
from salerno.services.discuss.models import Post, Report, Review
from salerno.services.discuss.rules.limits import REPORTS_AN_HOUR, wait
from salerno.services.discuss.rules.text import tidy
from salerno.services.discuss.values import Reason, State, Verb

MOST_WORDS = 2000


@action(COMMUNITY, collects=REPORTING)
def report(*, by: Viewer, post_id: int, reason: Reason, words: str) -> None:
    """Say that a post should be looked at. A second time changes nothing."""
    start_service(by.known, "community")
    if not is_open(by.known, COMMUNITY):
        raise Refused(_("You chose not to take part in discussion. Change that in your choices."))
    post = Post.objects.filter(pk=post_id, removed="").first()
    if post is None:
        raise Refused(_("There is no such post."), status=404)
    if post.owner_id == by.known:
        raise Refused(_("This post is yours: you can take it away yourself."), status=409)
    mine = Report.objects.filter(owner_id=by.known)
    if mine.filter(post_id=post.pk).exists():
        return
    now = clock.now()
    if wait(list(mine.values_list("at", flat=True)), now, REPORTS_AN_HOUR):
        raise Refused(
            _("You reported a lot within an hour. Wait, and report the rest."), status=429
        )
    Report.objects.create(
        owner_id=by.known, post_id=post.pk, reason=reason, words=checked_words(words)
    )
    with handover(MODERATION, ground="a post was reported", viewer=HOUSE):
        open_review(by=HOUSE, post_id=post.pk, author=post.owner_id)


@action(ACCOUNT, collects=APPEALING)
def appeal(*, by: Viewer, post_id: int, words: str) -> None:
    """Object to the removal of an own post. It can be done once."""
    said = checked_words(words)
    if not said:
        raise Refused(_("Say why the post should stand. Nothing was sent."), status=422)
    mine = Review.objects.filter(owner_id=by.known, post_id=post_id)
    now = clock.now()
    removed = mine.filter(state=State.REMOVED, appealed_at=None)
    if not removed.update(appeal=said, appealed_at=now):
        if mine.exists():
            raise Refused(_("You objected before, or there is nothing to object to."), status=409)
        raise Refused(_("There is no such post of yours."), status=404)
    with handover(MODERATION, ground="an author objects", viewer=HOUSE):
        step(by=HOUSE, post_id=post_id, verb=Verb.APPEALED, state=State.APPEALED)


def checked_words(words: str) -> str:
    """Words for those who look after the discussion. Raises Refused (422) for too many."""
    clean = tidy(words)
    if len(clean) > MOST_WORDS:
        said = _("Say it in at most %(most)d letters.")
        raise Refused(said % {"most": MOST_WORDS}, status=422)
    return clean
