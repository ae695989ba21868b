"""The gate's inputs as one connection sees them: who is closed, contested and tied.

Most purposes close nobody on most days, few cells are contested, and many viewers have no tie;
then no predicate is written at all. On SQLite what is known stays true until
``PRAGMA data_version`` moves, this connection writes a row, or it rolls back. On PostgreSQL
the statement asks who is closed, and the rest is asked whenever a purpose is entered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic
from typing import Any, cast

from salerno.privacy.context import Entry
from salerno.privacy.declare import Purpose
from salerno.privacy.gate.ties import Tie, Ties

# Predicates of every purpose read these tables, so the second lock leaves them open.
INPUTS = frozenset({"privacy_tie", "privacy_place", "privacy_closedcell", "privacy_seal"})
FRESH_SECONDS = 1.0  # within one entry; see ``PostgresInputs``
MOST_KNOWN = 5_000
MOST_TIES = 256  # so many are written into the statement; of more the statement asks the table
NO_TIES = Ties()


def closed_table(purpose: Purpose) -> str:
    """The table of subjects closed for ``purpose``."""
    return f"closed_{purpose.table_name}"


def granted_table(purpose: Purpose) -> str:
    """The table of subjects granted to ``purpose``."""
    return f"granted_{purpose.table_name}"


# The clauses of which a cell is closed: from each to the next in the index, however many cells
# each has. DISTINCT would read them all, whenever a purpose is entered.
_CLAUSES = (
    "WITH RECURSIVE step(clause) AS (SELECT min(clause) FROM privacy_closedcell UNION ALL "
    "SELECT (SELECT min(z.clause) FROM privacy_closedcell z WHERE z.clause > step.clause) "
    "FROM step WHERE step.clause IS NOT NULL) "
    "SELECT clause FROM step WHERE clause IS NOT NULL"
)

type Known = tuple[tuple[Any, ...], Ties]  # what a situation is made of, and the ties themselves


@dataclass(eq=False)
class Situation:
    """What decides the wording of predicates. One object for each; it remembers the words.

    ``who``: machine, visitor, person or officer. ``asks``: the statement asks the input
    tables itself whether they are empty. ``levels``, ``kinds``: what the viewer's ties are of,
    where they are known as a value; None where the statement asks for them.
    """

    who: str
    closed: bool
    tied: bool
    contested: frozenset[str]
    asks: bool
    placed: bool = False
    levels: tuple[int, ...] | None = None
    kinds: frozenset[str] = frozenset()
    columns: dict[Any, Any] = field(default_factory=dict)
    froms: dict[Any, Any] = field(default_factory=dict)

    def is_contested(self, clause_id: str) -> bool:
        """Whether somebody contests or hides this clause."""
        return clause_id in self.contested


class SqliteInputs:
    """Inputs on SQLite, remembered between two changes of the file."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self._version = (-1, -1)
        self._known: dict[Any, Any] = {}

    def forget(self) -> None:
        """What was known is no longer: this connection wrote an input or rolled back."""
        self._known.clear()

    def _refresh(self, driver: Any) -> None:
        version = (driver.execute("PRAGMA data_version").fetchone()[0], driver.total_changes)
        if version != self._version or len(self._known) > MOST_KNOWN:
            self._version = version
            self._known.clear()

    def _all(self, sql: str, params: tuple[Any, ...] = ()) -> list[Any]:
        with self.connection.gate_open():
            return list(self.connection.connection.execute(sql, params))

    def anybody(self, table: str) -> bool:
        """Whether a table of closures or grants has a row."""
        self.connection.ensure_connection()
        self._refresh(self.connection.connection)
        return self._anybody(table)

    def _anybody(self, table: str) -> bool:
        found = self._known.get(table)
        if found is None:
            found = bool(self._all(f"SELECT 1 FROM {table} LIMIT 1"))  # noqa: S608
            self._known[table] = found
        return bool(found)

    def situation(self, entry: Entry) -> Known:
        """What is known just now about closures, ties and contested cells."""
        purpose, viewer = entry.purpose, entry.viewer.subject
        if self.connection.connection is None:
            self.connection.ensure_connection()
        self._refresh(self.connection.connection)
        key = (purpose.id, viewer)
        found = self._known.get(key)
        if found is None:
            tied = viewer is not None and bool(
                self._all("SELECT 1 FROM privacy_tie WHERE viewer_id = ? LIMIT 1", (viewer,))
            )
            cells = self._all(_CLAUSES)
            contested = frozenset(row[0] for row in cells)
            placed = viewer is not None and bool(
                self._all("SELECT 1 FROM privacy_place WHERE owner_id = ? LIMIT 1", (viewer,))
            )
            known = (self._anybody(closed_table(purpose)), tied, contested, False, placed)
            found = self._known[key] = (known, NO_TIES)
        return cast(Known, found)


class PostgresInputs:
    """Inputs on PostgreSQL: the statement asks for closures itself.

    Whether cells are contested, and which ties the viewer has, is asked when a purpose is
    entered, in the round trip that tells the server the purpose: planning their sub-selects
    costs more than the rest of a small statement. So what another worker committed before is
    in force. Within one entry the answer stands for a second at most, and until this
    connection writes an input.
    """

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self._known: dict[int | None, tuple[Any, Known]] = {}  # viewer -> (print, what is known)
        self._asked: tuple[Entry, float, Known] | None = None

    def forget(self) -> None:
        """What was known is no longer: this connection wrote an input or rolled back."""
        self._known.clear()
        self._asked = None

    def anybody(self, table: str) -> bool:
        """Unknown without asking, so: maybe."""
        return True

    def situation(self, entry: Entry) -> Known:
        """Anybody may be closed; ties and contested cells as of the entry."""
        asked, at = self._asked, monotonic()
        if asked is not None and asked[0] is entry and at - asked[1] < FRESH_SECONDS:
            return asked[2]
        viewer = entry.viewer.subject
        printed = self._print(entry.purpose, viewer)
        found = self._known.get(viewer)
        if found is None or found[0] != printed:
            found = printed, self._ask(printed, viewer)
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            self._known[viewer] = found
        self._asked = entry, at, found[1]
        return found[1]

    def _print(self, purpose: Purpose, viewer: int | None) -> Any:
        """What tells that nothing has changed: the values themselves, of ties a print."""
        self.connection.ensure_connection()
        with self.connection.connection.cursor() as cursor:
            row = cursor.execute(_PRINT, [purpose.id, viewer, viewer]).fetchone()
        self.connection.gate_purpose_sent = purpose.id
        return row[1:]

    def _ask(self, printed: Any, viewer: int | None) -> Known:
        cells, placed, tied = printed[:3]
        rows = []
        if tied:
            with self.connection.connection.cursor() as cursor:
                rows = cursor.execute(_TIES, [viewer]).fetchall()
        few = len(rows) <= MOST_TIES
        ties = Ties(Tie(*row) for row in rows) if few else NO_TIES
        shape = (bool(placed), ties.levels if few else None, ties.kinds)
        return (True, bool(rows), frozenset(cells or ()), True, *shape), ties


_PRINT = (
    "SELECT set_config('salerno.purpose', %s, false), c.cells, c.placed, t.* FROM "  # noqa: S608  a number
    f"(SELECT (SELECT array_agg(clause ORDER BY clause) FROM ({_CLAUSES}) one) AS cells, "
    "EXISTS (SELECT 1 FROM privacy_place WHERE owner_id = %s::bigint) AS placed) c, "
    # a changed row has another xmin; the sum of digests tells one set of rows from another
    "(SELECT count(*), sum(hashint8extended(x.id, x.version::text::bigint)) FROM "
    "(SELECT id, xmin AS version FROM privacy_tie "
    f"WHERE viewer_id = %s::bigint LIMIT {MOST_TIES + 1}) x) t"
)
_TIES = (
    "SELECT owner_id, kind, reach, scope, since, until FROM privacy_tie "  # noqa: S608  a number
    f"WHERE viewer_id = %s::bigint LIMIT {MOST_TIES + 1}"
)
