"""Periodic work: each student is told of the rights in education records once a year."""

from __future__ import annotations

from datetime import timedelta

from salerno.policy.purposes import CORRESPONDENCE
from salerno.privacy.context import entered
from salerno.privacy.periodic import Periodic
from salerno.services.directory import actions
from salerno.services.directory.actions.notice import JOB


def send_notices() -> int:
    """Write to those whom nobody told for a year; how many letters."""
    with entered(CORRESPONDENCE, JOB, ground="periodic"):
        return actions.send_notices(by=JOB)


PERIODIC = (Periodic("tell students of their rights", timedelta(hours=6), send_notices),)
