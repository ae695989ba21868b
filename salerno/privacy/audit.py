"""The record of purposes entered. See ``listen``."""

from __future__ import annotations


def listen() -> None:
    """Write down every purpose that is left."""
