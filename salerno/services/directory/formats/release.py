"""A release as one archive: a list in CSV, and the photographs where they were asked for."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence

from salerno.services.directory.values import Listed

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def table(lines: Sequence[Listed], fields: tuple[str, ...]) -> str:
    """The list, one person in one course a line. ``photograph`` names a file of the archive."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(fields)
    for number, line in enumerate(lines, start=1):
        said = line.said(fields)
        if "photograph" in fields:
            said["photograph"] = f"{number}.webp" if line.photograph else ""
        rows.writerow([cell(said[one]) for one in fields])
    return out.getvalue()


def archive(lines: Sequence[Listed], fields: tuple[str, ...]) -> bytes:
    """Everything in one file. A photograph that is gone by now is left out."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("directory.csv", table(lines, fields))
        for number, line in enumerate(lines, start=1):
            if line.photograph is not None and line.photograph.is_file():
                made.write(line.photograph, f"{number}.webp")
    return held.getvalue()
