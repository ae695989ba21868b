"""Who may open what. Pure: the same question has the same answer at the same moment.

``deciding``: what an item asks and what opens it. ``metering``: what is free for a while.
``ranges``: which network an address lies in.
"""

from __future__ import annotations

from salerno.services.access.rules.deciding import (
    ENROLLED,
    OPEN,
    PROFILE,
    REGISTERED,
    SIGN_IN,
    SUBSCRIBED,
    decide,
    is_live,
    needed,
)
from salerno.services.access.rules.metering import (
    Judged,
    counter_text,
    judged,
    kept,
    read_counter,
)
from salerno.services.access.rules.ranges import Ranges, Unreadable, block

__all__ = [
    "ENROLLED", "OPEN", "PROFILE", "REGISTERED", "SIGN_IN", "SUBSCRIBED", "Judged", "Ranges",
    "Unreadable", "block", "counter_text", "decide", "is_live", "judged", "kept", "needed",
    "read_counter",
]  # fmt: skip
