"""One's own orders: from the order to what it opened; paying, plans and bills."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import BILLING
from salerno.privacy.context import handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.privacy.law import in_force
from salerno.privacy.paying import CarrierFailed, gateway
from salerno.services.access.queries import entitlements
from salerno.services.commerce import actions, queries
from salerno.services.commerce.actions.letters import JOB
from salerno.services.commerce.actions.paying import CARRIER
from salerno.services.commerce.clauses import ORDERING, SETTLING
from salerno.services.commerce.formats import bill as paper
from salerno.services.commerce.models import CURRENCIES
from salerno.services.commerce.values import OrderShown
from salerno.services.commerce.views.plans import refuse_cards


@door(BILLING, signed_in=True)
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """Orders, plans, credit, and what is owed."""
    wallets = [queries.credit(code) for code, _title in CURRENCIES[:2]]
    page = {
        "orders": queries.orders(), "plans": queries.subscriptions(), "owed": queries.owed(),
        "credits": [one for one in wallets if one.total],
    }  # fmt: skip
    return render(request, "commerce/orders.html", page)


def _own(number: str) -> OrderShown:
    found = queries.order(number)
    if found is None:
        raise Http404(number)
    return found


@door(BILLING, signed_in=True)
@require_safe
def order(request: HttpRequest, number: str) -> HttpResponse:
    """One order: ordered, paid, opened, delivered."""
    found = _own(number)
    page = {
        "order": found, "opened": entitlements() if found.opened_at else [],
        "carrier": in_force().recipients[CARRIER],
        "is_waiting": any(one.state == "asked" for one in found.payments),
    }  # fmt: skip
    return render(request, "commerce/order.html", page)


@door(BILLING, collects=SETTLING, signed_in=True)
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Who takes the payment; a press prepares its page and leads there."""
    found = _own(number)
    if not found.left:
        return HttpResponseRedirect(found.address)
    page = {"order": found, "carrier": in_force().recipients[CARRIER], "at": gateway()}
    if request.method == "POST":
        refuse_cards(request)
        back = request.build_absolute_uri(reverse("commerce:order", args=[number]))
        page["address"] = actions.begin(by=viewer(), number=number, back=back)
    return render(request, "commerce/pay.html", page)


@door(BILLING, collects=SETTLING, signed_in=True)
@require_POST
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the carrier where the payments of an order stand."""
    found = _own(number)
    try:
        with handover(BILLING, ground="the person asked", viewer=JOB):
            for one in found.payments:
                actions.ask_again(by=JOB, reference=one.reference)
    except CarrierFailed as failure:
        raise Refused(_("The payment carrier cannot be asked now."), status=503) from failure
    return HttpResponseRedirect(found.address)


@door(BILLING, collects=ORDERING, signed_in=True)
@require_POST
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Take back an order that was not paid."""
    actions.cancel_order(by=viewer(), number=number)
    messages.success(request, _("The order is taken back. Nothing is owed."))
    return HttpResponseRedirect(reverse("commerce:orders"))


@door(BILLING, collects=ORDERING, signed_in=True)
@require_POST
def plan(request: HttpRequest, subscription: int) -> HttpResponse:
    """Cancel a plan, or let it go on."""
    if request.POST.get("do") == "resume":
        actions.resume(by=viewer(), subscription=subscription)
        messages.success(request, _("The plan goes on."))
    else:
        actions.cancel(by=viewer(), subscription=subscription)
        messages.success(request, _("The plan runs to the end of what is paid, and no further."))
    return HttpResponseRedirect(reverse("commerce:orders"))


@door(BILLING, signed_in=True)
@require_safe
def bill(request: HttpRequest, invoice: int) -> HttpResponse:
    """A bill as a PDF."""
    found = queries.bill(invoice)
    if found is None:
        raise Http404(str(invoice))
    answer = HttpResponse(paper.pdf(*found), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found[0].number}.pdf"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
