"""A certificate as a PDF: one sheet, on its side. The same certificate gives the same bytes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from salerno.privacy import law, paper
from salerno.services.credits.values import Certificate

if TYPE_CHECKING:
    from fpdf import FPDF

FOLDER = Path(__file__).resolve().parent
FAMILY = "certificate"
UNPRINTED = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd]")
INK, RULE = (28, 38, 52), (150, 158, 170)


def pdf(one: Certificate, verify_at: str) -> bytes:
    """The sheet. ``verify_at``: the address by which anybody verifies it."""
    operator = law.in_force().operator
    sheet = paper.sheet("landscape")
    sheet.set_creation_date(one.claimed_at)
    sheet.set_producer("Salerno")
    sheet.set_title(_printed(_("Certificate %s") % one.number))
    sheet.set_lang("en")
    sheet.add_font(FAMILY, "", FOLDER / "certificate-regular.ttf")
    sheet.add_font(FAMILY, "B", FOLDER / "certificate-bold.ttf")
    sheet.set_margins(30, 24)
    sheet.set_auto_page_break(False)
    sheet.add_page()
    sheet.set_draw_color(*RULE)
    sheet.rect(12, 12, 273, 186)
    sheet.set_text_color(*INK)
    _line(sheet, operator.legal_name, 13, "B")
    _line(sheet, operator.address, 9)
    sheet.ln(14)
    _line(sheet, _("Certificate of credit"), 12)
    sheet.ln(5)
    _line(sheet, one.name, 26, "B")
    sheet.ln(4)
    for text, size, style in _said(one):
        _line(sheet, text, size, style)
        sheet.ln(2)
    sheet.set_y(-42)
    _line(sheet, _("Number %s") % one.number, 10, "B")
    _line(sheet, _("Verify it at %s") % verify_at, 9)
    return bytes(sheet.output())


def _said(one: Certificate) -> list[tuple[str, float, str]]:
    day = f"{one.completed_on:%d}".lstrip("0") + f" {one.completed_on:%B %Y}"
    claimed = _("has claimed %(amount)s %(unit)s of %(title)s") % {
        "amount": f"{one.amount:.2f}", "unit": one.unit, "title": one.title,
    }  # fmt: skip
    return [
        (claimed, 14, ""),
        (_("for “%s”") % one.activity, 14, ""),
        (
            _("Activity %(number)s, completed on %(day)s")
            % {"number": one.provider_number, "day": day},
            11,
            "",
        ),
        (one.support, 9, ""),
    ]


def _line(sheet: FPDF, text: str, size: float, style: str = "") -> None:
    sheet.set_font(FAMILY, style, size)
    sheet.multi_cell(
        0,
        size * 0.5,
        _printed(text),
        new_x="LMARGIN",
        new_y="NEXT",
        align="C",
    )


def _printed(text: str) -> str:
    """Without what no sheet can show."""
    return UNPRINTED.sub(" ", text)
