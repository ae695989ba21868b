"""Periodic work of this room."""

from __future__ import annotations

from datetime import timedelta

from salerno.policy.purposes import CAREERS
from salerno.privacy.context import entered
from salerno.privacy.periodic import Periodic
from salerno.services.careers.actions import tell_all
from salerno.services.careers.actions.standing import HOUSE
from salerno.services.careers.queries import is_offered


def tell_searchers() -> int:
    """Write to who saved a search, where something new fits; how many letters."""
    if not is_offered():
        return 0
    with entered(CAREERS, HOUSE, ground="periodic"):
        return tell_all(by=HOUSE)


PERIODIC = (Periodic("tell of new positions", timedelta(hours=1), tell_searchers),)
