"""Periodic work of this room."""

from __future__ import annotations

from datetime import timedelta

from salerno.privacy.periodic import Periodic
from salerno.services.community.actions import end_late


def end_invitations() -> int:
    """End the invitations that nobody answered in time, with whoever was known by one alone."""
    return end_late()


PERIODIC = (
    Periodic("end invitations without an answer", timedelta(hours=1), end_invitations, ends=True),
)
