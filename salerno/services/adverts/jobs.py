"""Periodic work: what was shown is counted and, after two days, forgotten one by one."""

from __future__ import annotations

from datetime import timedelta

from salerno.policy.purposes import ADVERTS
from salerno.privacy.context import Viewer, entered
from salerno.privacy.periodic import Periodic
from salerno.services.adverts import actions


def end_showings() -> int:
    """Delete the single showings that are counted; how many."""
    by = Viewer.job("adverts")
    with entered(ADVERTS, by, ground="periodic"):
        return actions.end_showings(by=by)


PERIODIC = (
    Periodic("end single showings of banners", timedelta(hours=1), end_showings, ends=True),
)
