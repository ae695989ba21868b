"""Every test of this room runs under both packs, with a folder of its own."""

from __future__ import annotations

from tests.ground import pack

__all__ = ["pack"]
