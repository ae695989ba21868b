"""The design system's page: every component with real words, and when to use which."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.privacy.doors import door
from salerno.web.components import (
    Aside,
    Badge,
    Bar,
    Because,
    Choice,
    Empty,
    Fact,
    Gloss,
    LedgerEntry,
    Link,
    Notice,
    Pager,
    Plot,
    Progress,
    Receipt,
    Right,
    Row,
    Step,
    SubjectTable,
    Tally,
    VersionChange,
    Watch,
    Word,
)

PACKS = {"publisher": gettext_lazy("Publisher"), "school": gettext_lazy("School")}
THEMES = {"light": gettext_lazy("Light"), "dark": gettext_lazy("Dark")}
INKS = {
    "ink": gettext_lazy("Ink"),
    "ink-2": gettext_lazy("Ink, second"),
    "edge": gettext_lazy("Edge of a control"),
    "wash": gettext_lazy("Wash"),
    "wash-2": gettext_lazy("Wash, deeper"),
    "spot": gettext_lazy("Spot"),
    "spot-deep": gettext_lazy("Spot, deeper"),
    "spot-wash": gettext_lazy("Spot as wash"),
    "good": gettext_lazy("Good"),
    "care": gettext_lazy("Care"),
    "stop": gettext_lazy("Stop"),
    "focus": gettext_lazy("Focus"),
}


class DateBoxes(forms.MultiWidget):
    """Three boxes for a date: what a person types from memory."""

    def __init__(self) -> None:
        numeric = {"inputmode": "numeric"}
        super().__init__({name: forms.TextInput(numeric) for name in ("day", "month", "year")})

    def decompress(self, value: object) -> list[str | None]:
        """A date of birth is never shown again."""
        return [None, None, None]


class Birth(forms.MultiValueField):
    """A date in three boxes."""

    widget = DateBoxes

    def __init__(self, **options: Any) -> None:
        super().__init__(fields=[forms.IntegerField()] * 3, **options)

    def compress(self, data_list: list[int]) -> str:
        """The boxes as one text."""
        return "-".join(str(one) for one in data_list)


class Sample(forms.Form):
    """One control of each kind. The password is wrong, so that an error shows."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We write to it once, to see that it is yours."),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        min_length=12,
        help_text=gettext_lazy("At least 12 characters. A sentence is fine."),
        error_messages={"min_length": gettext_lazy("This is shorter than 12 characters.")},
        widget=forms.PasswordInput,
    )
    born = Birth(
        label=gettext_lazy("Date of birth"),
        help_text=gettext_lazy("For example, 9 6 1994. We keep only whether you are 13 or older."),
    )
    specialty = forms.ChoiceField(
        label=gettext_lazy("Specialty"),
        required=False,
        choices=[
            ("", gettext_lazy("I would rather not say")),
            ("im", gettext_lazy("Internal medicine")),
            ("pe", gettext_lazy("Pediatrics")),
        ],
    )
    shown = forms.ChoiceField(
        label=gettext_lazy("Who sees your photograph"),
        required=False,
        initial="me",
        choices=[("me", gettext_lazy("Only you")), ("members", gettext_lazy("Members"))],
        widget=forms.RadioSelect,
    )
    letters = forms.MultipleChoiceField(
        label=gettext_lazy("Letters"),
        required=False,
        choices=[
            ("toc", gettext_lazy("The table of contents, on Thursdays")),
            ("offers", gettext_lazy("Offers of our own, at most one a month")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    photograph = forms.FileField(
        label=gettext_lazy("Photograph"),
        required=False,
        help_text=gettext_lazy("JPEG or PNG, at most 8 MB. Place and camera are taken out."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note to the record"), required=False, widget=forms.Textarea
    )
    agree = forms.BooleanField(label=gettext_lazy("I accept the terms."))


@door(None)
def design(request: HttpRequest) -> HttpResponse:
    """Show each component. ``?pack=school&theme=dark`` shows the page in another dress."""
    pack, theme = request.GET.get("pack", ""), request.GET.get("theme", "")
    context: dict[str, object] = {"stages": _stages(), "dresses": _dresses(pack, theme)}
    context |= {"pack": pack} if pack in PACKS else {}
    context |= {"theme": theme} if theme in THEMES else {}
    return render(
        request, "design.html", context | _form() | _standing() | _held() | _policy() | _case()
    )


def _stages() -> list[dict[str, object]]:
    return [
        {"pack": pack, "theme": theme, "words": f"{words}, {dress}"}
        for pack, words in PACKS.items()
        for theme, dress in THEMES.items()
    ]


def _dresses(pack: str, theme: str) -> list[Link]:
    return [
        Link(f"{words}, {dress}", f"?pack={a}&theme={b}", (pack, theme) == (a, b))
        for a, words in PACKS.items()
        for b, dress in THEMES.items()
    ]


def _form() -> dict[str, object]:
    return {
        "form": Sample(
            {
                "email": "ines@example.org",
                "password": "short",
                "born_day": "9",
                "born_month": "6",
                "born_year": "1994",
                "agree": "on",
            }
        ),
        "gloss": Gloss(
            _("To sign you in, and to send what you order."),
            _("Until you close the account, then 30 days."),
            _("You, and our mail carrier for each letter."),
        ),
        "left": _("Nothing is closed to you."),
        "inks": INKS.items(),
    }


def _standing() -> dict[str, object]:
    return {
        "notices": [
            Notice(_("Your practice exam is open"), _("You have until 14:30.")),
            Notice(
                _("Your copy is ready"),
                _("One page and one file, 212 KB. The link works for you alone, for seven days."),
                "good",
                (Link(_("Open the copy"), "#notices"),),
            ),
            Notice(_("Your seat ends on 30 June"), _("What you answered stays yours."), "care"),
            Notice(
                _("This credit was not reported"),
                _("Check the number and send it again. The credit is safe."),
                "stop",
                (Link(_("Check my board number"), "#notices"),),
                _("The board answered: no such diplomate number."),
            ),
        ],
        "empty": Empty(
            _("No saved articles"),
            _("Press “Save” beside an article and it waits here. Only you see the list."),
            (Link(_("This issue"), "#empty"),),
        ),
        "choices": _choices(),
        "receipt": Receipt(_("You switched this on, 2 July 2026, 18:22."), "7F3A-22", "#choices"),
        "because": Because(
            _("One thing decides this list: your specialty, from your profile."),
            _("What you read does not count. No advertiser reads it or pays for it."),
            "/design",
            "tailor",
            _("Show me the same list as everybody"),
        ),
        "badges": [
            Badge(_("Free for everyone"), "open"),
            Badge(_("Subscribers")),
            Badge(_("One of your free articles"), "meter"),
        ],
        "progress": Progress(_("Cardiology"), 61, 140, _("61 of 140")),
    }


def _choices() -> list[Choice]:
    return [
        Choice(
            "toc",
            _("Table of contents, each Thursday"),
            _("By e-mail. One press in any letter stops it."),
            True,
            _("You switched this on, 2 July 2026, 18:22."),
            "#choices",
        ),
        Choice(
            "sponsor",
            _("Let sponsors of papers have my name"),
            _("Each paper still asks, and names its sponsors."),
            False,
            _("Never switched on. Nothing has been sent."),
        ),
        Choice(
            "adverts",
            _("Advertisements chosen for me"),
            _("Your browser asks us not to, and that outweighs this switch."),
            False,
            fixed=_("Off, by your browser"),
        ),
    ]


def _held() -> dict[str, object]:
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


def _policy() -> dict[str, object]:
    return {
        "tabs": [
            Link(_("Policy"), "#tabs", True),
            Link(_("What changed"), "#diff", count=3),
            Link(_("Tables"), "#held"),
        ],
        "changes": [
            VersionChange(
                "4.1",
                (
                    Word(_("We keep the numbers of the articles you opened for")),
                    Word("90", "del"),
                    Word("30", "ins"),
                    Word(_("days.")),
                ),
                _("Shorter. Records from day 31 to day 90 were deleted on 1 November."),
            ),
            VersionChange(
                "2.4",
                (Word(_("If you agree, we order your front page by your specialty."), "ins"),),
                _("A new purpose. It is off until you switch it on."),
            ),
        ],
    }


def _case() -> dict[str, object]:
    return {
        "aside": Aside(
            _("Held to this text"), _("61 kinds of item are declared, none is undeclared.")
        ),
        "facts": [Fact(_("State"), "Massachusetts"), Fact(_("Policy"), _("Version 5"))],
        "steps": [
            Step(_("Was it the person?"), _("Yes. The number came back on 5 November."), True),
            Step(
                _("Decide"),
                _("A second person must agree, because something is kept."),
                False,
                True,
            ),
            Step(
                _("Tell the person, and those who received it"), _("Letters are written and wait.")
            ),
        ],
        "watch": Watch(_("Request R-2041, erasure."), "/design"),
    }
