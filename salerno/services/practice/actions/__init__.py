"""The verbs of this room, by journey."""

from __future__ import annotations

from salerno.services.practice.actions.study import answer, begin, put_question

__all__ = ["answer", "begin", "put_question"]
