"""Which pictures are taken, without looking inside them."""

from __future__ import annotations

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
SIDE = 640
FORMATS = ("JPEG", "PNG", "WEBP")


def size_words(count: int) -> str:
    """A size in whole megabytes, for a sentence."""
    return f"{count // (1024 * 1024)} MB"


def scaled(width: int, height: int, side: int = SIDE) -> tuple[int, int]:
    """The size at which the longer side is at most ``side``."""
    longest = max(width, height)
    if longest <= side:
        return width, height
    return max(1, width * side // longest), max(1, height * side // longest)
