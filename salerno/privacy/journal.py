"""The erasure journal: what no backup may bring back, in a file outside the database.

A backup that is restored later knows nothing of what came after it; the journal does: who was
erased, who closed the account with a return key and who came back, which yes was taken back and
what was restricted. A yes is never in it. It holds numbers, times and ids of purposes and clauses
only, and what takes something away is on disk before it commits.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from salerno.privacy import clock
from salerno.privacy.anchors import folder

NAME = "erasures.jsonl"


class Kind(StrEnum):
    """What happened."""

    ERASED = "erased"
    CLOSED = "closed"  # with a return key, whose public half the entry holds
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    RESTRICTED = "restricted"


GONE = frozenset({Kind.ERASED, Kind.CLOSED})
OF_CHOICES = frozenset({Kind.WITHDRAWN, Kind.RESTRICTED})


@dataclass(frozen=True)
class Entry:
    """One line. ``more``: what its kind needs to be applied again."""

    at: datetime
    subject: int
    kind: Kind = Kind.ERASED
    more: Mapping[str, Any] = field(default_factory=dict)


def path() -> Path:
    """Where the journal lies."""
    return folder() / NAME


def append(subject: int, kind: Kind = Kind.ERASED, **more: Any) -> None:
    """Write one thing down; on disk when this returns."""
    said: dict[str, Any] = {"at": clock.now().isoformat(), "subject": subject}
    if kind is not Kind.ERASED:
        said |= {"kind": kind.value, **more}
    with _alone():
        descriptor = os.open(path(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            size = os.fstat(descriptor).st_size
            torn = size and os.pread(descriptor, 1, size - 1) != b"\n"
            os.write(descriptor, (b"\n" if torn else b"") + json.dumps(said).encode() + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _alone() -> Iterator[None]:
    """One writer at a time, over the moment at which the file is replaced as well."""
    descriptor = os.open(path().with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def entries(file: Path | None = None) -> Iterator[Entry]:
    """Every line of the journal, or of a copy of it, in order. A torn one is passed over."""
    place = file or path()
    if not place.exists():
        return
    for line in place.read_text(encoding="utf-8").splitlines():
        try:
            said = json.loads(line)
            at = datetime.fromisoformat(said.pop("at"))
            yield Entry(at, int(said.pop("subject")), Kind(said.pop("kind", Kind.ERASED)), said)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue


def standing(found: Iterable[Entry]) -> dict[int, Entry]:
    """By subject the last word on whether they are here: erased, closed or returned."""
    last: dict[int, Entry] = {}
    for one in found:
        was = last.get(one.subject)
        is_ended = was is not None and was.kind is Kind.ERASED  # nobody returns from an erasure
        if one.kind not in OF_CHOICES and not (is_ended and one.kind is not Kind.ERASED):
            last[one.subject] = one
    return last


def subjects() -> Iterator[int]:
    """Every subject who is gone by the journal, each once."""
    return (number for number, one in standing(entries()).items() if one.kind in GONE)


def choices_after(
    found: Iterable[Entry], after: datetime, known: Iterable[Entry] | None = None
) -> list[Entry]:
    """What was taken back or restricted after a moment, in order.

    ``known``: the journal as it was at that moment. What is not in it came later, whatever the
    clock said: a clock that went back dates a new no before the backup.
    """
    old = None if known is None else [one for one in known if one.kind in OF_CHOICES]
    chosen = [one for one in found if one.kind in OF_CHOICES]
    return [one for one in chosen if one.at > after or (old is not None and one not in old)]


def follow(subject: int, purposes: Iterable[Any], state: str) -> None:
    """Told of every choice: a no is written down, a yes never."""
    named = [one.id for one in purposes]
    if state != "given" and named:
        append(subject, Kind.WITHDRAWN, purposes=named)


def forget_withdrawals(before: datetime) -> int:
    """Drop what no backup is old enough to bring back; return how many lines went."""
    with _alone():
        text = path().read_text(encoding="utf-8") if path().exists() else ""
        kept = [line for line in text.splitlines() if not _is_old(line, before)]
        gone = len(text.splitlines()) - len(kept)
        if gone:
            fresh = path().with_suffix(".new")
            fresh.touch(mode=0o600)
            fresh.write_text("".join(f"{one}\n" for one in kept), encoding="utf-8")
            with fresh.open("rb") as file:
                os.fsync(file.fileno())
            fresh.replace(path())
    return gone


def _is_old(line: str, before: datetime) -> bool:
    try:
        said = json.loads(line)
        at = datetime.fromisoformat(said["at"])
        return said.get("kind") in OF_CHOICES and at < before
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
