"""A letter as a PDF: one sheet after the other, with the operator's head. The same letter gives
the same bytes.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from salerno.privacy import law, paper

if TYPE_CHECKING:
    from fpdf import FPDF

FOLDER = Path(__file__).resolve().parent
FAMILY = "letters"
LINE = 5.5  # millimetres
UNPRINTED = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd]")


def pdf(subject: str, text: str, at: datetime, *, to: str = "") -> bytes:
    """The sheets of a letter. ``to``: the address in its window, line by line."""
    sheet = paper.sheet()
    sheet.set_creation_date(at)
    sheet.set_producer("Salerno")
    sheet.set_title(_printed(subject))
    sheet.set_lang("en")
    sheet.add_font(FAMILY, "", FOLDER / "letters-regular.ttf")
    sheet.add_font(FAMILY, "B", FOLDER / "letters-bold.ttf")
    sheet.set_margins(25, 20)
    sheet.set_auto_page_break(True, margin=22)
    sheet.add_page()
    _head(sheet, to, at)
    sheet.set_font(FAMILY, "B", 12)
    _lines(sheet, subject)
    sheet.ln(3)
    sheet.set_font(FAMILY, "", 10.5)
    _lines(sheet, text)
    return bytes(sheet.output())


def _head(sheet: FPDF, to: str, at: datetime) -> None:
    operator = law.in_force().operator
    sheet.set_font(FAMILY, "B", 10.5)
    _lines(sheet, operator.legal_name)
    sheet.set_font(FAMILY, "", 9)
    _lines(sheet, operator.address)
    sheet.ln(12)
    sheet.set_font(FAMILY, "", 10.5)
    if to:
        _lines(sheet, to)
        sheet.ln(6)
    _lines(sheet, f"{at:%d}".lstrip("0") + f" {at:%B %Y}")
    sheet.ln(6)


def _lines(sheet: FPDF, text: str) -> None:
    sheet.multi_cell(
        0,
        LINE,
        _printed(text),
        new_x="LMARGIN",
        new_y="NEXT",
        align="L",
    )


def _printed(text: str) -> str:
    """Without what no sheet can show."""
    return UNPRINTED.sub(" ", text)
