"""The verbs of this room, by journey."""

from __future__ import annotations

from salerno.services.community.actions.inviting import (
    accept,
    decline,
    end_late,
    invite,
    take_up,
    turn_down,
)
from salerno.services.community.actions.meeting import (
    accept_bond,
    ask,
    end_bond,
    keep_away,
    let_back,
    mark,
)
from salerno.services.community.actions.reusing import reuse
from salerno.services.community.actions.talking import exclude, open_discussion

__all__ = [
    "accept", "accept_bond", "ask", "decline", "end_bond", "end_late", "exclude", "invite",
    "keep_away", "let_back", "mark", "open_discussion", "reuse", "take_up", "turn_down",
]  # fmt: skip
