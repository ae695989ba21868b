"""The verbs of this room, by journey."""

from __future__ import annotations

from salerno.services.mailings.actions.asking import (
    announce,
    ask,
    confirm,
    drop_unconfirmed,
    end,
    finish_item,
)
from salerno.services.mailings.actions.calls import take_list
from salerno.services.mailings.actions.compose import discard, give_notice, queue, save, stop
from salerno.services.mailings.actions.returns import take_return, take_text
from salerno.services.mailings.actions.sending import fill, finish, send_copy
from salerno.services.mailings.actions.showing import close, show

__all__ = [
    "announce", "ask", "close", "confirm", "discard", "drop_unconfirmed", "end", "fill",
    "finish", "finish_item", "give_notice", "queue", "save", "send_copy", "show", "stop",
    "take_list", "take_return", "take_text",
]  # fmt: skip
