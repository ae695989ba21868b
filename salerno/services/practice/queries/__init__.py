"""The reads of this room, by what is read."""

from __future__ import annotations

from salerno.services.practice.queries.programs import progress_of

__all__ = ["progress_of"]
