"""A list of calls as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from salerno.services.mailings.values import Called


def written(rows: Iterable[Called]) -> str:
    """CSV with a heading; no cell begins a formula."""
    out = StringIO()
    made = csv.writer(out)
    made.writerow(("copy", "where", "hours"))
    for one in rows:
        made.writerow((one.number, _plain(one.where), one.hours))
    return out.getvalue()


def _plain(cell: str) -> str:
    """A number keeps its plus behind an apostrophe: a table would reckon with it."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" else cell
