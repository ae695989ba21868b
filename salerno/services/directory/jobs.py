"""Periodic work: each student is told of the rights in education records once a year."""

from __future__ import annotations

from salerno.policy.purposes import CORRESPONDENCE
from salerno.privacy.context import entered
from salerno.services.directory import actions
from salerno.services.directory.actions.notice import JOB


def send_notices() -> int:
    """Write to those whom nobody told for a year; how many letters."""
    with entered(CORRESPONDENCE, JOB, ground="periodic"):
        return actions.send_notices(by=JOB)
