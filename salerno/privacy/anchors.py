"""Anchors: small files beside the records that hold where a chain ended. A cut shows."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


def folder() -> Path:
    """Where everything is stored."""
    return Path(settings.SALERNO_DATA)


@dataclass(frozen=True)
class End:
    """The end of a chain as it once was."""

    count: int
    digest: str


@dataclass(frozen=True)
class Anchor:
    """One anchor. It only moves on; its text has one length, so one write replaces it whole."""

    path: Path

    def read(self) -> End | None:
        """Where the chain ended when the anchor was last moved, or None where there is none."""
        try:
            return _parse(self.path.read_bytes())
        except FileNotFoundError:
            return None

    def move(self, count: int, digest: str, *, durable: bool = True) -> None:
        """Hold a later end, on disk before this returns. An earlier one is left out.

        Where what it holds is on disk already, an anchor may lag: ``durable`` is not needed.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            held = _parse(os.read(file, 200))
            if held is None or held.count < count:
                os.pwrite(file, f"{count:020} {digest}\n".encode(), 0)
                if durable:
                    os.fsync(file)
        finally:
            os.close(file)


def _parse(text: bytes) -> End | None:
    words = text.decode().split()
    return End(int(words[0]), words[1]) if words else None
