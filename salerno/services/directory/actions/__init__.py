"""The verbs of this room, by journey."""

from __future__ import annotations

from salerno.services.directory.actions.listing import turn_page
from salerno.services.directory.actions.notice import send_notices
from salerno.services.directory.actions.refuse import take_refusal
from salerno.services.directory.actions.release import answer, check_given_out, release
from salerno.services.directory.actions.report import read_report

__all__ = [
    "answer", "check_given_out", "read_report", "release", "send_notices", "take_refusal",
    "turn_page",
]  # fmt: skip
