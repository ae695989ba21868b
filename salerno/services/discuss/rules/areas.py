"""What an area must have."""

from __future__ import annotations

from collections.abc import Collection

MOST_ADDRESS, MOST_TITLE = 200, 500


def area_fault(
    address: str, page: str, title: str, kinds: Collection[str], known: Collection[str]
) -> str:
    """Which part of an area is not right, or ""."""
    for name, one in (("address", address), ("page", page or "/")):
        if not one.startswith("/") or one.startswith("//") or len(one) > MOST_ADDRESS:
            return name
        if any(ord(letter) <= 32 or letter == "\\" for letter in one):
            return name
    if not title.strip() or len(title) > MOST_TITLE or "\0" in title:
        return "title"
    return "" if kinds and set(kinds) <= set(known) else "kinds"
