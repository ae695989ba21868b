"""Lines, segments and chains: how a record stands on disk, and what is wrong with it.

A line is ``{"n", "t", "c", "h", "s", "p"}``: number, time, commitment, chain digest, salt and
payload. To remove a payload, salt and payload are overwritten with spaces where they stand, so
that no other byte moves and a writer at the end of the file is not disturbed.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from salerno.privacy.anchors import Anchor

GENESIS = "0" * 64
SUFFIX = ".audit"


@dataclass(frozen=True)
class Line:
    """One record as it stands in its file. ``payload`` is None where it was removed."""

    offset: int
    length: int
    number: int
    at: str
    committed: str
    digest: str
    salt: str
    payload: dict[str, Any] | None

    @property
    def subjects(self) -> set[int]:
        """Whom the record is about: who acted, and who was acted on."""
        said = self.payload or {}
        found = set(said.get("subjects", ()))
        kind, _, number = said.get("who", "").partition(":")
        if kind == "subject":
            found.add(int(number))
        return found


@dataclass(frozen=True)
class Verdict:
    """What a verification saw. ``torn`` are last lines that a stop cut short: no tampering."""

    lines: int
    problems: tuple[str, ...]
    torn: tuple[str, ...]


def made(number: int, previous: str, at: datetime, payload: dict[str, Any]) -> tuple[bytes, str]:
    """One line, and the digest that the next one follows."""
    text = json.dumps(payload, separators=(",", ":"), ensure_ascii=False)
    salt = secrets.token_hex(8)
    moment = at.astimezone(UTC).isoformat(timespec="milliseconds")
    committed = _committed(salt, text)
    digest = _linked(previous, number, moment, committed)
    line = (
        f'{{"n":{number},"t":"{moment}","c":"{committed}","h":"{digest}"'
        f',"s":"{salt}","p":{text}}}\n'
    )
    return line.encode(), digest


def _committed(salt: str, text: str) -> str:
    return hmac.digest(salt.encode(), text.encode(), "sha256").hex()


def _linked(previous: str, number: int, at: str, committed: str) -> str:
    return hashlib.sha256(f"{previous}|{number}|{at}|{committed}".encode()).hexdigest()


def chain_of(path: Path) -> str:
    """The worker that wrote a segment."""
    return path.name.rpartition("-")[0]


def anchor_of(path: Path) -> Anchor:
    """Where the end of a segment's chain is held."""
    return Anchor(path.with_name(f"{chain_of(path)}.anchor"))


def start_of(path: Path) -> Path:
    """Where the digest stands that a chain begins with, once its first segments are gone."""
    return path.with_name(f"{chain_of(path)}.start")


def listed(folder: Path) -> list[Path]:
    """Every segment, those of one chain in their order."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def lines(path: Path, offset: int = 0) -> Iterator[Line]:
    """The whole lines of a segment from ``offset`` on. Raises ValueError at one it cannot read."""
    with path.open("rb") as file:
        file.seek(offset)
        for text in file:
            if not text.endswith(b"\n"):
                return
            yield _parsed(text, offset)
            offset += len(text)


def _parsed(text: bytes, offset: int) -> Line:
    try:
        said = json.loads(text)
        head = (said["n"], said["t"], said["c"], said["h"])
    except (ValueError, KeyError) as error:
        raise ValueError(f"byte {offset}") from error
    return Line(offset, len(text), *head, said.get("s", ""), said.get("p"))


def verify(folder: Path) -> Verdict:
    """Follow every chain from its first line to its anchor."""
    count = 0
    problems: list[str] = []
    torn: list[str] = []
    chains: dict[str, list[Path]] = {}
    for path in listed(folder):
        chains.setdefault(chain_of(path), []).append(path)
    for paths in chains.values():
        seen = _verify_chain(paths)
        count += seen.lines
        problems += seen.problems
        torn += seen.torn
    anchors = {path.name.removesuffix(".anchor"): path for path in folder.glob("*.anchor")}
    problems += [
        f"{name}: all of its records are gone." for name in sorted(anchors - chains.keys())
    ]
    return Verdict(count, tuple(problems), tuple(torn))


def _verify_chain(paths: list[Path]) -> Verdict:
    name = chain_of(paths[0])
    kept = Anchor(start_of(paths[0])).read()
    number, digest = (kept.count, kept.digest) if kept else (0, GENESIS)
    start = number
    problems: list[str] = []
    torn: list[str] = []
    held = anchor_of(paths[0]).read()
    for path in paths:
        try:
            for line in lines(path):
                problems += _wrong(line, number, digest, name)
                number, digest = line.number, line.digest
                if held is not None and held.count == number and held.digest != digest:
                    problems.append(f"{name}: record {number} is not the one its anchor holds.")
        except ValueError as error:
            problems.append(f"{path.name}: cannot be read at {error}.")
        if _is_torn(path):
            torn.append(f"{path.name}: its last line was cut short by a stop.")
    if held is not None and held.count > number:
        problems.append(f"{name}: records {number + 1} to {held.count} are gone.")
    return Verdict(number - start, tuple(problems), tuple(torn))


def _wrong(line: Line, number: int, previous: str, name: str) -> list[str]:
    if line.number != number + 1:
        return [f"{name}: records {number + 1} to {line.number - 1} are gone."]
    if _linked(previous, line.number, line.at, line.committed) != line.digest:
        return [f"{name}: record {line.number} was altered."]
    if line.payload is not None:
        text = json.dumps(line.payload, separators=(",", ":"), ensure_ascii=False)
        if _committed(line.salt, text) != line.committed:
            return [f"{name}: record {line.number} says something else than was committed."]
    return []


def _is_torn(path: Path) -> bool:
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def read_at(path: Path, offset: int) -> Line | None:
    """The line that begins at ``offset``, or None where the file is gone."""
    try:
        return next(lines(path, offset), None)
    except FileNotFoundError:
        return None


def blank(path: Path, found: list[Line]) -> int:
    """Overwrite salt and payload of some lines where they stand. Safe to run again."""
    gone = 0
    with path.open("r+b") as file:
        for line in found:
            if line.payload is None:
                continue
            file.seek(line.offset)
            text = file.read(line.length)
            begin = text.index(b',"s":"')
            rest = b" " * (line.length - begin - 2) + b"}\n"
            os.pwrite(file.fileno(), rest, line.offset + begin)
            gone += 1
        os.fsync(file.fileno())
    return gone


def expire(folder: Path, before: datetime) -> int:
    """Remove what is older than ``before``: whole segments, and lines where one is still open."""
    limit = before.astimezone(UTC).isoformat(timespec="milliseconds")
    gone = 0
    finished: set[str] = set()  # chains whose later segments must stay, as an earlier one does
    for path in listed(folder):
        found = list(lines(path))
        if chain_of(path) not in finished and found and found[-1].at < limit and _close(path):
            last = found[-1]
            Anchor(start_of(path)).move(last.number, last.digest)
            path.unlink()
            gone += 1
            continue
        finished.add(chain_of(path))
        gone += blank(path, [line for line in found if line.at < limit])
    return gone + _forget_ended(folder)


def _close(path: Path) -> bool:
    """Whether no worker writes to a segment any more."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _forget_ended(folder: Path) -> int:
    """Drop anchor and start of a chain of which nothing is left."""
    alive = {chain_of(path) for path in listed(folder)}
    for path in folder.glob("*.start"):
        name = path.name.removesuffix(".start")
        held = Anchor(path.with_suffix(".anchor")).read()
        kept = Anchor(path).read()
        if name not in alive and held is not None and kept is not None and held == kept:
            path.with_suffix(".anchor").unlink()
            path.unlink()
    return 0
