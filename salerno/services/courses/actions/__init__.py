"""The verbs of this room, by journey."""

from __future__ import annotations

from salerno.services.courses.actions.enrol import enrol, leave
from salerno.services.courses.actions.learn import mark_unit, open_unit
from salerno.services.courses.actions.publish import publish_course
from salerno.services.courses.actions.quiz import save_answer, start_attempt, submit_attempt
from salerno.services.courses.actions.teach import assign_teacher, look, release_teacher

__all__ = [
    "assign_teacher", "enrol", "leave", "look", "mark_unit", "open_unit", "publish_course",
    "release_teacher", "save_answer", "start_attempt", "submit_attempt",
]  # fmt: skip
