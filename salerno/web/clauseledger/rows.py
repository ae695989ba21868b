"""The rows themselves: what each says, in our own words, and which packs state it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("rows.toml")


@dataclass(frozen=True)
class Row:
    """One sentence of a policy. ``reason``: what its proof waits for."""

    id: str
    packs: tuple[str, ...]
    clause: str
    reason: str = ""


@cache
def rows() -> tuple[Row, ...]:
    """Every row, in the order of the policies."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["row"]
    return tuple(
        Row(one["id"], tuple(one["packs"]), one["clause"], one.get("reason", "")) for one in found
    )
