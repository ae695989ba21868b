"""SQL with marks in it: texts are remembered, values are filled in for each statement."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

type Sql = tuple[str, tuple[Any, ...]]
type Text = tuple[str, tuple[object, ...]]

NEVER = "1 = 0"


class Mark(Enum):
    """A value that belongs to the statement."""

    VIEWER = "viewer"
    CASE = "case"
    NOW = "now"
    NEWCOMER = "newcomer"  # the subject that the open action has made


@dataclass(frozen=True, slots=True)
class Back:
    """So many days before now."""

    days: int


@dataclass(frozen=True, slots=True)
class Led:
    """The owners to whom live ties of the viewer's lead: of these levels, kinds, or the case."""

    levels: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    case: bool = False


class GuardedSql(str):
    """SQL that the gate has compiled, and the entry it was compiled for. Other text is raw.

    ``steady``: the same text comes back with other values, each beside a column that gives it
    its type, so that the server may keep its plan.
    """

    __slots__ = ("entry", "steady")
    entry: Any
    steady: bool

    @classmethod
    def of(cls, sql: str, entry: Any, *, steady: bool = False) -> GuardedSql:
        """Mark ``sql``."""
        marked = cls(sql)
        marked.entry = entry
        marked.steady = steady
        return marked


def all_of(parts: list[Text]) -> Text | None:
    """AND of ``parts``; None where nothing is asked."""
    if not parts:
        return None
    return " AND ".join(sql for sql, _ in parts), tuple(one for _, marks in parts for one in marks)


def any_of(parts: list[Text | None]) -> Text | None:
    """OR of ``parts``; None where one of them asks nothing."""
    kept: list[Text] = []
    for one in parts:
        if one is None:
            return None
        if one[0] != NEVER and one not in kept:
            kept.append(one)
    if not kept:
        return NEVER, ()
    if len(kept) == 1:
        return kept[0]
    sql = " OR ".join(text for text, _ in kept)
    return f"({sql})", tuple(mark for _, marks in kept for mark in marks)
