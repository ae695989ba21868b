"""The page, in each dress, with its form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from salerno.privacy.doors import door
from salerno.web.components import Gloss, Link
from salerno.web.design.account import held
from salerno.web.design.reading import case, policy, standing
from salerno.web.design.sample import Sample

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


@door(None)
@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Show each component. ``?pack=school&theme=dark`` shows the page in another dress."""
    pack, theme = request.GET.get("pack", ""), request.GET.get("theme", "")
    context: dict[str, object] = {"stages": _stages(), "dresses": _dresses(pack, theme)}
    context |= {"pack": pack} if pack in PACKS else {}
    context |= {"theme": theme} if theme in THEMES else {}
    return render(
        request, "design.html", context | _form() | standing() | held() | policy() | case()
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
