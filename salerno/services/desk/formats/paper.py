"""Which kinds of papers are taken, by their first bytes."""

from __future__ import annotations

MOST_BYTES = 8 * 1024 * 1024
_FIRST = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


def kind_of(start: bytes) -> str:
    """The extension that fits the first bytes, or "" for anything else."""
    return next((kind for first, kind in _FIRST.items() if start.startswith(first)), "")
