"""A file that is not taken, in one sentence with its line."""

from __future__ import annotations

from salerno.privacy.errors import Refused


class NotTaken(Refused):
    """Nothing is stored of this file. ``line``: where reading stopped, 0 for the whole file."""

    def __init__(self, words: str, line: int = 0) -> None:
        super().__init__(words, status=422)
        self.line = line
