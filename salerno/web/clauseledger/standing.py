"""How far each row is proven. Pure: rows and a run in, standings out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from salerno.web.clauseledger.rows import Row

WORKS, REFUSED = "works", "refused"

type Tests = Mapping[str, Mapping[str, Any]]


class Status(StrEnum):
    """How much of a row is shown."""

    PROVEN = "proven"
    PARTLY = "partly"
    OPEN = "open"


@dataclass(frozen=True)
class Standing:
    """One row, and the tests that passed for each of its sides under every pack that states it."""

    row: Row
    status: Status
    works: tuple[str, ...]
    refused: tuple[str, ...]
    reason: str

    def said(self) -> dict[str, Any]:
        """For a machine."""
        found: dict[str, Any] = {
            "id": self.row.id,
            "status": self.status.value,
            "works": list(self.works),
            "refused": list(self.refused),
            "packs": list(self.row.packs),
            "clause": self.row.clause,
        }
        return found | ({"reason": self.reason} if self.reason else {})


def standings(rows: Iterable[Row], tests: Tests) -> list[Standing]:
    """The standing of every row."""
    return [_standing(row, tests) for row in rows]


def _standing(row: Row, tests: Tests) -> Standing:
    works, refused = (tuple(_passed(row, side, tests)) for side in (WORKS, REFUSED))
    failed = tuple(_failed(row, tests))
    status = _status(bool(works), bool(refused), bool(failed))
    reason = "" if status is Status.PROVEN else _reason(row, failed, tests)
    return Standing(row, status, works, refused, reason)


def _status(works: bool, refused: bool, failed: bool) -> Status:
    if works and refused and not failed:
        return Status.PROVEN
    return Status.PARTLY if works or refused else Status.OPEN


def _bound(row: Row, side: str, tests: Tests) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, test in sorted(tests.items()):
        if [row.id, side] in [list(pair) for pair in test["clauses"]]:
            yield name, test


def _passed(row: Row, side: str, tests: Tests) -> Iterator[str]:
    for name, test in _bound(row, side, tests):
        if not test["failed"] and set(row.packs) <= set(test["packs"]):
            yield name


def _failed(row: Row, tests: Tests) -> Iterator[str]:
    for side in (WORKS, REFUSED):
        yield from (name for name, test in _bound(row, side, tests) if test["failed"])


def _reason(row: Row, failed: tuple[str, ...], tests: Tests) -> str:
    if failed:
        return f"a test failed: {failed[0]}"
    elsewhere = [
        name for side in (WORKS, REFUSED) for name, test in _bound(row, side, tests)
        if not set(row.packs) <= set(test["packs"])
    ]  # fmt: skip
    if row.reason or not elsewhere:
        return row.reason
    return f"{elsewhere[0]} did not run under {', '.join(row.packs)}"
