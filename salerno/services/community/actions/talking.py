"""Opening a discussion, and showing somebody out of one's own."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, COMMUNITY, EDITORIAL
from salerno.privacy import clock, places
from salerno.privacy.context import Viewer, handover
from salerno.privacy.declare import Reach
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.models import Subject
from salerno.privacy.subjects import keeping
from salerno.services.community.actions.meeting import shut_out
from salerno.services.community.actions.standing import check_pace, take_part
from salerno.services.community.clauses import OPENING
from salerno.services.community.models import Discussion
from salerno.services.community.queries import audiences
from salerno.services.community.rules import Deed, scope_of
from salerno.services.community.values import Quietness
from salerno.services.discuss.actions import open_area
from salerno.services.discuss.values import Kind, NewArea

KINDS = (Kind.COMMENT.value, Kind.PICTURE.value, Kind.VIDEO.value)
MOST_TITLE = 120
TWICE = timedelta(minutes=10)


@action(COMMUNITY, collects=OPENING)
def open_discussion(*, by: Viewer, title: str, audience: Reach) -> int:
    """Open a discussion for everybody, for members, or for those whom one invites; its id."""
    me = take_part(by)
    said = " ".join(title.split())
    if not said or len(said) > MOST_TITLE or audience not in audiences():
        raise Refused(_("Give the discussion a title and an audience."), status=422)
    mine = _mine(me)
    for number, title_then, audience_then, at in mine:
        if (title_then, audience_then) == (said, audience) and clock.now() - at < TWICE:
            return number  # the form was pressed twice
    check_pace(by, Deed.OPEN, [at for *_rest, at in mine])
    made = Discussion.objects.create(owner_id=me, title=said, audience=int(audience))
    scope = scope_of(made.pk) if audience < Reach.MEMBERS else ""
    area = _area(by, made.pk, audience, scope)
    Discussion.objects.filter(owner_id=me, pk=made.pk).update(area_id=area, scope=scope)
    if scope:
        places.place(me, scope)
    return int(made.pk)


def _mine(me: int) -> list[tuple[int, str, int, datetime]]:
    """What somebody opened: number, title, audience, when. Two presses wait for each other."""
    with keeping("a discussion is opened"):
        Subject.objects.select_for_update().get(pk=me)
    with handover(ACCOUNT, ground="how many discussions somebody opened"):
        return list(Discussion.objects.values_list("pk", "title", "audience", "opened_at"))


def _area(by: Viewer, number: int, audience: Reach, scope: str) -> int:
    """The area of its posts. Its title is a number: the words are the member's, and stay theirs."""
    title = _("Discussion %(n)d") % {"n": number}
    new = NewArea(f"/hall/{number}", title, audience, scope, KINDS)
    with handover(EDITORIAL, ground="a member opens a discussion"):
        return open_area(by=by, new=new)


@action(COMMUNITY)
def exclude(*, by: Viewer, discussion_id: int, other: int) -> None:
    """Show somebody out of a closed discussion that the viewer opened, and keep them out."""
    scope = scope_of(discussion_id)
    mine = Discussion.objects.filter(pk=discussion_id, owner_id=by.known, scope=scope)
    if not mine.exists() or other == by.known or not places.has_place(other, scope):
        raise Refused(_("There is nobody to show out here."), status=404)
    places.unplace(other, scope)
    shut_out(by=by, other=other, kind=Quietness.BLOCK)
