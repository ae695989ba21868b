"""The page of the demonstration's payment carrier, and the post of its notices.

It stands for another company's site: it reads nothing of this house, and the number that is
typed here goes to the carrier's own books, which keep a token and four digits. An operator who
takes payments has a real carrier, and this page does not exist then.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from salerno.adapters.carrier.books import Books, NoSuchPayment, Payment
from salerno.adapters.carrier.cards import CARDS
from salerno.policy.purposes import BILLING
from salerno.privacy import paying
from salerno.privacy.context import Viewer, entered
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.commerce import actions

LOCAL = "salerno.adapters.carrier.local.LocalGateway"
CARRIER = Viewer.job("demonstration carrier")
_EXPIRY = re.compile(r"(0[1-9]|1[0-2])/20[0-9]{2}\Z")


def is_local() -> bool:
    """Whether the carrier of the demonstration takes the payments."""
    return bool(settings.SALERNO_ADAPTERS[paying.NAME] == LOCAL)


@door(None)
@sensitive_post_parameters("number")
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Where a card number is typed."""
    books, payment = Books(), _payment(reference)
    is_declined = False
    if request.method == "POST" and payment["state"] != "paid":
        expiry = request.POST.get("expiry", "")
        expiry = expiry if _EXPIRY.match(expiry) else "01/2030"
        is_declined = not books.pay(reference, request.POST.get("number", "")[:40], expiry)
        post_notices()
        payment = _payment(reference)
    shown = {
        "amount": f"{payment['cents'] / 100:.2f} {payment['currency']}", "cards": CARDS,
        "is_declined": is_declined, "is_paid": payment["state"] == "paid",
        "back": payment["back"] or "/",
    }  # fmt: skip
    return render(request, "carrier/page.html", shown)


def _payment(reference: str) -> Payment:
    if not is_local():
        raise Http404
    try:
        return Books().payment(reference)
    except NoSuchPayment:
        raise Http404 from None


def post_notices() -> int:
    """Hand over the notices that are due, as the carrier would; how many."""
    found = Books().due() if is_local() else []
    for signature, body in found:
        with entered(BILLING, CARRIER, ground="a notice"):
            try:
                actions.hear(by=CARRIER, body=body, signature=signature)
            except (paying.Untrusted, Refused):
                continue  # a notice that is lost: what it said is asked later
    return len(found)
