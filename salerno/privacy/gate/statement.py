"""What one statement knows: its purpose, its viewer, its moment, and the state of the inputs.

It lives from the outermost ``as_sql`` to its end, so that sub-selects share it: a time stands
with one value in all of a statement, and the inputs are asked about once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from salerno.privacy import clock
from salerno.privacy.context import Viewer, act_or_none, current, current_or_none, refuse
from salerno.privacy.declare import Rows
from salerno.privacy.errors import OutsidePurpose, PurposeRefused
from salerno.privacy.gate.guards import Book, Guard, book
from salerno.privacy.gate.inputs import NO_TIES, Situation
from salerno.privacy.gate.ties import Ties
from salerno.privacy.gate.words import Back, Led, Mark, Sql, Text
from salerno.privacy.registry import registry

NOTHING_KNOWN: tuple[Any, ...] = (False, False, frozenset[str](), False, False)
MACHINE, VISITOR, PERSON, OFFICER = "machine", "visitor", "person", "officer"


def kind_of(viewer: Viewer) -> str:
    """Which wording a viewer needs."""
    if viewer.machine:
        return MACHINE
    if viewer.subject is None:
        return VISITOR
    return OFFICER if viewer.case else PERSON


class Statement:
    """One statement, while it is compiled."""

    __slots__ = (
        "_book",
        "_now",
        "_situation",
        "_ties",
        "_values",
        "columns",
        "connection",
        "entry",
    )

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.entry = current_or_none()
        self._book: Book | None = None
        self._situation: Situation | None = None
        self._now: datetime | None = None
        self._ties: Ties = NO_TIES
        self._values: dict[object, Any] = {}
        self.columns: dict[Any, Text] | None = None  # remembered words, once settled

    @property
    def book(self) -> Book:
        """The guards of the purpose entered. Only asked for where there is one."""
        if self._book is None:
            self._book = book((self.entry or current()).purpose)
        return self._book

    def guard(self, table_name: str) -> Guard | None:
        """The guard of a table; None where it is about nobody. Raises outside a purpose."""
        table = registry().tables.get(table_name)
        if table is None or not table.owner:
            return None
        if self.entry is None:
            raise refuse(OutsidePurpose(f"{table_name} was touched outside a purpose."))
        guard = self.book.guard(table_name)
        if guard is not None and not guard.serves:
            purpose = self.entry.purpose
            raise refuse(PurposeRefused(f"{table_name} does not serve the purpose {purpose}."))
        return guard

    @property
    def is_settled(self) -> bool:
        """Whether a table about somebody was met, so that the inputs are known."""
        return self._situation is not None

    @property
    def is_plain(self) -> bool:
        """Whether nothing of the moment or of who looks was filled in, so the words may be kept."""
        return not self._values

    @property
    def situation(self) -> Situation:
        """The state of the inputs, asked for once."""
        if self._situation is None:
            entry = self.entry or current()
            viewer = entry.viewer
            who, known = kind_of(viewer), NOTHING_KNOWN
            if entry.purpose.rows is Rows.OPEN or entry.purpose.heeds_restriction:
                inputs = self.connection.gate_inputs
                known, self._ties = inputs.situation(entry)
            key = (self.connection.vendor, who, known)
            found = self.book.situations.get(key)
            if found is None:
                found = self.book.situations[key] = Situation(who, *known)
            self._situation = found
            self.columns = found.columns
        return self._situation

    def filled(self, text: Text) -> Sql:
        """A text with the values of this statement in the place of its marks."""
        sql, marks = text
        if not marks:
            return sql, ()
        known = self._values
        return sql, tuple([known[one] if one in known else self._value(one) for one in marks])

    def _value(self, mark: object) -> Any:
        """The value of a mark; anything else stands for itself."""
        if isinstance(mark, Back):
            found = self._moment(mark.days)
        elif isinstance(mark, Led):
            found = self._ties.led(mark, (self.entry or current()).viewer.case, self._at())
        elif not isinstance(mark, Mark):
            return mark
        elif mark is Mark.NOW:
            found = self._moment(0)
        else:
            found = self._of_viewer(mark)
        self._values[mark] = found
        return found

    def _of_viewer(self, mark: Mark) -> Any:
        if mark is Mark.NEWCOMER:
            act = act_or_none()
            return act.subject if act is not None else None
        viewer = (self.entry or current()).viewer
        return viewer.case if mark is Mark.CASE else viewer.subject

    def _at(self) -> datetime:
        if self._now is None:
            self._now = clock.now()
        return self._now

    def _moment(self, days: int) -> Any:
        at = self._at() - timedelta(days=days) if days else self._at()
        connection = self.connection
        if at.tzinfo is UTC and connection.timezone is UTC and connection.vendor == "sqlite":
            return str(at.replace(tzinfo=None))  # as Django says it, without asking the settings
        return connection.ops.adapt_datetimefield_value(at)


def one_statement[**P, R](build: Callable[P, R]) -> Callable[P, R]:
    """Make ``build``, an ``as_sql``, open the statement unless it stands inside of one."""

    @wraps(build)
    def within(*args: P.args, **kwargs: P.kwargs) -> R:
        compiler: Any = args[0]
        connection = compiler.connection
        if connection.gate_now is not None:
            return build(*args, **kwargs)
        connection.gate_now = Statement(connection)
        try:
            return build(*args, **kwargs)
        finally:
            connection.gate_now = None

    return within
