"""Leaks, seeded on purpose: each a small function that a careless hand could write.

A technique is tried on three secrets: a row that does not exist for the purpose, a cell that
its owner shows to nobody, and a column that the purpose does not serve. It tells what it found;
the secret stands in that when the guard is off, and never when it is on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

SECRET = "PLANTED"
VIEWER, CLOSED, PRIVATE = 1, 2, 3


@dataclass(frozen=True)
class Aim:
    """One secret of a person: where it lies."""

    kind: str
    pk: int
    column: str

    @property
    def is_row(self) -> bool:
        """Whether the row itself is the secret."""
        return self.kind == "row"


ROW = Aim("row", CLOSED, "name")
CELL = Aim("cell", PRIVATE, "phone")
COLUMN = Aim("column", PRIVATE, "secret")
AIMS = (ROW, CELL, COLUMN)

type Leak = Callable[[Aim], Any]
techniques: dict[str, tuple[Leak, tuple[Aim, ...]]] = {}


def leak(*aims: Aim) -> Callable[[Leak], Leak]:
    """Add a technique to the corpus, for these secrets or for all."""

    def add(function: Leak) -> Leak:
        techniques[function.__name__] = (function, aims or AIMS)
        return function

    return add


def told(found: object) -> str:
    """What a yes tells, where the leak is an answer and not a value."""
    return SECRET if found else "nothing"
