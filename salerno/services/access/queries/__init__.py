"""The reads of this room: what opens for the viewer, what is counted, and who is licensed."""

from __future__ import annotations

from salerno.services.access.queries.deciding import (
    decide,
    decide_each,
    entitled_ids,
    entitlements,
    worded,
)
from salerno.services.access.queries.desk import exemptions, licences, meters
from salerno.services.access.queries.opening import (
    COUNTER,
    first_reads,
    locks,
    opening,
    own_reads,
    period_days,
)
from salerno.services.access.queries.seats import held_in, scopes_of, taken_in

__all__ = [
    "COUNTER", "decide", "decide_each", "entitled_ids", "entitlements", "exemptions",
    "first_reads", "held_in", "licences", "locks", "meters", "opening", "own_reads", "period_days",
    "scopes_of", "taken_in", "worded",
]  # fmt: skip
