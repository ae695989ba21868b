"""Samples of what pages say and ask: notices, choices, versions, a case."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.web.components import (
    Aside,
    Badge,
    Because,
    Choice,
    Empty,
    Fact,
    Link,
    Notice,
    Progress,
    Receipt,
    Step,
    VersionChange,
    Watch,
    Word,
)


def standing() -> dict[str, object]:
    """What tells and what asks."""
    return {
        "notices": _notices(),
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


def _notices() -> list[Notice]:
    return [
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
    ]


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


def policy() -> dict[str, object]:
    """What changed between two versions."""
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


def case() -> dict[str, object]:
    """A case at the desk."""
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
