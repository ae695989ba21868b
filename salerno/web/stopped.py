"""A page that needs a use which the person has ended: it says why it is closed, and the way back.

Reading what others show goes on. What would use the person's own data, against their word, is
answered with a sentence and not with an error.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from salerno.privacy import subjects
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Purpose, Rows
from salerno.privacy.doors import Door
from salerno.privacy.law import Basis, in_force
from salerno.privacy.purposes import RECORD
from salerno.web.components import Link


def page(request: HttpRequest, door: Door, viewer: Viewer) -> HttpResponse | None:
    """The 403 of a route whose purpose the viewer has ended; None where it goes on."""
    purpose = door.purpose
    if purpose is None or viewer.subject is None or door.role or not _is_asked(request, purpose):
        return None
    with entered(RECORD, viewer, ground="whether the person ended this use"):
        found = _words(purpose, subjects.reasons(viewer.subject, purpose))
        if found is None:
            return None
        needs_yes = Basis.CONSENT in subjects.grounds(viewer.subject, [purpose])[purpose.id]
    if request.method != "POST" and not needs_yes:
        return None
    words, link = found
    return render(request, "stopped.html", {"words": words, "link": link}, status=403)


def _is_asked(request: HttpRequest, purpose: Purpose) -> bool:
    """Whether the use could have been ended: what rests on a yes, or is about to write."""
    if purpose.kernel or purpose.rows is not Rows.OPEN:
        return False
    bases = set(in_force().purpose(purpose.id).bases.values())
    return request.method == "POST" or Basis.CONSENT in bases


def _words(purpose: Purpose, reasons: frozenset[str]) -> tuple[str, Link] | None:
    if "withdrawn" in reasons:
        words = _("You took back your yes to this: %s. Without it this cannot be done for you.")
        link = Link(_("Say yes again under “Your choices”"), f"/you/choices#choice-{purpose.id}")
        return words % purpose.title, link
    if any(one.startswith("limit ") for one in reasons):
        words = _("You restricted or objected to this: %s. While that stands it is not done.")
        return words % purpose.title, Link(_("See what you restricted"), "/you/limits")
    return None
