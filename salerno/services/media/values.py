"""What crosses to other rooms."""

from __future__ import annotations

from dataclasses import dataclass

from salerno.privacy.declare import Reach


@dataclass(frozen=True)
class Photo:
    """A photograph as a viewer may see it."""

    key: str
    width: int
    height: int
    audience: Reach
