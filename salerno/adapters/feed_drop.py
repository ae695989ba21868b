"""A folder for each feed: one file for each record that somebody outside may fetch.

A record that removes another takes its file away and stands in its place, so that a folder that
is fetched later holds nothing that was taken back.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from salerno.privacy.anchors import folder
from salerno.privacy.outbox import DeliveryFailed

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\Z")
REMOVE = "remove"


def feeds_folder() -> Path:
    """Where the feeds lie."""
    return folder() / "feeds"


class FeedDrop:
    """Lays down ``<feed>/<key>.<number>.json``, or ``<feed>/remove.<number>.json``.

    A payload names its ``feed``, its ``record`` ("lead", "remove") and its ``number``.
    """

    def deliver(self, payload: Mapping[str, Any], key: str) -> None:
        """Lay one record down, whole or not at all. The same key again changes nothing."""
        feed, number = (_name(payload.get(one)) for one in ("feed", "number"))
        place = feeds_folder() / feed
        removal = place / f"{REMOVE}.{number}.json"
        try:
            place.mkdir(parents=True, exist_ok=True)
            if payload.get("record") == REMOVE:
                _lay(removal, payload)
                _take_away(place, number, removal)
            elif not removal.exists():  # what was taken back on its way does not arrive
                _lay(place / f"{key}.{number}.json", payload)
        except OSError as error:
            raise DeliveryFailed(f"The file could not be written: {error.strerror}.") from error

    def forget(self, prefix: str) -> int:
        """Remove what was laid down under keys that begin with ``prefix``."""
        found = list(feeds_folder().glob(f"*/{prefix}*"))
        for path in found:
            path.unlink(missing_ok=True)
        return len(found)


def _name(given: object) -> str:
    if not isinstance(given, str) or not _NAME.match(given):
        raise DeliveryFailed("A record of a feed names its feed and its number.", final=True)
    return given


def _take_away(place: Path, number: str, but: Path) -> None:
    for path in place.glob(f"*.{number}.json"):
        if path != but:
            path.unlink(missing_ok=True)


def _lay(path: Path, payload: Mapping[str, Any]) -> None:
    fresh = path.with_suffix(".new")
    text = json.dumps(payload, ensure_ascii=False, indent=1, sort_keys=True)
    with fresh.open("wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
