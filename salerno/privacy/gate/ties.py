"""The viewer's ties as a value: whom they lead to at a moment. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from salerno.privacy.gate.words import Led

CASE_RELATION = "case"
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Tie(NamedTuple):
    """One tie from the viewer to ``owner``."""

    owner: int
    kind: str
    reach: int
    scope: str
    since: datetime
    until: datetime | None


class Ties:
    """All ties of one viewer. Their times are kept: each statement decides by its own moment."""

    def __init__(self, rows: Iterable[Tie] = ()) -> None:
        self.rows = tuple(rows)
        self.levels = tuple(sorted({one.reach for one in self.rows}))
        self.kinds = frozenset(one.kind for one in self.rows)
        self._texts: dict[tuple[Led, str], tuple[datetime, datetime, str]] = {}

    def led(self, asked: Led, case: str, now: datetime) -> str:
        """The owners asked for, as an array's text. Remembered until a tie begins or ends."""
        found = self._texts.get((asked, case))
        if found is None or not found[0] <= now < found[1]:
            times = [one.since for one in self.rows]
            times += [one.until for one in self.rows if one.until is not None]
            owners = sorted({one.owner for one in self.rows if _leads(one, asked, case, now)})
            found = self._texts[(asked, case)] = (
                max((one for one in times if one <= now), default=_FIRST),
                min((one for one in times if one > now), default=_LAST),
                f"{{{','.join(map(str, owners))}}}",
            )
        return found[2]


def _leads(tie: Tie, asked: Led, case: str, now: datetime) -> bool:
    if tie.since > now or (tie.until is not None and tie.until <= now):
        return False
    if tie.reach in asked.levels or tie.kind in asked.kinds:
        return True
    return asked.case and bool(case) and (tie.kind, tie.scope) == (CASE_RELATION, case)
