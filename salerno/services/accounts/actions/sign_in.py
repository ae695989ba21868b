"""Sessions: begun, kept, and ended here, on one browser or everywhere."""

from __future__ import annotations

from datetime import datetime

from salerno.policy.purposes import ACCOUNT
from salerno.privacy import clock
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.clauses import SESSION_POINT
from salerno.services.accounts.models import Session, User
from salerno.services.accounts.values import KeptSession


@action(AUTHENTICATE, collects=SESSION_POINT)
def keep_session(*, by: Viewer, kept: KeptSession) -> None:
    """Write a session down; a new key is a new sign-in."""
    now = clock.now()
    values = {
        "state": kept.state,
        "is_remembered": kept.is_remembered,
        "expires_at": kept.expires_at,
        "seen_at": now,
    }
    of_key = Session.objects.filter(key_digest=kept.key_digest, owner_id=kept.subject)
    if of_key.update(**values):
        return
    Session.objects.create(
        owner_id=kept.subject, key_digest=kept.key_digest, device=kept.device, **values
    )
    User.objects.filter(pk=kept.subject).update(signed_in_at=now)


@action(AUTHENTICATE, collects=SESSION_POINT)
def touch_session(*, by: Viewer, key_digest: str, expires_at: datetime | None) -> None:
    """Note that a session is in use; one that ends with the browser lives on for a while."""
    used = Session.objects.filter(key_digest=key_digest)
    if expires_at is None:
        used.update(seen_at=clock.now())
    else:
        used.update(seen_at=clock.now(), expires_at=expires_at)


@action(AUTHENTICATE)
def end_session_of_key(*, by: Viewer, key_digest: str) -> None:
    """Sign one browser out, by the digest of its key."""
    Session.objects.filter(key_digest=key_digest).delete()


@action(AUTHENTICATE)
def end_sessions_of(*, by: Viewer, subject: int) -> int:
    """Sign somebody out everywhere, for the operator; how many sessions that were."""
    return Session.objects.filter(owner_id=subject).delete()[0]


@action(ACCOUNT)
def end_session(*, by: Viewer, session: int) -> bool:
    """Sign one of the viewer's browsers out. False where it was not there."""
    return Session.objects.filter(pk=session).delete()[0] > 0


@action(ACCOUNT)
def end_all_sessions(*, by: Viewer, but: str = "") -> int:
    """Sign the viewer out everywhere, ``but`` the key of this digest; how many that were."""
    with handover(AUTHENTICATE, ground="sign out everywhere"):
        return Session.objects.filter(owner_id=by.known).exclude(key_digest=but).delete()[0]
