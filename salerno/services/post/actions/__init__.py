"""Sending a message, saying which ones are wanted, and stopping them."""

from __future__ import annotations

from salerno.services.post.actions.contact import agree_to_calls, give_postal, take_back_calls
from salerno.services.post.actions.partners import save_partner
from salerno.services.post.actions.sending import send, send_text, take_back
from salerno.services.post.actions.wishing import (
    stop,
    stop_address_alone,
    stop_number,
    suppress,
    wish,
)
from salerno.services.post.values.links import address_digest

__all__ = [
    "address_digest", "agree_to_calls", "give_postal", "save_partner", "send", "send_text", "stop",
    "stop_address_alone",
    "stop_number", "suppress", "take_back", "take_back_calls", "wish",
]  # fmt: skip
