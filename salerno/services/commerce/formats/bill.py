"""A bill or a credit note as a PDF. The same bill gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from salerno.privacy import paper
from salerno.services.commerce.rules.money import said
from salerno.services.commerce.values import InvoiceShown

if TYPE_CHECKING:
    from fpdf import FPDF

FOLDER = Path(__file__).resolve().parent
FAMILY = "bill"
LINE = 5.5  # millimetres
WIDE, RIGHT = 120, 40
UNPRINTED = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd]")


def pdf(one: InvoiceShown, body: Mapping[str, Any]) -> bytes:
    """The sheet of a bill."""
    sheet = paper.sheet()
    sheet.set_creation_date(datetime.combine(one.issued_date, time(12), UTC))
    sheet.set_producer("Salerno")
    sheet.set_title(one.number)
    sheet.set_lang("en")
    sheet.add_font(FAMILY, "", FOLDER / "bill-regular.ttf")
    sheet.add_font(FAMILY, "B", FOLDER / "bill-bold.ttf")
    sheet.set_margins(25, 20)
    sheet.add_page()
    _head(sheet, one, body)
    _table(sheet, one, body)
    return bytes(sheet.output())


def _head(sheet: FPDF, one: InvoiceShown, body: Mapping[str, Any]) -> None:
    _say(sheet, str(body["seller"]), bold=True)
    _say(sheet, str(body["seller_address"]))
    sheet.ln(10)
    for name in ("organisation", "name"):
        if body[name]:
            _say(sheet, str(body[name]))
    _say(sheet, f"{body['postcode']} {body['country']}".strip())
    sheet.ln(10)
    title = _("Credit note %s") if one.is_credit else _("Invoice %s")
    _say(sheet, title % one.number, bold=True, size=14)
    _say(sheet, date_format(one.issued_date, "j F Y"))
    _say(sheet, _("Order %s") % body["order"])
    if body["of"]:
        _say(sheet, _("It takes back a part of invoice %s, or all of it.") % body["of"])
    sheet.ln(8)


def _table(sheet: FPDF, one: InvoiceShown, body: Mapping[str, Any]) -> None:
    titles = {"coupon": _("Coupon"), "unused": _("What was left of the plan before")}
    if not one.is_credit:
        for title, number, cents in body["lines"]:
            shown = titles.get(title, title)
            _pair(sheet, f"{number} × {shown}", said(cents, one.currency))
    rate = f"{body['rate'] / 100:g} %"
    _pair(sheet, _("Total"), said(one.total, one.currency), bold=True)
    if one.tax:
        net = one.total - one.tax
        _pair(sheet, _("In it: without tax"), said(net, one.currency))
        _pair(sheet, _("In it: tax at %s") % rate, said(one.tax, one.currency))


def _pair(sheet: FPDF, words: str, amount: str, *, bold: bool = False) -> None:
    sheet.set_font(FAMILY, "B" if bold else "", 10.5)
    sheet.cell(WIDE, LINE + 1, _printed(words)[:80])
    sheet.cell(RIGHT, LINE + 1, amount, align="R", new_x="LMARGIN", new_y="NEXT")


def _say(sheet: FPDF, text: str, *, bold: bool = False, size: float = 10.5) -> None:
    sheet.set_font(FAMILY, "B" if bold else "", size)
    sheet.multi_cell(
        0,
        LINE,
        _printed(text),
        new_x="LMARGIN",
        new_y="NEXT",
        align="L",
    )


def _printed(text: str) -> str:
    return UNPRINTED.sub(" ", text)
