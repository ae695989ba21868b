"""Where the payment carrier sends its notices."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from salerno.policy.purposes import BILLING
from salerno.privacy.context import handover
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.privacy.paying import Untrusted
from salerno.services.commerce import actions
from salerno.services.commerce.actions.letters import JOB
from salerno.services.commerce.clauses import SETTLING

JSON = "application/json"
MOST = 262_144
HEADERS = ("Stripe-Signature", "X-Carrier-Signature")


@door(BILLING, collects=SETTLING, takes=(JSON,))
@csrf_exempt
@require_POST
def notices(request: HttpRequest) -> HttpResponse:
    """Take one notice. What the carrier did not sign changes nothing."""
    if request.content_type != JSON:
        raise Refused(_("A notice is JSON. Nothing was taken."))
    if len(request.body) > MOST:
        raise Refused(_("A notice is shorter than this. Nothing was taken."), status=413)
    signature = next((request.headers[one] for one in HEADERS if one in request.headers), "")
    try:
        with handover(BILLING, ground="word from the payment carrier", viewer=JOB):
            actions.hear(by=JOB, body=request.body, signature=signature)
    except Untrusted:
        return HttpResponse("The signature does not hold.\n", status=400, content_type="text/plain")
    return HttpResponse("Taken.\n", content_type="text/plain")
