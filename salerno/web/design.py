"""The design system's page: every component with real words, and when to use which."""

from __future__ import annotations

from datetime import UTC, datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from salerno.privacy.doors import door
from salerno.web.components import (
    Bar,
    Choice,
    Gloss,
    LedgerEntry,
    Link,
    Notice,
    Plot,
    Right,
    Row,
    SubjectTable,
    Tally,
)

AT = datetime(2026, 11, 19, 6, 2, tzinfo=UTC)


class Sample(forms.Form):
    """A form that shows a line, a choice and an error."""

    email = forms.EmailField(label="E-mail address", help_text="We write to it once.")
    specialty = forms.ChoiceField(
        label="Specialty",
        required=False,
        choices=[("", "I would rather not say"), ("im", "Internal medicine")],
    )
    letters = forms.BooleanField(label="The table of contents, on Thursdays", required=False)


@door(None)
def design(request: HttpRequest) -> HttpResponse:
    """Show each component in its plainest form."""
    return render(request, "design.html", _context())


def _context() -> dict[str, object]:
    return {
        "form": Sample({"email": "not an address"}),
        "gloss": Gloss(
            _("To sign you in, and to send what you order."),
            _("Until you close the account, then 30 days."),
            _("You, and our mail carrier for each letter."),
        ),
        "notices": [
            Notice(_("Your practice exam is open"), _("You have until 14:30.")),
            Notice(_("Your copy is ready"), _("One page and one file."), "good"),
            Notice(_("Your seat ends on 30 June"), _("What you answered stays yours."), "care"),
            Notice(_("This credit was not reported"), _("Check the number. It is safe."), "stop"),
        ],
        "tabs": [Link(_("Policy"), "#", True), Link(_("What changed"), "#changed", False, 3)],
        "figures": [Tally(24, _("items held")), Tally(5, _("organisations received something"))],
        "rights": [Right(_("Get a copy"), "/you/copy", _("Ready in seconds."))],
        "entries": [
            LedgerEntry(AT, "Corriere Post", _("The issue of Thursday."), _("Address."), "out"),
            LedgerEntry(AT, "Halden Devices", _("Nothing was sent."), "", "no"),
        ],
        "table": _table(),
        "plot": Plot(
            _("Disclosures by month."),
            _("Filled: a service needed it. Open: you asked."),
            _("Needed"),
            _("You asked"),
            (Bar("Sep", 6, 2), Bar("Oct", 6, 1), Bar("Nov", 4, 1)),
        ),
        "choice": Choice(
            "toc", _("Table of contents"), _("By e-mail."), True, _("Switched on, 2 July 2026.")
        ),
    }


def _table() -> SubjectTable:
    row = Row(
        _("Name"), "Ines Calloway", _("To run your account: our contract with you"),
        _("You close the account, then 30 days"), _("You"), (Link(_("Change"), "#who"),),
    )
    return SubjectTable("who", _("Who you are"), _("You gave us all of it."), (row,))
