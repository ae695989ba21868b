"""Organisations that somebody may buy for. Who knows them says so; who sells asks.

The room of institutions and the shop are strangers: this is the one word between them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Body:
    """An organisation by its number, and its name."""

    id: int
    name: str


type Bodies = Callable[[int], tuple[Body, ...]]
_known: list[Bodies] = []


def on_buying(bodies: Bodies) -> None:
    """Let ``bodies`` answer for whom a person may buy."""
    if bodies not in _known:
        _known.append(bodies)


def buying_for(subject: int) -> tuple[Body, ...]:
    """The organisations for which ``subject`` may buy."""
    return tuple(one for bodies in _known for one in bodies(subject))
