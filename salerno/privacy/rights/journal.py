"""The erasure journal: which subjects were erased, in a file outside the database.

A backup that is restored later knows nothing of erasures after it; the journal does. It holds
numbers and times only, and is on disk before the erasure commits.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from salerno.privacy import clock
from salerno.privacy.anchors import folder


def path() -> Path:
    """Where the journal lies."""
    return folder() / "erasures.jsonl"


def append(subject: int) -> None:
    """Write one erasure down; on disk when this returns."""
    line = json.dumps({"at": clock.now().isoformat(), "subject": subject}) + "\n"
    descriptor = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, line.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def subjects() -> Iterator[int]:
    """Every subject in the journal, in order. A torn last line is passed over."""
    if not path().exists():
        return
    for line in path().read_text(encoding="utf-8").splitlines():
        try:
            yield int(json.loads(line)["subject"])
        except (ValueError, KeyError):
            continue
