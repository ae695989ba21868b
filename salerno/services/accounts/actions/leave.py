"""Pausing an account, coming back, and making one of two. Erasure is a right, and elsewhere."""

from __future__ import annotations

from salerno.policy.purposes import ACCOUNT
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.clauses import PROFILE_POINT
from salerno.services.accounts.models import Profile, Session, User
from salerno.services.accounts.rules import PLACE


@action(ACCOUNT)
def deactivate(*, by: Viewer) -> None:
    """Pause: nobody can sign in, every browser is signed out, and nothing is erased."""
    with handover(AUTHENTICATE, ground="the account is paused"):
        User.objects.filter(pk=by.known).update(is_active=False)
        Session.objects.filter(owner_id=by.known).delete()


@action(AUTHENTICATE)
def reactivate(*, by: Viewer, subject: int) -> None:
    """Come back from a pause, after a proof of the address."""
    User.objects.filter(pk=subject).update(is_active=True)


@action(ACCOUNT, collects=PROFILE_POINT)
def merge(*, by: Viewer, other: int) -> None:
    """Take the empty lines of the viewer's profile from their other account, and pause that."""
    with handover(ACCOUNT, ground="both accounts were proved", viewer=Viewer.person(other)):
        theirs = Profile.objects.get(pk=other)
    mine = Profile.objects.get(pk=by.known)
    names = ("profession", "specialty", "training_stage", "institution", "biography")
    taken = {one: getattr(theirs, one) for one in names if not getattr(mine, one)}
    if not any(getattr(mine, one) for one in PLACE):  # half of each would be a third place
        taken |= {one: getattr(theirs, one) for one in PLACE if getattr(theirs, one)}
    if taken:
        Profile.objects.filter(pk=by.known).update(**taken)
    with handover(AUTHENTICATE, ground="both accounts were proved"):
        User.objects.filter(pk=other).update(is_active=False)
        Session.objects.filter(owner_id=other).delete()
