"""FTS5. What is deleted is found no longer; its words leave the segments when they are merged.

The option that takes them out at once is younger than the SQLite of many machines, and a file
written with it cannot be read by an older one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import batched

from salerno.services.search.formats.index import Cursor, Found, Looked, marks
from salerno.services.search.rules import START, STOP, as_fts5
from salerno.services.search.values import Asked

_SHADOWS = ("", "_config", "_content", "_data", "_docsize", "_idx")
TABLES = (
    "search_document",
    *(f"search_entry_words{one}" for one in _SHADOWS if one != "_content"),
    *(f"search_document_words{one}" for one in _SHADOWS),
)

_TOKENS = "tokenize = 'porter unicode61 remove_diacritics 2'"
_LAY = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_entry_words USING fts5("
    f"title, summary, text, content='search_entry', content_rowid='id', {_TOKENS})",
    f"CREATE VIRTUAL TABLE IF NOT EXISTS search_document_words USING fts5(text, {_TOKENS})",
    "CREATE TABLE IF NOT EXISTS search_document (id INTEGER PRIMARY KEY, source TEXT NOT NULL, "
    "number INTEGER NOT NULL, owner INTEGER NOT NULL, UNIQUE (source, number))",
    "CREATE INDEX IF NOT EXISTS search_document_by_owner ON search_document (owner)",
)
_PUT_ENTRY = "INSERT INTO search_entry_words (rowid, title, summary, text) VALUES (%s, %s, %s, %s)"
_DROP_ENTRY = (
    "INSERT INTO search_entry_words (search_entry_words, rowid, title, summary, text) "
    "VALUES ('delete', %s, %s, %s, %s)"
)
_MATCH_ENTRIES = (
    "SELECT e.id, e.kind FROM (SELECT rowid AS row, bm25(search_entry_words, 8.0, 3.0, 1.0) AS "
    "score FROM search_entry_words WHERE search_entry_words MATCH %s) h "
    "JOIN search_entry e ON e.id = h.row "
    "WHERE (e.audience >= %s OR e.item_id IN ({opened}) OR e.within IN ({opened})) "
    "AND e.published_at <= %s ORDER BY h.score, e.id LIMIT %s"
)
_MARK_ENTRIES = (
    "SELECT rowid, highlight(search_entry_words, 0, %s, %s), "
    "snippet(search_entry_words, 2, %s, %s, '…', 40) "
    "FROM search_entry_words WHERE search_entry_words MATCH %s AND rowid IN ({rows})"
)
_MATCH_DOCUMENTS = (
    "SELECT d.source, d.number FROM (SELECT rowid AS row, bm25(search_document_words) AS score "
    "FROM search_document_words WHERE search_document_words MATCH %s) h "
    "JOIN search_document d ON d.id = h.row ORDER BY h.score, d.id DESC LIMIT %s"
)
_AT_ONCE = 500


class SqliteIndex:
    """Full-text search of SQLite."""

    def lay(self, cursor: Cursor) -> None:
        """Make the tables that are missing."""
        for sql in _LAY:
            cursor.execute(sql)

    def hold(self, cursor: Cursor) -> None:
        """One process writes at a time here: a transaction begins as a writer's."""

    def drop(self, cursor: Cursor) -> None:
        """Take them away."""
        for name in ("search_entry_words", "search_document_words", "search_document"):
            cursor.execute(f"DROP TABLE IF EXISTS {name}")

    def merge(self, cursor: Cursor) -> None:
        """Merge the segments into one, which holds nothing of what was deleted."""
        for name in ("search_entry_words", "search_document_words"):
            cursor.execute(f"INSERT INTO {name} ({name}) VALUES ('optimize')")  # noqa: S608

    def put_entries(self, cursor: Cursor, rows: Iterable[tuple[int, str, str, str, str]]) -> None:
        """Index entries: row, language, title, summary, text."""
        for row, _language, title, summary, text in rows:
            cursor.execute(_PUT_ENTRY, [row, title, summary, text])

    def drop_entry(self, cursor: Cursor, row: tuple[int, str, str, str]) -> None:
        """Take one entry out."""
        cursor.execute(_DROP_ENTRY, row)

    def clear_entries(self, cursor: Cursor) -> None:
        """Forget the words of every entry."""
        cursor.execute("INSERT INTO search_entry_words (search_entry_words) VALUES ('delete-all')")

    def match_entries(self, cursor: Cursor, asked: Asked, looked: Looked) -> list[Found]:
        """What matches and may be known to who looks, the best first."""
        opened = list(looked.opened)
        sql = _MATCH_ENTRIES.format(opened=marks(opened))
        given = [as_fts5(asked), looked.widest, *opened, *opened, looked.now, looked.most]
        cursor.execute(sql, given)
        return [Found(*row) for row in cursor.fetchall()]

    def mark_entries(
        self, cursor: Cursor, asked: Asked, rows: Sequence[int]
    ) -> dict[int, tuple[str, str]]:
        """Title and an excerpt of the text of rows, with the matches marked."""
        sql = _MARK_ENTRIES.format(rows=marks(rows))
        cursor.execute(sql, [START, STOP, START, STOP, as_fts5(asked), *rows])
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}

    def put_documents(
        self, cursor: Cursor, source: str, documents: Sequence[tuple[int, int, str]]
    ) -> None:
        """Index documents of a source: id, owner, text."""
        for number, owner, text in documents:
            cursor.execute(
                "INSERT INTO search_document (source, number, owner) VALUES (%s, %s, %s) "
                "RETURNING id",
                [source, number, owner],
            )
            row = cursor.fetchone()[0]
            cursor.execute(
                "INSERT INTO search_document_words (rowid, text) VALUES (%s, %s)", [row, text]
            )

    def drop_documents(self, cursor: Cursor, source: str, ids: Sequence[int]) -> int:
        """Take documents out; how many there were."""
        return sum(
            self._drop(cursor, f"source = %s AND number IN ({marks(some)})", [source, *some])
            for some in batched(ids, _AT_ONCE)
        )

    def drop_range(self, cursor: Cursor, source: str, after: int, upto: int) -> int:
        """Take out the documents of a range of ids."""
        where = "source = %s AND number > %s AND number <= %s"
        return self._drop(cursor, where, [source, after, upto])

    def documents_of(self, cursor: Cursor, owner: int) -> list[tuple[str, int]]:
        """Source and id of everything of one person."""
        cursor.execute("SELECT source, number FROM search_document WHERE owner = %s", [owner])
        return [(row[0], row[1]) for row in cursor.fetchall()]

    def drop_owner(self, cursor: Cursor, owner: int) -> int:
        """Take out everything of one person."""
        return self._drop(cursor, "owner = %s", [owner])

    def match_documents(self, cursor: Cursor, asked: Asked, most: int) -> list[tuple[str, int]]:
        """Source and id of what matches, the best first."""
        cursor.execute(_MATCH_DOCUMENTS, [as_fts5(asked), most])
        return [(row[0], row[1]) for row in cursor.fetchall()]

    def _drop(self, cursor: Cursor, which: str, given: list[object]) -> int:
        rows = f"SELECT id FROM search_document WHERE {which}"  # noqa: S608  words of ours
        cursor.execute(f"DELETE FROM search_document_words WHERE rowid IN ({rows})", given)  # noqa: S608
        cursor.execute(f"DELETE FROM search_document WHERE {which}", given)  # noqa: S608
        return int(cursor.rowcount)
