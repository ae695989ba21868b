"""A sponsor's leads as CSV: a line for each, a column for each field that was asked."""

from __future__ import annotations

import csv
import io

from salerno.services.sponsors.rules import cell
from salerno.services.sponsors.values import Feed, Field

FIRST, LAST = ("number", "paper", "taken_at"), ("ends_at",)


def written(feed: Feed) -> str:
    """The table. Fields that none of its papers asks for have no column."""
    asked = [one.value for one in Field if any(one.value in lead.values for lead in feed.leads)]
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow([*FIRST, *asked, *LAST])
    for lead in feed.leads:
        values = [cell(lead.values.get(one, "")) for one in asked]
        at, ends = lead.taken_at.isoformat(), lead.ends_at.isoformat()
        rows.writerow([lead.number, lead.paper, at, *values, ends])
    return out.getvalue()
