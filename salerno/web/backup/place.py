"""The folder of a site: who uses it, and whether it is whole. Needs nothing but the folder."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LOCK, MARKER, WORK = "in-use.lock", "restoring.json", ".restore"
PREPARED = "prepared.json"  # of this very database: never in a backup, gone after a restore
HALF = ".~half"  # how a file is named until it is whole
APART = frozenset({
    LOCK, MARKER, WORK, "erasures.lock", "recipients.toml", "secret-key", "static",
})  # fmt: skip
"""What belongs to the machine, secrets above all: never in a backup, never replaced."""


class InUse(Exception):
    """Somebody else uses the folder in a way that does not go together."""


def unfinished(data: Path) -> str:
    """Why this site must not be served, in a sentence; "" where it is whole."""
    marker = data / MARKER
    if not marker.exists():
        return ""
    return (
        "This site was being restored from a backup, and that was not finished. Nothing is "
        "served until it is: run `salerno restore`, which goes on where it stopped."
    )


def begin(data: Path, said: dict[str, Any]) -> None:
    """Say, on disk, that the site is not whole from now on."""
    write(data / MARKER, json.dumps(said, indent=1).encode())


def begun(data: Path) -> dict[str, Any] | None:
    """What was said when a restore began that was not finished."""
    try:
        found: dict[str, Any] = json.loads((data / MARKER).read_bytes())
    except FileNotFoundError:
        return None
    return found


def write(path: Path, text: bytes) -> None:
    """Put a file there whole or not at all, on disk when this returns."""
    fresh = path.with_name(f"{path.name}{HALF}")
    with fresh.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    settle(path.parent)


def settle(folder: Path) -> None:
    """Bring the names in a folder to disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def held(data: Path, *, alone: bool) -> Iterator[None]:
    """Use the folder inside the block. Raises InUse where others use it and it must be ``alone``,
    or somebody is alone with it.
    """
    data.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(data / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        words = (
            "The site is running: stop it first." if alone
            else "The site is being restored: wait until that is done."
        )  # fmt: skip
        raise InUse(words) from error
    finally:
        os.close(descriptor)


def hold(data: Path) -> None:
    """Use the folder for as long as this process lives. Raises InUse."""
    data.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(data / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise InUse("The site is being restored: wait until that is done.") from error
