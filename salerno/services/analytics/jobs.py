"""Periodic work: what other rooms say was watched or downloaded joins the histories."""

from __future__ import annotations

from datetime import timedelta

from salerno.policy.purposes import ANALYTICS
from salerno.privacy.context import Viewer, entered
from salerno.privacy.periodic import Periodic
from salerno.services.analytics import actions


def take_facts() -> int:
    """Bring the histories up to date; how many facts were read."""
    by = Viewer.job("analytics")
    with entered(ANALYTICS, by, ground="periodic"):
        return actions.take_facts(by=by)


PERIODIC = (Periodic("bring histories up to date", timedelta(seconds=30), take_facts),)
