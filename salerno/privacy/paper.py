"""Sheets of paper. What draws them weighs twenty megabytes, and most workers never draw one:
it is loaded with the first sheet.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from fpdf import FPDF


def sheet(orientation: Literal["portrait", "landscape"] = "portrait") -> FPDF:
    """An empty document of A4 sheets, in millimetres."""
    made: FPDF = import_module("fpdf").FPDF(orientation=orientation, format="A4", unit="mm")
    return made
