"""What is done again and again: a name, an interval, a function. The scheduler runs what is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Periodic:
    """One job. It is late when it has not finished for three intervals and ten minutes.

    ``ends``: it deletes by the clock, so it waits while the clock cannot be trusted.
    """

    name: str
    every: timedelta
    run: Callable[[], object]
    ends: bool = False

    @property
    def patience(self) -> timedelta:
        """How long after its last end the job counts as late."""
        return self.every * 3 + timedelta(minutes=10)
