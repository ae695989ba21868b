"""The page of who received something: each with its ground, contract, way, and what came after."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from salerno.policy import ferpa
from salerno.policy.words import BASES, MECHANISMS
from salerno.privacy import clock
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.law import in_force
from salerno.privacy.paging import Pager
from salerno.privacy.purposes import RIGHTS
from salerno.privacy.received import Received, Told, received, received_page, received_since
from salerno.privacy.registry import registry
from salerno.privacy.subjects import layers_by_id
from salerno.services.accounts.values.countries import COUNTRIES
from salerno.web.youledger import last_months, plot_of

SIZE = 20
_GROUNDS = {str(one): words for one, words in BASES.items()} | {
    "own": gettext_lazy("Our own keeping")
}
STATES = {
    "waiting": gettext_lazy("Waits to be sent"),
    "sent": gettext_lazy("Sent"),
    "failed": gettext_lazy("Given up: it could not be delivered for certain"),
    "stopped": gettext_lazy("Not sent: it was not wanted any more"),
}
NOTICES = {
    "corrected": gettext_lazy("What was sent before was corrected."),
    "restricted": gettext_lazy("It is restricted: to be kept, and not used."),
    "restriction lifted": gettext_lazy("It is restricted no longer."),
    "stop": gettext_lazy("It is not to be kept or used any more."),
    "erased": gettext_lazy("You were erased here."),
}


@dataclass(frozen=True)
class Line:
    """One disclosure in words."""

    at: datetime
    recipient: str
    why: str
    what: str
    state: str
    left: bool
    facts: tuple[tuple[str, str], ...]
    after: tuple[tuple[datetime, str], ...]


@door(RIGHTS, signed_in=True)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Who received what: twenty at a time, or all of it as a file."""
    me = viewer().subject or 0
    if request.GET.get("as") == "json":
        rows = [asdict(one) for one in received(me)]
        text = json.dumps(rows, indent=2, ensure_ascii=False, default=str)
        return HttpResponse(text, content_type="application/json")
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    found, last = received_page(me, number, SIZE)
    is_student = "ferpa" in layers_by_id(me)
    year, month = last_months(clock.today())[0]
    context = {
        "lines": [line(one, is_listed=is_student and _is_entry(one)) for one in found],
        "pager": Pager(min(max(number, 1), last), last, request.path),
        "plot": plot_of(received_since(me, datetime(year, month, 1, tzinfo=UTC))),
    }
    return render(request, "you/received.html", context)


def line(one: Received, *, is_listed: bool = False) -> Line:
    """A disclosure in words: what, why, how it went, on what ground, and what was told since."""
    known = registry()
    clauses = [known.clauses[name].title if name in known.clauses else name
               for name in one.clause_ids]  # fmt: skip
    purpose = known.purposes.get(one.purpose)
    state = str(STATES.get(one.state, one.state))
    if one.sent_at is not None:
        state += f", {date_format(one.sent_at, 'DATETIME_FORMAT')}"
    facts = (
        (_("For"), str(purpose.title) if purpose else one.purpose),
        (_("Ground"), str(_GROUNDS.get(one.basis, one.basis))),
        (_("Contract"), one.contract),
        (_("Country and transfer"), _way(one)),
        (_("Education record"), _("Listed in its record (34 CFR 99.32)") if is_listed else ""),
    )
    return Line(
        one.at, one.recipient, one.ground, ", ".join(str(title) for title in clauses), state,
        one.state != "stopped", facts, tuple((each.at, after(one, each)) for each in one.told),
    )  # fmt: skip


def _is_entry(one: Received) -> bool:
    """Whether the record of 34 CFR 99.32 lists it."""
    ruled = in_force().recipients.values()
    named = next((each for each in ruled if each.name == one.recipient), None)
    return ferpa.is_entry(one, recipient=named)


def _way(one: Received) -> str:
    mechanism = str(MECHANISMS.get(one.mechanism, one.mechanism))
    country = dict(COUNTRIES).get(one.country, one.country)
    return f"{country}: {mechanism}" if country else ""


def after(one: Received, told: Told) -> str:
    """A notice in words, and whether the recipient has taken it."""
    words = str(NOTICES.get(told.notice, told.notice))
    if told.sent_at is None:
        return _("%(recipient)s is being told: %(words)s") % {
            "recipient": one.recipient, "words": words,
        }  # fmt: skip
    return _("%(recipient)s was told: %(words)s") % {"recipient": one.recipient, "words": words}
