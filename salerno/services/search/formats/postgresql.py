"""PostgreSQL's own full-text search: vectors beside the rows, a GIN index over each.

Texts are cut into words here before they are handed over: the server's parser takes "10.7554/x"
for one word, and nobody types it so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from salerno.services.search.formats.index import Cursor, Found, Looked, marks
from salerno.services.search.rules import START, STOP, as_websearch, words_of
from salerno.services.search.values import Asked

TABLES = ("search_document",)
CONFIGURATIONS = {"en": "english", "de": "german"}
PLAIN = "simple"

_LAY = (
    "ALTER TABLE search_entry ADD COLUMN IF NOT EXISTS words tsvector",
    "CREATE INDEX IF NOT EXISTS search_entry_by_word ON search_entry USING gin (words)",
    "CREATE TABLE IF NOT EXISTS search_document (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY "
    "KEY, source text NOT NULL, number bigint NOT NULL, owner bigint NOT NULL, "
    "words tsvector NOT NULL, UNIQUE (source, number))",
    "CREATE INDEX IF NOT EXISTS search_document_by_owner ON search_document (owner)",
    # No list of what is still to be sorted in: what was deleted would stay in it.
    "CREATE INDEX IF NOT EXISTS search_document_by_word ON search_document USING gin (words) "
    "WITH (fastupdate = off)",
)
_PUT_ENTRY = (
    "UPDATE search_entry SET words = setweight(to_tsvector(%s::regconfig, %s), 'A') || "
    "setweight(to_tsvector(%s::regconfig, %s), 'B') || to_tsvector(%s::regconfig, %s) "
    "WHERE id = %s"
)
_HOLDS = "(e.language LIKE %s AND e.words @@ websearch_to_tsquery(%s::regconfig, %s))"
_HOLDS_PLAIN = "({others} AND e.words @@ websearch_to_tsquery('simple', %s))"
_QUERY = (
    "CASE left(e.language, 2) WHEN 'en' THEN websearch_to_tsquery('english', %s) "
    "WHEN 'de' THEN websearch_to_tsquery('german', %s) ELSE websearch_to_tsquery('simple', %s) END"
)
_CONFIGURATION = (
    "CASE left(e.language, 2) WHEN 'en' THEN 'english' WHEN 'de' THEN 'german' ELSE 'simple' "
    "END::regconfig"
)
_MARKS = f"StartSel={START}, StopSel={STOP}"
_WRITER = 0x5A1E_0003  # the advisory lock of whoever writes documents
# The server's parser takes what stands between < and > for markup, and leaves it out.
_SIGNS, _STANDING_IN = "<>", "\x04\x05"  # no text in the index has control characters
_BACK = str.maketrans(_STANDING_IN, _SIGNS)
_READ = 40_000  # letters of a text in which the server looks for an excerpt


def _shown(text: str) -> str:
    return f"translate({text}, '{_SIGNS}', '{_STANDING_IN}')"


class PostgresIndex:
    """Full-text search of PostgreSQL."""

    def lay(self, cursor: Cursor) -> None:
        """Make what is missing."""
        for sql in _LAY:
            cursor.execute(sql)

    def hold(self, cursor: Cursor) -> None:
        """An erasure that lands meanwhile purges after us, and finds what we wrote."""
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITER])

    def drop(self, cursor: Cursor) -> None:
        """Take it away."""
        cursor.execute("DROP TABLE IF EXISTS search_document")
        cursor.execute("ALTER TABLE IF EXISTS search_entry DROP COLUMN IF EXISTS words")

    def merge(self, cursor: Cursor) -> None:
        """Nothing to do: rewriting the tables rewrites their indexes."""

    def put_entries(self, cursor: Cursor, rows: Iterable[tuple[int, str, str, str, str]]) -> None:
        """Index entries: row, language, title, summary, text."""
        for row, language, *texts in rows:
            name = CONFIGURATIONS.get(language[:2], PLAIN)
            pairs = [part for text in texts for part in (name, " ".join(words_of(text)))]
            cursor.execute(_PUT_ENTRY, [*pairs, row])

    def drop_entry(self, cursor: Cursor, row: tuple[int, str, str, str]) -> None:
        """The vector goes with its row, or is written anew with it."""

    def clear_entries(self, cursor: Cursor) -> None:
        """Forget the words of every entry."""
        cursor.execute("UPDATE search_entry SET words = NULL")

    def match_entries(self, cursor: Cursor, asked: Asked, looked: Looked) -> list[Found]:
        """What matches and may be known to who looks, the best first."""
        text, opened = as_websearch(asked), list(looked.opened)
        each = [_HOLDS] * len(CONFIGURATIONS)
        others = " AND ".join(["e.language NOT LIKE %s"] * len(CONFIGURATIONS))
        holds = " OR ".join([*each, _HOLDS_PLAIN.format(others=others)])
        sql = (
            f"SELECT e.id, e.kind FROM search_entry e WHERE ({holds}) "  # noqa: S608  words of ours
            "AND (e.audience >= %s OR e.item_id = ANY(%s) OR e.within = ANY(%s)) "
            "AND e.published_at <= %s "
            f"ORDER BY ts_rank_cd(e.words, {_QUERY}, 1) DESC, e.id LIMIT %s"
        )
        given: list[object] = []
        for language, name in CONFIGURATIONS.items():
            given += [f"{language}%", name, text]
        given += [*(f"{one}%" for one in CONFIGURATIONS), text]
        given += [looked.widest, opened, opened, looked.now, text, text, text, looked.most]
        cursor.execute(sql, given)
        return [Found(*row) for row in cursor.fetchall()]

    def mark_entries(
        self, cursor: Cursor, asked: Asked, rows: Sequence[int]
    ) -> dict[int, tuple[str, str]]:
        """Title and an excerpt of the text of rows, with the matches marked."""
        text = as_websearch(asked)
        sql = (
            f"SELECT e.id, ts_headline({_CONFIGURATION}, {_shown('e.title')}, {_QUERY}, %s), "  # noqa: S608
            f"ts_headline({_CONFIGURATION}, {_shown(f'left(e.text, {_READ})')}, {_QUERY}, %s) "
            f"FROM search_entry e WHERE e.id IN ({marks(rows)})"
        )
        whole, part = f"{_MARKS}, HighlightAll=true", f"{_MARKS}, MaxWords=40, MinWords=25"
        cursor.execute(sql, [text, text, text, whole, text, text, text, part, *rows])
        return {
            row[0]: (row[1].translate(_BACK), row[2].translate(_BACK)) for row in cursor.fetchall()
        }

    def put_documents(
        self, cursor: Cursor, source: str, documents: Sequence[tuple[int, int, str]]
    ) -> None:
        """Index documents of a source: id, owner, text."""
        for number, owner, text in documents:
            cursor.execute(
                "INSERT INTO search_document (source, number, owner, words) "
                "VALUES (%s, %s, %s, to_tsvector('english', %s))",
                [source, number, owner, " ".join(words_of(text))],
            )

    def drop_documents(self, cursor: Cursor, source: str, ids: Sequence[int]) -> int:
        """Take documents out; how many there were."""
        cursor.execute(
            "DELETE FROM search_document WHERE source = %s AND number = ANY(%s)",
            [source, list(ids)],
        )
        return int(cursor.rowcount)

    def drop_range(self, cursor: Cursor, source: str, after: int, upto: int) -> int:
        """Take out the documents of a range of ids."""
        cursor.execute(
            "DELETE FROM search_document WHERE source = %s AND number > %s AND number <= %s",
            [source, after, upto],
        )
        return int(cursor.rowcount)

    def documents_of(self, cursor: Cursor, owner: int) -> list[tuple[str, int]]:
        """Source and id of everything of one person."""
        cursor.execute("SELECT source, number FROM search_document WHERE owner = %s", [owner])
        return [(row[0], row[1]) for row in cursor.fetchall()]

    def drop_owner(self, cursor: Cursor, owner: int) -> int:
        """Take out everything of one person."""
        cursor.execute("DELETE FROM search_document WHERE owner = %s", [owner])
        return int(cursor.rowcount)

    def match_documents(self, cursor: Cursor, asked: Asked, most: int) -> list[tuple[str, int]]:
        """Source and id of what matches, the best first."""
        text = as_websearch(asked)
        cursor.execute(
            "SELECT source, number FROM search_document, websearch_to_tsquery('english', %s) q "
            "WHERE words @@ q ORDER BY ts_rank_cd(words, q, 1) DESC, id DESC LIMIT %s",
            [text, most],
        )
        return [(row[0], row[1]) for row in cursor.fetchall()]
