"""Periodic work: surveys close, and answers go when the survey said they would."""

from __future__ import annotations

from datetime import timedelta

from salerno.policy.purposes import SURVEYS
from salerno.privacy.context import Viewer, entered
from salerno.privacy.periodic import Periodic
from salerno.services.surveys import actions


def tend() -> int:
    """Close and end what is due; how many surveys and sheets."""
    by = Viewer.job("surveys")
    with entered(SURVEYS, by, ground="periodic"):
        return actions.tend(by=by)


PERIODIC = (Periodic("close and end surveys", timedelta(hours=1), tend, ends=True),)
