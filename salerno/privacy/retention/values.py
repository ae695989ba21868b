"""What preview, sweep and proof say: counts by table and clause, and nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from salerno.privacy.models import SweepReport


@dataclass(frozen=True)
class Line:
    """So many rows of a table, due (or done) in one way, for the sake of these clauses.

    ``since``: from when the oldest of them is due; None in a report of what was done.
    """

    table: str
    clauses: str
    what: str
    rows: int
    since: datetime | None = None


@dataclass(frozen=True)
class Report:
    """One sweep or proof."""

    number: int
    kind: str
    cutoff_at: datetime
    started_at: datetime
    finished_at: datetime | None
    policy_version: int
    lines: tuple[Line, ...]
    held: int
    busy: int

    @property
    def rows(self) -> int:
        """How many rows it was about."""
        return sum(one.rows for one in self.lines)

    @property
    def counts(self) -> Mapping[str, Any]:
        """What the ledger commits to."""
        return {
            "report": self.number,
            "cutoff_at": self.cutoff_at,
            "policy_version": self.policy_version,
            "lines": [[one.table, one.clauses, one.what, one.rows] for one in self.lines],
            "held": self.held,
            "busy": self.busy,
        }


def as_report(row: SweepReport) -> Report:
    """The report that a row holds."""
    lines = tuple(Line(one["table"], one["clauses"], one["what"], one["rows"]) for one in row.lines)
    return Report(
        row.pk, row.kind, row.cutoff_at, row.started_at, row.finished_at, row.policy_version,
        lines, row.held, row.busy,
    )  # fmt: skip
