"""The ground of this room's tests."""

from __future__ import annotations

from tests.ground import pack

__all__ = ["pack"]
