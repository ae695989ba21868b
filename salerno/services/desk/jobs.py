"""Periodic work of the desk: what people restrict opens a case; what was sealed is told."""

from __future__ import annotations

from datetime import timedelta

from salerno.policy.purposes import DESK
from salerno.privacy.context import Viewer, entered
from salerno.privacy.periodic import Periodic
from salerno.services.desk import actions

JOB = Viewer.job("desk")


def open_arrivals() -> int:
    """Open a case for what people restricted or asked to have corrected; how many."""
    with entered(DESK, JOB, ground="periodic"):
        return actions.open_arrivals(by=JOB)


def tell_unsealed() -> int:
    """Tell whoever could not be told of a demand before; how many letters went."""
    with entered(DESK, JOB, ground="periodic"):
        return actions.tell_unsealed(by=JOB)


PERIODIC = (
    Periodic("open cases for what people restricted", timedelta(minutes=1), open_arrivals),
    Periodic("tell what a seal had hidden", timedelta(hours=1), tell_unsealed),
)
