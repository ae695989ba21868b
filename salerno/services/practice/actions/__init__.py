"""The verbs of this room, by journey."""

from __future__ import annotations

from salerno.services.practice.actions.bank import (
    load_bank,
    move_item,
    revise_item,
    set_parameters,
    write_item,
)
from salerno.services.practice.actions.exams import answer_exam, hand_in, see_score, start_exam
from salerno.services.practice.actions.history import take_history
from salerno.services.practice.actions.intake import load_file
from salerno.services.practice.actions.plan import set_plan
from salerno.services.practice.actions.study import answer, begin, leave_question, put_question

__all__ = [
    "answer", "answer_exam", "begin", "hand_in", "leave_question", "load_bank", "load_file",
    "move_item", "put_question", "revise_item", "see_score", "set_parameters", "set_plan",
    "start_exam", "take_history", "write_item",
]  # fmt: skip
