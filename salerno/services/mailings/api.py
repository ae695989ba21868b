"""Where carriers report: what came back, and what was answered to a text.

A token of the settings opens it; without one in the settings nothing does.
"""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from salerno.policy.purposes import CORRESPONDENCE
from salerno.privacy.context import handover
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.mailings import actions, queries
from salerno.services.mailings.clauses import RETURNS


@csrf_exempt  # a carrier's program has no page of ours; its token is the proof
@door(CORRESPONDENCE, collects=RETURNS)
@require_POST
def returns(request: HttpRequest) -> HttpResponse:
    """A report about one of our letters, as it came by mail, in the field ``message``."""
    _check(request)
    raw = request.POST.get("message", "").encode()
    with handover(CORRESPONDENCE, ground="a report of the mail carrier", viewer=queries.JOB):
        said = actions.take_return(by=queries.JOB, raw=raw)
    return JsonResponse({"said": said})


@csrf_exempt
@door(CORRESPONDENCE, collects=RETURNS)
@require_POST
def texts(request: HttpRequest) -> HttpResponse:
    """A text that came in: ``from`` and ``text``. The answer is in ``reply``, empty for none."""
    _check(request)
    number, said = request.POST.get("from", ""), request.POST.get("text", "")
    with handover(CORRESPONDENCE, ground="a text that came in", viewer=queries.JOB):
        reply = actions.take_text(by=queries.JOB, number=number[:40], said=said[:400])
    return JsonResponse({"reply": reply})


def _check(request: HttpRequest) -> None:
    """Raises Refused without the carrier's token."""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    wanted = settings.SALERNO_CARRIER_TOKEN
    if (
        kind.lower() != "bearer"
        or not wanted
        or not hmac.compare_digest(token.encode(), wanted.encode())
    ):
        raise Refused(_("This is for our carriers, with their token."))
