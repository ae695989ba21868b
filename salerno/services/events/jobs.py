"""Periodic work: those who come are reminded once, in the last day before."""

from __future__ import annotations

from datetime import timedelta

from salerno.policy.purposes import EVENTS
from salerno.privacy.context import entered
from salerno.privacy.periodic import Periodic
from salerno.services.events import actions
from salerno.services.events.actions.letters import JOB


def remind() -> int:
    """Write to those who come to what begins within a day; how many letters."""
    with entered(EVENTS, JOB, ground="periodic"):
        return actions.remind(by=JOB)


PERIODIC = (Periodic("remind of events", timedelta(minutes=30), remind),)
