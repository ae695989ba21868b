"""The verbs of this room: giving access and ending it, counting, and licences."""

from __future__ import annotations

from salerno.services.access.actions.counting import (
    adopt_counter,
    count_reading,
    exempt,
    set_meter,
)
from salerno.services.access.actions.entitling import (
    end,
    end_grant,
    end_scope,
    entitle,
    grant,
)
from salerno.services.access.actions.licensing import end_licence, license_body, set_networks

__all__ = [
    "adopt_counter", "count_reading", "end", "end_grant", "end_licence", "end_scope", "entitle",
    "exempt", "grant", "license_body", "set_meter", "set_networks",
]  # fmt: skip
