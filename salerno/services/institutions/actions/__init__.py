"""The verbs of this room: institutions, who belongs to them, and who looks after them."""

from __future__ import annotations

from salerno.services.institutions.actions.answering import confirm, leave, let_report
from salerno.services.institutions.actions.bodies import (
    add_organisation,
    affiliate,
    appoint_administrator,
    dismiss_administrator,
    hold,
)
from salerno.services.institutions.actions.looking_after import end_member, invite, take_bills

__all__ = [
    "add_organisation", "affiliate", "appoint_administrator", "confirm", "dismiss_administrator",
    "end_member", "hold", "invite", "leave", "let_report", "take_bills",
]  # fmt: skip
