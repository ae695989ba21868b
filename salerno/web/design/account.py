"""Samples of what a person's own pages show: what is held, who received it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from salerno.privacy.paging import Pager
from salerno.web.components import (
    Empty,
    LedgerEntry,
    Link,
    Right,
    Row,
    SubjectTable,
    Tally,
)
from salerno.web.plots import Bar, Plot


def held() -> dict[str, object]:
    """What is held, and what became of it."""
    return {
        "figures": [
            Tally(24, _("items held, in nine subjects")),
            Tally(5, _("organisations received something")),
            Tally(2, _("times our staff looked")),
            Tally(_("3 Dec"), _("next thing to be deleted")),
        ],
        "rights": [
            Right(_("Get a copy"), "#rights", _("A page to read and a file to take elsewhere.")),
            Right(_("Correct something"), "#rights", _("Those who received it are told.")),
            Right(_("Erase something"), "#rights", _("First you see what goes and what stays.")),
            Right(_("Ask or complain"), "#rights", _("To us, or to the authority.")),
        ],
        "table": _table(),
        "bare": SubjectTable(
            "work",
            _("Looking for work"),
            empty=Empty(_("Nothing is held here"), _("You have not used Careers.")),
        ),
        "entries": _entries(),
        "plot": _plot(),
        "pager": Pager(2, 5, "/design", (("kind", "out"),)),
    }


def _entries() -> list[LedgerEntry]:
    at = datetime(2026, 11, 19, 6, 2, tzinfo=UTC)
    return [
        LedgerEntry(
            at,
            "Corriere Post",
            _("The issue of 19 November, because you take the table of contents."),
            _("E-mail address, name. Deleted there after 3 days."),
            "out",
            Link(_("Stop this letter"), "#ledger"),
        ),
        LedgerEntry(
            at.replace(day=3),
            "J. Norcross",
            _("Looked at your invoice, because you had telephoned."),
            _("Name, invoices."),
        ),
        LedgerEntry(
            at.replace(month=10, day=28),
            _("Halden Devices: nothing was sent"),
            _("A sponsor asked for readers. You had not agreed, so you were not in the list."),
            kind="no",
        ),
    ]


def _table() -> SubjectTable:
    change = Link(_("Change"), "#who")
    return SubjectTable(
        "who",
        _("Who you are"),
        _("You gave us all of it, at sign-up or on your profile."),
        (
            Row(
                _("Name"),
                "Ines Calloway",
                _("To run your account: our contract with you"),
                _("You close the account, then 30 days"),
                _("You, staff with an open case, people you write to"),
                (change, Link(_("Who received it"), "#ledger")),
            ),
            Row(
                _("Calibration"),
                _("+7.5 points"),
                _("To show how sure to be"),
                _("As the answers"),
                _("You"),
                (Link(_("How it is worked out"), "#who"),),
                _("worked out by us"),
            ),
        ),
    )


def _plot() -> Plot:
    months = ("Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov")
    needed = (1, 1, 2, 1, 1, 2, 1, 5, 4, 6, 6, 4)
    asked = (0, 0, 1, 0, 0, 1, 0, 0, 0, 2, 1, 1)
    return Plot(
        _("Most left in September and October."),
        _("Disclosures by month. Filled: a service of yours needed it. Open: you asked."),
        _("Needed"),
        _("You asked"),
        tuple(Bar(*one) for one in zip(months, needed, asked, strict=True)),
        _("Month"),
    )
