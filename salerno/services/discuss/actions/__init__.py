"""The verbs of this room, by journey."""

from __future__ import annotations

from salerno.services.discuss.actions.areas import change_area, close_area, open_area
from salerno.services.discuss.actions.changing import edit, remove
from salerno.services.discuss.actions.naming import named_by, set_beside, sweep_name
from salerno.services.discuss.actions.posting import post
from salerno.services.discuss.actions.reporting import appeal, report
from salerno.services.discuss.actions.reviewing import decide, decide_appeal, suspend, take
from salerno.services.discuss.formats.file import read as read_file

__all__ = [
    "appeal", "change_area", "close_area", "decide", "decide_appeal", "edit", "named_by",
    "open_area", "post", "read_file", "remove", "report", "set_beside", "suspend", "sweep_name",
    "take",
]  # fmt: skip
