"""The verbs of this room: what people answer and take back, what editors ask, what ends."""

from __future__ import annotations

from salerno.services.surveys.actions.answering import answer, refuse, take_back
from salerno.services.surveys.actions.asking import close, open_survey, save_survey, tend

__all__ = [
    "answer", "close", "open_survey", "refuse", "save_survey", "take_back", "tend",
]  # fmt: skip
