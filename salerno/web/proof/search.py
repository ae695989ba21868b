"""Looking for needles in every byte of a folder. Knows no site and no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from salerno.web.proof.canaries import Canary

CHUNK = 16 * 1024 * 1024


@dataclass(frozen=True)
class Place:
    """Where a value was found: in which dress, how often. The value itself is not said."""

    where: str
    planted_in: str
    dress: str
    times: int

    def said(self, when: str) -> dict[str, str | int]:
        """For a machine."""
        return {"when": when, "where": self.where, "value": self.planted_in,
                "as": self.dress, "times": self.times}  # fmt: skip


def in_text(where: str, text: bytes, canaries: Iterable[Canary]) -> Iterator[Place]:
    """The needles that stand in ``text``."""
    for canary in canaries:
        for dress, needle in canary.needles.items():
            if times := text.count(needle):
                yield Place(where, canary.planted_in, dress, times)


def in_folder(folder: Path, canaries: Iterable[Canary], name: str = "") -> list[Place]:
    """The needles that stand in any file below ``folder``, and in the files' own names."""
    known = tuple(canaries)
    found: list[Place] = []
    for path in sorted(folder.rglob("*")):
        where = f"{name}{path.relative_to(folder)}"
        found += in_text(f"{where} (its name)", path.name.encode(), known)
        if path.is_file() and not path.is_symlink():
            found += _in_file(where, path, known)
    return found


def _in_file(where: str, path: Path, canaries: tuple[Canary, ...]) -> Iterator[Place]:
    needles = {(one.planted_in, dress): needle
               for one in canaries for dress, needle in one.needles.items()}  # fmt: skip
    counts: dict[tuple[str, str], int] = {}
    for before, chunk in _chunks(path, max(map(len, needles.values()), default=1) - 1):
        for key, needle in needles.items():
            # What lies wholly in the overlap was counted with the chunk before.
            if times := chunk.count(needle) - chunk[:before].count(needle):
                counts[key] = counts.get(key, 0) + times
    for (planted_in, dress), times in counts.items():
        yield Place(where, planted_in, dress, times)


def _chunks(path: Path, overlap: int) -> Iterator[tuple[int, bytes]]:
    """Pieces of a file that overlap, each with how much of it was seen before."""
    tail = b""
    try:
        with path.open("rb") as file:
            while fresh := file.read(CHUNK):
                yield len(tail), tail + fresh
                tail = (tail + fresh)[-overlap:] if overlap else b""
    except FileNotFoundError:  # it went away while we looked, so nothing stands in it
        return


def totals(places: Iterable[Place]) -> Mapping[str, int]:
    """How often each value was found, whatever the dress and the place."""
    found: dict[str, int] = {}
    for one in places:
        found[one.planted_in] = found.get(one.planted_in, 0) + one.times
    return found
