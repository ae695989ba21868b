"""The frozen values of this room."""

from __future__ import annotations

from salerno.services.practice.values.bank import (
    Bank,
    Module,
    NewBank,
    NewItem,
    NewObjective,
    Objective,
    Option,
    Panel,
    Question,
)
from salerno.services.practice.values.kinds import LETTERS, SURENESS, ItemState, Step, Sureness
from salerno.services.practice.values.reports import (
    ExamScore,
    Metacognition,
    ModuleProgress,
    Progress,
    Span,
)

__all__ = [
    "LETTERS", "SURENESS", "Bank", "ExamScore", "ItemState", "Metacognition", "Module",
    "ModuleProgress", "NewBank", "NewItem", "NewObjective", "Objective", "Option", "Panel",
    "Progress", "Question", "Span", "Step", "Sureness",
]  # fmt: skip
