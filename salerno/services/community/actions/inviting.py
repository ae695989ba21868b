"""Invitations by letter: sent once, taken up or turned down, and gone after three weeks.

Whoever is invited is the subject of the address. Somebody without an account is known by it
alone, and is erased with it: when they take it up, when they say no, and when it has run out.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT, COMMUNITY, CORRESPONDENCE
from salerno.privacy import clock, places, rights
from salerno.privacy.context import Viewer, entered, handover, open_act
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import new_subject
from salerno.services.accounts import queries as accounts
from salerno.services.community import queries
from salerno.services.community.actions.meeting import connect, is_blocked
from salerno.services.community.actions.standing import check_pace, is_here, take_part
from salerno.services.community.clauses import DECLINING, INVITING, MEETING
from salerno.services.community.models import Invitation, NotAgain, Sent
from salerno.services.community.rules import INVITATION_DAYS, Deed, scope_of
from salerno.services.community.values import Fate, Invited, NewInvitation, Open
from salerno.services.post.actions import address_digest, send, take_back
from salerno.services.post.values import NewLetter

HOUSE = Viewer.job("invitations")
NAME = "invitation"


@dataclass(frozen=True)
class Letter:
    """What goes into the letter. ``said``: the inviter's chosen lines, title and value."""

    inviter: int
    address: str = field(repr=False)
    said: Mapping[str, str] = field(repr=False)
    discussion: int
    base: str


@action(COMMUNITY)
def invite(*, by: Viewer, new: NewInvitation, base: str) -> None:
    """Invite an address to connect, or to a discussion. The answer is the same whoever it is.

    Raises Refused (409) for an address that said no, or that the viewer has invited already.
    """
    me = take_part(by)
    kind = Invited.DISCUSSION if new.discussion else Invited.CONNECT
    if new.discussion:
        _check_host(new.discussion)
    with handover(ACCOUNT, ground="how often somebody invited"):
        times = list(Sent.objects.values_list("at", flat=True))
    check_pace(by, Deed.INVITE, times)
    letter = Letter(me, new.address.strip().lower(), _said(new.lines), new.discussion, base)
    with handover(CORRESPONDENCE, ground="a member invites somebody", viewer=HOUSE):
        send_invitation(by=HOUSE, letter=letter, kind=kind)


def _check_host(discussion: int) -> None:
    found = queries.discussion(discussion)
    if found is None or (found.is_closed and not found.is_own):
        raise Refused(_("There is no such discussion to invite to."), status=404)


def _said(lines: tuple[str, ...]) -> dict[str, str]:
    """The chosen lines of the viewer's own profile, with their values; no other line leaves."""
    mine = queries.own_lines()
    return {one.title: one.value for one in mine if one.name in lines}


@action(CORRESPONDENCE, collects=INVITING)
def send_invitation(*, by: Viewer, letter: Letter, kind: Invited) -> None:
    """Write the invitation down and send its letter."""
    open_act().source = "other"
    digest = address_digest(letter.address)
    if NotAgain.objects.filter(address_digest=digest).exists():
        raise Refused(_("Whoever has this address asked not to be invited."), status=409)
    mine = Invitation.objects.filter(inviter_id=letter.inviter, address=letter.address)
    if mine.filter(kind=kind, discussion_id=letter.discussion).exists():
        raise Refused(_("You have invited this address, and it has not answered yet."), status=409)
    with handover(AUTHENTICATE, ground="whose address it is"):
        known = accounts.subject_of_address(letter.address)
    if known == letter.inviter:
        raise Refused(_("This is your own address."), status=422)
    sent = Sent.objects.create(owner_id=letter.inviter, kind=kind)
    if known is not None and is_blocked(by=known, who=letter.inviter):
        return
    key = secrets.token_urlsafe(24)
    made = Invitation.objects.create(
        owner_id=known or new_subject(),
        inviter_id=letter.inviter,
        address=letter.address,
        key_digest=hashlib.sha256(key.encode()).hexdigest(),
        kind=kind,
        discussion_id=letter.discussion,
        sent_id=sent.pk,
        is_mere=known is None,
    )
    handed = send(by=by, letter=_letter(letter, made.owner_id, key))
    Invitation.objects.filter(pk=made.pk).update(letter_id=handed.id)


def _letter(letter: Letter, owner: int, key: str) -> NewLetter:
    operator = store.pack().policy.operator
    page = {
        "said": letter.said, "name": next(iter(letter.said.values()), _("A member")),
        "to_discussion": bool(letter.discussion), "operator": operator, "days": INVITATION_DAYS,
        "action_address": f"{letter.base}/invitations/{key}", "action": _("Answer here"),
    }  # fmt: skip
    text: str = render_to_string("community/invitation.txt", page)
    title = _("An invitation to %(house)s") % {"house": operator.name}
    sender = f"{operator.name} <{operator.email}>"
    return NewLetter(owner, NAME, letter.address, sender, title, text.strip())


@action(COMMUNITY, collects=MEETING)
def accept(*, by: Viewer, found: Open) -> None:
    """Take an invitation up: connect, or take a place in the discussion."""
    me = take_part(by)
    if not is_here(found.inviter) or me == found.inviter:
        raise Refused(_("Whoever invited you is not here any more."), status=409)
    if is_blocked(by=found.inviter, who=me):
        raise Refused(_("This invitation opens nothing any more."), status=404)
    if found.kind == Invited.CONNECT:
        connect(me, found.inviter)
    else:
        places.place(me, scope_of(found.discussion))
    with handover(CORRESPONDENCE, ground="an invitation is taken up", viewer=HOUSE):
        close(by=HOUSE, found=found, fate=Fate.TAKEN)


@action(CORRESPONDENCE, collects=DECLINING)
def decline(*, by: Viewer, found: Open) -> None:
    """Say no: nobody invites this address again."""
    address = Invitation.objects.values_list("address", flat=True).get(pk=found.id)
    NotAgain.objects.create(owner_id=found.invitee, address_digest=address_digest(address))
    close(by=by, found=found, fate=Fate.ENDED)


@action(CORRESPONDENCE, collects=DECLINING)
def close(*, by: Viewer, found: Open, fate: Fate) -> None:
    """The invitation and its address are gone; the inviter reads what became of it."""
    rows = Invitation.objects.filter(pk=found.id)
    sent, letter = rows.values_list("sent_id", "letter_id").first() or (0, 0)
    Sent.objects.filter(pk=sent).update(fate=fate)
    rows.delete()
    take_back(by=by, owner=found.invitee, number=letter)  # it holds lines of the inviter


def take_up(by: Viewer, found: Open) -> None:
    """Accept, and forget who was known by the address alone."""
    accept(by=by, found=found)
    _forget(found)


def turn_down(found: Open) -> None:
    """Decline, and forget who was known by the address alone: a digest says no for them."""
    decline(by=HOUSE, found=found)
    _forget(found)


def end_late() -> int:
    """End the invitations that nobody answered in time, addresses and all; how many."""
    before = clock.now() - timedelta(days=INVITATION_DAYS)
    with entered(CORRESPONDENCE, HOUSE, ground="periodic"):
        late = queries.late_invitations(before)
        for one in late:
            close(by=HOUSE, found=one, fate=Fate.ENDED)
    for one in late:
        _forget(one)
    return len(late)


def leave(subject: int) -> None:
    """Before somebody leaves: the invitations they sent go, with the letters that name them."""
    with entered(CORRESPONDENCE, HOUSE, ground="whoever invited leaves"):
        sent = queries.invitations_by(subject)
        for one in sent:
            close(by=HOUSE, found=one, fate=Fate.ENDED)
    for one in sent:
        _forget(one)


def _forget(found: Open) -> None:
    if found.is_mere:
        rights.erase(found.invitee, ground=_("known by an invitation alone, which has ended"))
