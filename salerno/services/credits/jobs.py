"""Periodic work: completions that other rooms tell, and what goes to bodies with a folder."""

from __future__ import annotations

import logging
from datetime import timedelta

from salerno.policy.purposes import CREDITS
from salerno.privacy.context import entered
from salerno.privacy.errors import Refused
from salerno.privacy.periodic import Periodic
from salerno.services.credits import actions, queries
from salerno.services.credits.actions.report import remove_at
from salerno.services.credits.models import Sent

log = logging.getLogger("salerno.credits")
MOST = 500


def catch_up() -> int:
    """Write down who completed what in other rooms; how many were new."""
    if not queries.is_offered():
        return 0
    by = queries.machine()
    with entered(CREDITS, by, ground="periodic"):
        return actions.note_told(by=by)


def report() -> int:
    """Send what waits for each body with a folder, and tell it what to remove; how many went."""
    if not queries.is_offered():
        return 0
    by, done = queries.machine(), 0
    with entered(CREDITS, by, ground="periodic"):
        bodies = {one.id: one for one in queries.bodies() if one.has_drop and one.is_active}
        for body in bodies.values():
            try:
                done += actions.run(by=by, body_id=body.id).sent
            except Refused as refusal:
                log.warning("Nothing goes to body %s: %s", body.id, refusal.words)
    rows = Sent.objects.filter(body_id__in=bodies, told_at=None).exclude(gone_at=None)
    for number, body_id in rows.values_list("number", "body_id")[:MOST]:
        if remove_at(bodies[body_id], number):
            with entered(CREDITS, by, ground="periodic"):
                actions.tell_removed(by=by, number=number)
    return done


PERIODIC = (
    Periodic("note what was completed", timedelta(seconds=10), catch_up),
    Periodic("report credits to boards", timedelta(seconds=20), report),
)
