"""What was not understood in a file: shown as text, never left out, and told with its line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

MOST = 500


@dataclass(frozen=True, order=True)
class Note:
    """One remark. ``line`` 0 is about the whole file; ``kind`` is for machines."""

    line: int
    kind: str
    words: str


class Report:
    """Collects remarks while a file is read; the same remark on a line is made once."""

    def __init__(self) -> None:
        self._notes: dict[Note, None] = {}

    def add(self, line: int, kind: str, words: object) -> None:
        """Make a remark."""
        if len(self._notes) < MOST:
            self._notes[Note(line, kind, str(words))] = None

    def notes(self) -> tuple[Note, ...]:
        """The remarks by their lines."""
        return tuple(sorted(self._notes))


def as_json(notes: Iterable[Note]) -> list[dict[str, object]]:
    """Remarks as they are kept and printed for machines."""
    return [asdict(one) for one in notes]
