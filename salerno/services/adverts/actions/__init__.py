"""The verbs of this room: what staff book, what is counted, and what a reader decides."""

from __future__ import annotations

from salerno.services.adverts.actions.booking import (
    drop_creative,
    go_live,
    issue_token,
    save_advertiser,
    save_campaign,
    save_creative,
    set_vendor,
    stop,
)
from salerno.services.adverts.actions.counting import (
    convert,
    count_click,
    count_show,
    count_view,
    end_showings,
    note_blocked,
)
from salerno.services.adverts.actions.reading import (
    add_interest,
    clear_interests,
    drop_interest,
    note_reading,
    set_tailoring,
)

__all__ = [
    "add_interest", "clear_interests", "convert", "count_click", "count_show", "count_view",
    "drop_creative", "drop_interest", "end_showings", "go_live", "issue_token", "note_blocked",
    "note_reading", "save_advertiser", "save_campaign", "save_creative", "set_tailoring",
    "set_vendor", "stop",
]  # fmt: skip
