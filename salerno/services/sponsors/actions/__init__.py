"""The verbs of this room, by journey."""

from __future__ import annotations

from salerno.services.sponsors.actions.desk import (
    issue_token,
    publish,
    resume,
    revoke_token,
    save_paper,
    save_sponsor,
    stop,
    take_down,
)
from salerno.services.sponsors.actions.feed import export, hand_over, settle
from salerno.services.sponsors.actions.share import share, withdraw, withdraw_all

__all__ = [
    "export", "hand_over", "issue_token", "publish", "resume", "revoke_token", "save_paper",
    "save_sponsor", "settle", "share", "stop", "take_down", "withdraw", "withdraw_all",
]  # fmt: skip
