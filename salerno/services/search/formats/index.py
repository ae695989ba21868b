"""What search asks of a database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from salerno.services.search.values import Asked

type Cursor = Any


@dataclass(frozen=True)
class Looked:
    """Who looks: the audience from which on all is found, and the items opened to them."""

    widest: int
    opened: Sequence[int]
    now: datetime
    most: int


@dataclass(frozen=True)
class Found:
    """An entry that matches: its row and its kind."""

    row: int
    kind: str


class Index(Protocol):
    """Each method runs on a cursor of the caller's, in the caller's transaction."""

    def lay(self, cursor: Cursor) -> None:
        """Make the tables that are missing."""

    def hold(self, cursor: Cursor) -> None:
        """Let nobody else write to the documents until the transaction ends."""

    def drop(self, cursor: Cursor) -> None:
        """Take them away."""

    def merge(self, cursor: Cursor) -> None:
        """Leave no word of what was deleted in the parts of the index."""

    def put_entries(self, cursor: Cursor, rows: Iterable[tuple[int, str, str, str, str]]) -> None:
        """Index entries: row, language, title, summary, text. None of them stands there yet."""

    def drop_entry(self, cursor: Cursor, row: tuple[int, str, str, str]) -> None:
        """Take one entry out: row, and the title, summary and text that were indexed."""

    def clear_entries(self, cursor: Cursor) -> None:
        """Forget the words of every entry."""

    def match_entries(self, cursor: Cursor, asked: Asked, looked: Looked) -> list[Found]:
        """What matches and may be known to who looks, the best first."""

    def mark_entries(
        self, cursor: Cursor, asked: Asked, rows: Sequence[int]
    ) -> dict[int, tuple[str, str]]:
        """Title and an excerpt of the text of rows, with the matches marked."""

    def put_documents(
        self, cursor: Cursor, source: str, documents: Sequence[tuple[int, int, str]]
    ) -> None:
        """Index documents of a source: id, owner, text. None of them stands there yet."""

    def drop_documents(self, cursor: Cursor, source: str, ids: Sequence[int]) -> int:
        """Take documents out; how many there were."""

    def drop_range(self, cursor: Cursor, source: str, after: int, upto: int) -> int:
        """Take out the documents with ids above ``after`` and up to ``upto``."""

    def documents_of(self, cursor: Cursor, owner: int) -> list[tuple[str, int]]:
        """Source and id of everything of one person."""

    def drop_owner(self, cursor: Cursor, owner: int) -> int:
        """Take out everything of one person; how many documents there were."""

    def match_documents(self, cursor: Cursor, asked: Asked, most: int) -> list[tuple[str, int]]:
        """Source and id of what matches, the best first. Who may see it is not known here."""


def marks(values: Sequence[object]) -> str:
    """Placeholders for a list of values."""
    return ", ".join(["%s"] * len(values))
