"""The desk: products and prices, orders and refunds, meters and licences."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from salerno.policy.purposes import BILLING, EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.privacy.paging import Pager, number_of
from salerno.services.access import actions as access
from salerno.services.access import queries as opened
from salerno.services.access.values import MeterSet, NewLicence
from salerno.services.accounts.values import Role
from salerno.services.catalog.queries import items_by_ids
from salerno.services.commerce import actions, queries
from salerno.services.commerce.actions.letters import JOB
from salerno.services.commerce.clauses import SETTLING
from salerno.services.commerce.forms import (
    CouponForm,
    ExemptForm,
    GiftForm,
    LicenceForm,
    MeterForm,
    NetworksForm,
    PriceForm,
    ProductForm,
    RefundForm,
)
from salerno.services.commerce.rules import books
from salerno.services.commerce.rules.days import add_months
from salerno.services.commerce.rules.money import said
from salerno.services.commerce.values import RefundWay

EDITOR, ADMIN = Role.EDITOR.value, Role.ADMIN.value
DESK = "the orders, at the desk"


@door(EDITORIAL, role=EDITOR)
def products(request: HttpRequest) -> HttpResponse:
    """Every product; a post keeps a new one."""
    start = {"months": 12, "trial_days": 0, "grace_days": 7, "tax_rate": 0, "instalments": 1}
    form = ProductForm(request.POST or None, initial=start | {"is_offered": True})
    if request.method == "POST" and form.is_valid():
        actions.save_product(by=viewer(), new=form.new())
        return HttpResponseRedirect(f"{request.path}/{form.cleaned_data['slug']}")
    found, at, last = queries.products(number_of(request.GET.get("page", "")))
    page = {
        "products": found, "form": form, "coupon": CouponForm(),
        "pages": Pager(at, last, request.path, is_dated=False),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "commerce/desk_products.html", page, status=status)


@door(EDITORIAL, role=EDITOR)
@require_POST
def coupon(request: HttpRequest) -> HttpResponse:
    """Keep a coupon."""
    form = CouponForm(request.POST)
    if not form.is_valid():
        raise Refused(_("A coupon is a word, and a share of 1 to 100 %."), status=422)
    actions.save_coupon(by=viewer(), **form.cleaned_data)
    messages.success(request, _("The coupon counts from now on."))
    return HttpResponseRedirect("/desk/products")


@door(EDITORIAL, role=EDITOR)
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """One product; a post gives it a new version of its price."""
    found = queries.product_at(slug)
    if found is None:
        raise Http404(slug)
    start = {"cents": found.cents, "currency": found.currency or "USD"}
    form = PriceForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        actions.set_price(by=viewer(), slug=slug, **form.cleaned_data)
        messages.success(request, _("The new price is in force. Orders keep theirs."))
        return HttpResponseRedirect(request.path)
    page = {"product": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "commerce/desk_product.html", page, status=status)


@door(BILLING, role=ADMIN)
def orders(request: HttpRequest) -> HttpResponse:
    """Orders by time, without names, and what stands on the accounts."""
    given = request.GET.get("page", "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 1
    with handover(BILLING, ground=DESK, viewer=JOB):
        found, has_more = queries.every_order(number)
    accounts = [
        (code, [(books.Account(name).value, said(cents, code)) for name, cents in one.items()])
        for code, one in queries.balances().items()
    ]
    page = {
        "orders": found, "number": number, "newer": number - 1, "accounts": accounts,
        "older": number + 1 if has_more else 0, "is_balanced": queries.is_balanced(),
    }  # fmt: skip
    return render(request, "commerce/desk_orders.html", page)


@door(BILLING, collects=SETTLING, role=ADMIN)
def order(request: HttpRequest, number: str) -> HttpResponse:
    """One order with the name on its bill; a post gives money back. Its owner reads who looked."""
    me, form = viewer().known, RefundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        way = RefundWay(form.cleaned_data["way"])
        with handover(BILLING, ground=DESK, viewer=JOB):
            actions.refund(by=JOB, number=number, cents=form.cents, way=way, officer=me)
        messages.success(request, _("It is on its way back."))
        return HttpResponseRedirect(request.path)
    with handover(BILLING, ground=DESK, viewer=JOB):
        found = queries.order_at_desk(number, me, str(Role.ADMIN.label))
    if found is None:
        raise Http404(number)
    body = found[0].organisation_id
    page = {
        "order": found[0], "name": found[1], "form": form, "gift": GiftForm(),
        "seats": queries.seats_of(body) if body else [],
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "commerce/desk_order.html", page, status=status)


@door(BILLING, collects=SETTLING, role=ADMIN)
@require_POST
def gift(request: HttpRequest, number: str) -> HttpResponse:
    """Give the owner of an order credit."""
    me, form = viewer().known, GiftForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Write an amount such as 25.00."), status=422)
    with handover(BILLING, ground=DESK, viewer=JOB):
        actions.grant_for_order(by=JOB, number=number, cents=form.cents, officer=me)
    messages.success(request, _("The credit is theirs to spend."))
    return HttpResponseRedirect(f"/desk/orders/{number}")


@door(BILLING, collects=SETTLING, role=ADMIN)
@require_POST
def collect(request: HttpRequest, due: int) -> HttpResponse:
    """Hand a bill to the agent who collects."""
    me = viewer().known
    with handover(BILLING, ground=DESK, viewer=JOB):
        actions.hand_to_collector(by=JOB, due=due, officer=me)
    messages.success(request, _("The agent has the bill, and nothing else."))
    return HttpResponseRedirect("/desk/orders")


@door(EDITORIAL, role=EDITOR)
def licences(request: HttpRequest) -> HttpResponse:
    """What is free, and who is licensed; a post changes the meter or adds a licence."""
    known = next((one for one in opened.meters() if one.kind == "article"), None)
    meter = MeterForm(
        request.POST if "anonymous" in request.POST else None,
        initial=vars(known) if known else {"anonymous": 0, "registered": 0},
    )
    form = LicenceForm(request.POST if "name" in request.POST else None)
    if meter.is_bound and meter.is_valid():
        access.set_meter(by=viewer(), new=MeterSet("article", **meter.cleaned_data))
        return HttpResponseRedirect(request.path)
    if form.is_bound and form.is_valid():
        now = clock.now()
        until = add_months(now, form.cleaned_data["months"])
        new = NewLicence(form.cleaned_data["name"], "article", now, until)
        made = access.license_body(by=viewer(), new=new)
        return HttpResponseRedirect(f"{request.path}/{made}")
    exempt_ones = opened.exemptions()
    named = items_by_ids(exempt_ones)
    page = {
        "licences": opened.licences(), "meter": meter, "form": form, "exempt": ExemptForm(),
        "exemptions": [(named[one], free) for one, free in exempt_ones.items() if one in named],
    }  # fmt: skip
    status = 422 if meter.errors or form.errors else 200
    return render(request, "commerce/desk_licences.html", page, status=status)


@door(EDITORIAL, role=EDITOR)
@require_POST
def exempt(request: HttpRequest) -> HttpResponse:
    """Leave an article out of the meter, or count it again."""
    form = ExemptForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Name the article by its number."), status=422)
    number = form.cleaned_data["item"]
    access.exempt(by=viewer(), item_id=number, kind="article", is_free=form.is_free)
    return HttpResponseRedirect("/desk/licences")


@door(EDITORIAL, role=EDITOR)
def licence(request: HttpRequest, licence_id: int) -> HttpResponse:
    """One licence: its networks, and its end."""
    found = next((one for one in opened.licences() if one.id == licence_id), None)
    if found is None:
        raise Http404(str(licence_id))
    form = NetworksForm(request.POST or None, initial={"networks": "\n".join(found.networks)})
    if request.method == "POST" and request.POST.get("do") == "end":
        access.end_licence(by=viewer(), licence_id=licence_id)
        return HttpResponseRedirect(request.path)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["networks"]
        count = access.set_networks(by=viewer(), licence_id=licence_id, text=text)
        messages.success(request, _("%d networks are licensed.") % count)
        return HttpResponseRedirect(request.path)
    page = {"licence": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "commerce/desk_licence.html", page, status=status)
