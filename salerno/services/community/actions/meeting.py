"""Connecting, which takes two; ending it, which takes one; muting, blocking; likes and stars."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, COMMUNITY, PROFILE
from salerno.privacy import clock, places
from salerno.privacy.context import Viewer, handover
from salerno.privacy.declare import Reach
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.subjects import tie, untie
from salerno.services.accounts import queries as accounts
from salerno.services.community.actions.standing import check_pace, is_here, take_part
from salerno.services.community.clauses import MEETING
from salerno.services.community.models import Connection, Discussion, Like, Quiet, Star
from salerno.services.community.rules import Deed
from salerno.services.community.values import Bond, Quietness
from salerno.services.discuss import queries as discuss


@action(COMMUNITY, collects=MEETING)
def ask(*, by: Viewer, other: int) -> None:
    """Ask somebody to connect. If they asked before, both are connected now.

    Whoever blocked the viewer does not hear of it, and the viewer does not learn that.
    """
    me = take_part(by)
    _check_seen(me, other)
    mine = _side(me, other)
    if mine == Bond.WAITING:
        connect(me, other)
        return
    if mine:
        return
    with handover(ACCOUNT, ground="how often somebody asked"):
        times = list(Connection.objects.values_list("since", flat=True))
    check_pace(by, Deed.ASK, times)
    _write(me, other, Bond.ASKED)
    if not is_blocked(by=other, who=me):
        _write(other, me, Bond.WAITING)


@action(COMMUNITY, collects=MEETING)
def accept_bond(*, by: Viewer, other: int) -> None:
    """Say yes to somebody who asked."""
    if _side(by.known, other) != Bond.WAITING or not is_here(other):
        raise Refused(_("Nobody is waiting for this answer any more."), status=409)
    take_part(by)
    connect(by.known, other)


@action(COMMUNITY, ACCOUNT)
def end_bond(*, by: Viewer, other: int) -> None:
    """End a connection, take a request back, or say no to one. It counts at once, on both sides."""
    disconnect(by.known, other)


@action(COMMUNITY, collects=MEETING)
def keep_away(*, by: Viewer, other: int, kind: Quietness) -> None:
    """Mute or block somebody. Blocking ends a connection, and a place in what the viewer opened.

    They do not learn it. Raises Refused (404) for somebody of whom the viewer sees nothing.
    """
    if other == by.known or not is_here(other) or not _is_met(by.known, other):
        raise Refused(_("There is nobody to keep away here."), status=404)
    shut_out(by=by, other=other, kind=kind)


def _is_met(me: int, other: int) -> bool:
    """Whether somebody is seen by the viewer, wrote what they read, or stands in their list."""
    if _side(me, other) or discuss.reads_of(other):
        return True
    with handover(PROFILE, ground="whom somebody keeps away"):
        return accounts.profile_of(other) is not None


@action(COMMUNITY, collects=MEETING)
def shut_out(*, by: Viewer, other: int, kind: Quietness) -> None:
    """Write down who is kept away, and what ends by it."""
    me = by.known
    with handover(ACCOUNT, ground="somebody is kept away"):
        if not Quiet.objects.filter(other_id=other, kind=kind).exists():
            Quiet.objects.create(owner_id=me, other_id=other, kind=kind)
        scopes = list(Discussion.objects.exclude(scope="").values_list("scope", flat=True))
    if kind is Quietness.BLOCK:
        disconnect(me, other)
        for scope in scopes:
            places.unplace(other, scope)


@action(COMMUNITY, ACCOUNT)
def let_back(*, by: Viewer, other: int, kind: Quietness) -> None:
    """End what ``keep_away`` began."""
    with handover(ACCOUNT, ground="somebody is no longer kept away"):
        Quiet.objects.filter(other_id=other, kind=kind).delete()


@action(COMMUNITY, collects=MEETING)
def mark(*, by: Viewer, post_id: int, starred: bool) -> None:
    """Like a post, or star it; a second time takes it back. Raises Refused (404) for one unseen."""
    me = take_part(by)
    if discuss.where(post_id) is None:
        raise Refused(_("There is no such post."), status=404)
    table = Star if starred else Like
    mine = table.objects.filter(owner_id=me, post_id=post_id)
    if not mine.delete()[0]:
        table.objects.create(owner_id=me, post_id=post_id, mark="star" if starred else "like")


def connect(me: int, other: int) -> None:
    """Both said yes: both sides say so, and what each shows to connections opens."""
    _write(me, other, Bond.CONNECTED)
    _write(other, me, Bond.CONNECTED)
    tie(me, other, Reach.CONNECTIONS)
    tie(other, me, Reach.CONNECTIONS)


def disconnect(me: int, other: int) -> None:
    """Neither side has anything of the other any more."""
    for one, two in ((me, other), (other, me)):
        with handover(ACCOUNT, ground="a connection ends", viewer=Viewer.person(one)):
            Connection.objects.filter(owner_id=one, other_id=two).delete()
        untie(one, two, Reach.CONNECTIONS)


def is_blocked(*, by: int, who: int) -> bool:
    """Whether ``by`` keeps ``who`` away altogether."""
    with handover(ACCOUNT, ground="whether somebody is kept away", viewer=Viewer.person(by)):
        return Quiet.objects.filter(other_id=who, kind=Quietness.BLOCK).exists()


def _check_seen(me: int, other: int) -> None:
    with handover(PROFILE, ground="whom somebody asks to connect"):
        seen = accounts.profile_of(other)
    if seen is None or not is_here(other):
        raise Refused(_("There is nobody to connect with here."), status=404)
    if other == me:
        raise Refused(_("This is you."), status=409)


def _side(me: int, other: int) -> str:
    with handover(ACCOUNT, ground="where a connection stands", viewer=Viewer.person(me)):
        rows = Connection.objects.filter(other_id=other)
        return rows.values_list("state", flat=True).first() or ""


def _write(owner: int, other: int, state: Bond) -> None:
    """One side says this. Under the other's own name where it is theirs: both sides agree."""
    with handover(ACCOUNT, ground="two people connect", viewer=Viewer.person(owner)):
        rows = Connection.objects.filter(owner_id=owner, other_id=other)
        if not rows.update(state=state, since=clock.now()):
            Connection.objects.create(owner_id=owner, other_id=other, state=state)
