"""What an author may do with an own post: change it for a while, take it away at any time."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, COMMUNITY, MODERATION
from salerno.privacy import clock, facts
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.discuss.actions.naming import HOUSE, drop_marks, next_number, write_marks
from salerno.services.discuss.actions.posting import check_standing, checked_text, who_is_known
from salerno.services.discuss.actions.reviewing import author_took_away
from salerno.services.discuss.clauses import POSTING
from salerno.services.discuss.models import Attachment, Post
from salerno.services.discuss.rules.limits import can_edit
from salerno.services.discuss.rules.text import numbers, to_html
from salerno.services.discuss.values import Removed


@action(COMMUNITY, collects=POSTING)
def edit(*, by: Viewer, post_id: int, text: str, is_sure: bool = False) -> None:
    """Change the words of an own post. Its audience stays what it was when it was posted."""
    post = _own(by, post_id, Removed.NOT)
    check_standing(by)
    now = clock.now()
    if not can_edit(post.posted_at, now):
        words = _("A post can be changed for a day. You can still take it away, and post anew.")
        raise Refused(words, status=409)
    known = who_is_known(post.area, by.known)
    has_file = Attachment.objects.filter(owner_id=by.known, post_id=post.pk).exists()
    first = next_number(post)
    new = known.marked(checked_text(text, has_file=has_file, is_sure=is_sure), first=first)
    drop_marks(post.pk, numbers(post.text))
    Post.objects.filter(owner_id=by.known, pk=post.pk).update(
        text=new.text, html=to_html(new.text), edited_at=now
    )
    write_marks(post, new.marks)
    facts.record("discuss.edited", by.known, post.pk)


@action(COMMUNITY, ACCOUNT, collects=POSTING)
def remove(*, by: Viewer, post_id: int) -> None:
    """Take an own post away: its words and files are gone, its place among replies stays."""
    post = _own(by, post_id, Removed.NOT, Removed.STAFF)
    files = Attachment.objects.filter(owner_id=by.known, post_id=post.pk)
    for row in files:
        transaction.on_commit(partial(Path(row.file.path).unlink, missing_ok=True))
    files.delete()
    drop_marks(post.pk)
    Post.objects.filter(owner_id=by.known, pk=post.pk).update(
        text="", html="", edited_at=None, removed=Removed.AUTHOR, removed_at=clock.now()
    )
    with handover(MODERATION, ground="the author took a reported post away", viewer=HOUSE):
        author_took_away(by=HOUSE, post_id=post.pk, author=by.known)
    facts.record("discuss.removed", by.known, post.pk)


def _own(by: Viewer, post_id: int, *states: Removed) -> Post:
    """The viewer's own post in one of these states. Raises Refused (404) for anything else."""
    mine = Post.objects.filter(pk=post_id, owner_id=by.known, removed__in=states)
    post = mine.select_related("area").first()
    if post is None:
        raise Refused(_("There is no such post of yours."), status=404)
    return post
