"""The results of a survey as CSV: a line for each figure and each text that may be shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from salerno.services.surveys.rules.counting import LEAST, Counted

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def written(results: Sequence[Counted]) -> str:
    """The table: question, what, its figure; "<10" where it stays unsaid."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(("question", "words", "what", "value"))
    for one in results:
        head = (one.question.id, cell(one.question.words))
        rows.writerow((*head, "answered", _figure(one.answered)))
        rows.writerows((*head, cell(line.words), _figure(line.count)) for line in one.lines)
        if one.mean is not None:
            rows.writerow((*head, "mean", one.mean))
            rows.writerow((*head, "median", one.middle))
        rows.writerows((*head, "text", cell(text)) for text in one.texts)
    return out.getvalue()


def _figure(count: int | None) -> str:
    return f"<{LEAST}" if count is None else str(count)
