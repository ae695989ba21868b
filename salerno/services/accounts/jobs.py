"""Periodic work of this room."""

from __future__ import annotations

from datetime import timedelta

from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.doing import action
from salerno.privacy.periodic import Periodic
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.actions.guardians import unanswered
from salerno.services.accounts.actions.minors import lift_protection
from salerno.services.accounts.models import Session


def end_old_sessions() -> int:
    """Delete the rows of sessions that no longer open anything."""
    by = Viewer.job("sessions")
    with entered(AUTHENTICATE, by, ground="periodic"):
        return drop_ended(by=by)


def end_unanswered() -> int:
    """Erase what has waited too long for the approval of a guardian."""
    return unanswered()


def end_protection() -> int:
    """End the protection of minors for whoever came of age."""
    return lift_protection()


@action(AUTHENTICATE)
def drop_ended(*, by: Viewer) -> int:
    """Delete what has ended; how many that were."""
    return Session.objects.filter(expires_at__lte=clock.now()).delete()[0]


PERIODIC = (
    Periodic("end what no guardian approved", timedelta(hours=1), end_unanswered, ends=True),
    Periodic("end what protects minors", timedelta(hours=6), end_protection, ends=True),
    Periodic("end old sessions", timedelta(hours=6), end_old_sessions, ends=True),
)
