"""A typed reader over TOML tables that knows the file and line of every key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

from salerno.policy.errors import PackError

type Trail = tuple[str, ...]

_HEADER = re.compile(r"\s*\[\[?([^\[\]]+)\]\]?\s*(#.*)?\Z")
_KEY = re.compile(r'\s*((?:"[^"]*"|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|[\w-]+))*)\s*=')
_PART = re.compile(r'"([^"]*)"|([\w-]+)')
_SYNTAX = re.compile(r"\(at line (\d+)")


def _parts(text: str) -> Trail:
    return tuple(quoted or bare for quoted, bare in _PART.findall(text))


def lines_of(text: str) -> dict[Trail, int]:
    """The line of every table and key of a TOML text."""
    found: dict[Trail, int] = {}
    table: Trail = ()
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        key = None if header else _KEY.match(line)
        if header:
            table = _parts(header[1])
        trail = table if header else (*table, *_parts(key[1])) if key else ()
        for size in range(1, len(trail) + 1):
            found.setdefault(trail[:size], number)
    return found


@dataclass
class Where:
    """Which file and line each value stands in. Without any, all stands in ``name``."""

    name: str = "a published version"
    spots: dict[Trail, str] = field(default_factory=dict)

    def add(self, under: Trail, name: str, lines: Mapping[Trail, int]) -> None:
        """Say that what stands at ``under`` was read from the file ``name``."""
        self.spots.setdefault(under, f"{name}:1")
        for trail, line in lines.items():
            self.spots[(*under, *trail)] = f"{name}:{line}"

    def place(self, trail: Trail) -> str:
        """File and line of a value, or of the nearest table around it."""
        for size in range(len(trail), -1, -1):
            if trail[:size] in self.spots:
                return self.spots[trail[:size]]
        return self.name


def read_toml(path: Path, name: str) -> tuple[dict[str, Any], dict[Trail, int]]:
    """Parse one file. Raises PackError with file, line and reason when it is malformed."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise PackError(name, f"cannot be read: {error.strerror}") from error
    try:
        return tomllib.loads(text), lines_of(text)
    except tomllib.TOMLDecodeError as error:
        line = _SYNTAX.search(str(error))
        place = f"{name}:{line[1] if line else len(text.splitlines())}"
        raise PackError(place, f"not TOML: {error}") from error


@dataclass(frozen=True)
class Table:
    """One table of a pack, read key by key; what nobody reads is refused by ``only``."""

    data: Mapping[str, Any]
    trail: Trail
    where: Where

    def fail(self, reason: str, *keys: str) -> NoReturn:
        """Refuse the pack, naming the place of ``keys`` in this table."""
        name = ".".join((*self.trail, *keys))
        raise PackError(self.where.place((*self.trail, *keys)), f"{name}: {reason}")

    def only(self, *keys: str) -> Table:
        """Refuse every key that is not in ``keys``."""
        for key in self.data:
            if key not in keys:
                self.fail(f"unknown key. Known here: {', '.join(keys)}", key)
        return self

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self.data

    def _get(self, key: str, kind: type, default: Any) -> Any:
        if key not in self.data:
            if default is None:
                self.fail(f"`{key}` is missing")
            return default
        value = self.data[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fail(f"is {value!r}, and must be a {kind.__name__}", key)
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A text; an empty one counts as missing where there is no default."""
        value = str(self._get(key, str, default)).strip()
        if not value and default is None:
            self.fail("is empty", key)
        return value

    def number(self, key: str, default: int | None = None, *, least: int = 0) -> int:
        """A whole number, ``least`` or more."""
        value = int(self._get(key, int, default))
        if value < least:
            self.fail(f"is {value}, and must be {least} or more", key)
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        return bool(self._get(key, bool, default))

    def one_of[E: StrEnum](self, key: str, kind: type[E], default: E | None = None) -> E:
        """One word of a closed list."""
        value = self.text(key, default)
        try:
            return kind(value)
        except ValueError:
            self.fail(f"is {value!r}, and must be one of: {', '.join(kind)}", key)

    def words(
        self, key: str, allowed: Collection[str] | None = None, *, default: list[str] | None = None
    ) -> tuple[str, ...]:
        """A list of texts, each from ``allowed`` where that is given."""
        values = self._get(key, list, default)
        for value in values:
            if not isinstance(value, str) or (allowed is not None and value not in allowed):
                known = f": {', '.join(sorted(allowed))}" if allowed is not None else ""
                self.fail(f"holds {value!r}, which is not known{known}", key)
        return tuple(values)

    def table(self, key: str, *, needed: bool = True) -> Table:
        """A table inside this one; an empty one where it is absent and not needed."""
        return Table(self._get(key, dict, None if needed else {}), (*self.trail, key), self.where)

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Every table inside this one, by name."""
        for key in self.data:
            yield key, self.table(key)
