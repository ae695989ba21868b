"""The verbs of this room."""

from salerno.services.programs.actions.courses import give_back, settle_courses, take_course_seat
from salerno.services.programs.actions.desk import (
    add_block,
    add_program,
    appoint,
    dismiss,
    end_block,
)
from salerno.services.programs.actions.inviting import end_late, invite, turn_down
from salerno.services.programs.actions.reading import read_report
from salerno.services.programs.actions.seats import free, leave, settle, take_seat

__all__ = [
    "add_block", "add_program", "appoint", "dismiss", "end_block", "end_late", "free",
    "give_back", "invite", "leave", "read_report", "settle", "settle_courses", "take_course_seat",
    "take_seat", "turn_down",
]  # fmt: skip
