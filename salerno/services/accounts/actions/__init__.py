"""The verbs of this room, by journey."""

from __future__ import annotations

from salerno.services.accounts.actions.guardians import (
    answer_for_child,
    ask_guardian,
    check_guardian,
    is_minor,
    on_guardian_end,
    program_link,
)
from salerno.services.accounts.actions.leave import deactivate, merge, reactivate
from salerno.services.accounts.actions.linking import link, photographs, unlink
from salerno.services.accounts.actions.minors import (
    change_age,
    clear_report,
    erase_child,
    is_child,
    report_child,
)
from salerno.services.accounts.actions.particulars import (
    change_demographics,
    change_postal_address,
    change_recovery_phone,
    change_region,
    set_preference,
)
from salerno.services.accounts.actions.profile import (
    change_profile,
    seen_from,
    take_down_offline,
    taken_lines,
    widest_lines,
)
from salerno.services.accounts.actions.register import accept, register
from salerno.services.accounts.actions.sign_in import (
    end_all_sessions,
    end_session,
    end_session_of_key,
    end_sessions_of,
    keep_session,
    touch_session,
)
from salerno.services.accounts.actions.staff import give_role, take_role

__all__ = [
    "accept", "answer_for_child", "ask_guardian", "change_age", "change_demographics",
    "change_postal_address", "change_profile", "change_recovery_phone", "change_region",
    "check_guardian", "clear_report", "deactivate", "end_all_sessions", "end_session",
    "end_session_of_key", "end_sessions_of", "erase_child", "give_role", "is_child", "is_minor",
    "keep_session", "link", "merge", "on_guardian_end", "photographs", "program_link",
    "reactivate", "register", "report_child", "seen_from", "set_preference", "take_down_offline",
    "take_role", "taken_lines", "touch_session", "unlink", "widest_lines",
]  # fmt: skip
