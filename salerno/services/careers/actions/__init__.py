"""The verbs of this room, by journey."""

from __future__ import annotations

from salerno.services.careers.actions.applying import apply, message, relay, reveal, withdraw
from salerno.services.careers.actions.employing import (
    ask_employer,
    close_posting,
    decide_employer,
    post_position,
    set_stage,
)
from salerno.services.careers.actions.filing import keep_document, remove_document
from salerno.services.careers.actions.presenting import (
    block,
    dismiss,
    present,
    seen_by_employer,
    unblock,
)
from salerno.services.careers.actions.searching import drop_search, save_search, tell_all

__all__ = [
    "apply", "ask_employer", "block", "close_posting", "decide_employer", "dismiss",
    "drop_search", "keep_document", "message", "post_position", "present", "relay",
    "remove_document", "reveal", "save_search", "seen_by_employer", "set_stage", "tell_all",
    "unblock", "withdraw",
]  # fmt: skip
