"""What is offered, and ordering it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.bodies import buying_for
from salerno.policy.purposes import BILLING
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.privacy.paying import holds_card_number
from salerno.services.commerce import actions, queries
from salerno.services.commerce.actions.ordering import NO_CARD
from salerno.services.commerce.clauses import ORDERING
from salerno.services.commerce.forms import OrderForm
from salerno.services.commerce.values import Kind, Product


@door(BILLING)
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Everything that is offered."""
    return render(request, "commerce/plans.html", {"plans": queries.plans()})


@door(BILLING)
@require_safe
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """One product, with the form that orders it."""
    return _page(request, _there(slug))


def _there(slug: str) -> Product:
    found = queries.plan(slug)
    if found is None:
        raise Http404(slug)
    return found


def _page(request: HttpRequest, product: Product, form: OrderForm | None = None) -> HttpResponse:
    is_known = viewer().subject is not None
    shown = form or (_form(product) if is_known else None)
    page = {
        "product": product, "form": shown, "lacks_body": _lacks_body(shown),
        "credit": queries.credit(product.currency) if is_known else None,
        "sign_in": f"{reverse('account_login')}?next={request.path}",
    }  # fmt: skip
    return render(request, "commerce/plan.html", page, status=422 if form is not None else 200)


def _form(product: Product, sent: QueryDict | None = None) -> OrderForm:
    bodies = buying_for(viewer().known) if product.is_for_body else ()
    return OrderForm(sent, product=product, bodies=bodies)


def _lacks_body(form: OrderForm | None) -> bool:
    """Whether nothing can be ordered, since no institution's bills go to the viewer."""
    return form is not None and form.product.kind == Kind.SEATS and not form.bodies


@door(BILLING, collects=ORDERING, signed_in=True)
@require_POST
def order(request: HttpRequest, slug: str) -> HttpResponse:
    """Order it; on to the page that leads to the payment carrier."""
    refuse_cards(request)
    form = _form(_there(slug), request.POST)
    if not form.is_valid():
        return _page(request, _there(slug), form)
    number = actions.place(by=viewer(), new=form.new())
    found = queries.order(number)
    where = "commerce:pay" if found is not None and found.left else "commerce:order"
    return HttpResponseRedirect(reverse(where, args=[number]))


@door(BILLING, collects=ORDERING, signed_in=True)
@require_POST
def trial(request: HttpRequest, slug: str) -> HttpResponse:
    """Try it without a card."""
    actions.begin_trial(by=viewer(), slug=slug)
    return HttpResponseRedirect(reverse("commerce:orders"))


def refuse_cards(request: HttpRequest) -> None:
    """Raises Refused (422) where anything that was sent holds the number of a card."""
    sent = [one for name in request.POST for one in (name, *request.POST.getlist(name))]
    if any(holds_card_number(one) for one in sent):
        raise Refused(_(NO_CARD), status=422)
