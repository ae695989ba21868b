"""An advertiser's report as a table of figures."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _

from salerno.services.adverts.rules import SMALLEST, Line
from salerno.services.adverts.values import Report

HEADS = ("day", "placement", "shows", "views", "clicks", "conversions")


def written(report: Report) -> str:
    """The lines of a report as CSV. What counts few says so instead of a figure."""
    out = io.StringIO()
    made = csv.writer(out, lineterminator="\r\n")
    made.writerow(HEADS)
    for one in report.lines:
        made.writerow((one.day.isoformat(), one.placement, *_figures(one)))
    return out.getvalue()


def _figures(one: Line) -> tuple[object, ...]:
    if one.shows is None:
        return (_("fewer than %d") % SMALLEST, "", "", "")
    return (one.shows, one.views, one.clicks, one.conversions)
