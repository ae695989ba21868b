"""Periodic work of the desk: what people restrict opens a case; what was sealed is told."""

from __future__ import annotations

from salerno.policy.purposes import DESK
from salerno.privacy.context import Viewer, entered
from salerno.services.desk import actions

JOB = Viewer.job("desk")


def tell_unsealed() -> int:
    """Tell whoever could not be told of a demand before; how many letters went."""
    with entered(DESK, JOB, ground="periodic"):
        return actions.tell_unsealed(by=JOB)
