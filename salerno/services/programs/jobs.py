"""Periodic work: offers that ran out, and seats that are paid no longer."""

from __future__ import annotations

from datetime import timedelta

from salerno.privacy.context import entered
from salerno.privacy.periodic import Periodic
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.programs import actions, queries
from salerno.services.programs.queries.seats import HOUSE


def tend() -> int:
    """End offers and seats whose time is over, and let paid ones go on; how many changed."""
    changed = actions.settle_courses()
    if not queries.is_offered():
        return changed
    changed += actions.end_late()
    with entered(AUTHENTICATE, HOUSE, ground="periodic"):
        for one in queries.programs():
            changed += actions.settle(by=HOUSE, program=one)
    return changed


PERIODIC = (Periodic("tend the seats of programs", timedelta(minutes=1), tend),)
