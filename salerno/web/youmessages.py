"""A person's own page of messages: topics by channels, their number, and what they asked for."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from salerno.policy.purposes import ACCOUNT, MARKETING_SMS
from salerno.privacy import choices
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.accounts import queries as accounts
from salerno.services.mailings import queries
from salerno.services.mailings.forms import AskForm
from salerno.services.mailings.values import what
from salerno.services.post import actions as post
from salerno.services.post import queries as letters
from salerno.services.post.clauses import CONTACT_POINT, PREFERENCES_POINT
from salerno.services.post.forms import NumberForm, PostalForm
from salerno.services.post.values import CALLS, Channel

ON, PARTS = ("on", "off"), 3  # a cell's button says topic, channel, and on or off


@door(ACCOUNT, collects=PREFERENCES_POINT, signed_in=True)
def page(request: HttpRequest) -> HttpResponse:
    """Topics by channels on one page; a post changes one cell."""
    if request.method == "POST":
        _change(request)
        return HttpResponseRedirect("/you/messages")
    return _page(request)


def _page(
    request: HttpRequest, number: NumberForm | None = None, status: int = 200
) -> HttpResponse:
    used, contact = letters.channels(), letters.contact()
    rows = [(title, list(cells)) for title, cells in
            groupby(letters.wishes(), key=lambda one: one.topic_title)]  # fmt: skip
    context = {
        "rows": rows,
        "channels": [Channel(one).label for one in used],
        "asked": [(one, what(one)) for one in queries.asked_for()],
        "contact": contact,
        "has_calls": bool(CALLS & set(used)),
        "has_post": Channel.POST.value in used,
        "may_call": bool(choices.consent_to(viewer().known, MARKETING_SMS)),
        "number": number or NumberForm(),
        "postal": PostalForm(initial={"postal": contact.postal}),
        "ask": AskForm(is_member=True),
    }
    return render(request, "you/messages.html", context, status=status)


def _change(request: HttpRequest) -> None:
    """One cell of the matrix: topic and channel in the button's value, on or off."""
    said = request.POST.get("wish", "").split("|")
    if len(said) != PARTS or said[2] not in ON or said[1] not in Channel.values:
        raise Refused(_("One choice at a time, on or off. Nothing was changed."), status=400)
    post.wish(
        by=viewer(), topic=said[0], channel=said[1], is_wanted=said[2] == "on",
        address=accounts.own_email(),
    )  # fmt: skip
    messages.success(request, _("It is kept."))


@door(ACCOUNT, collects=CONTACT_POINT, signed_in=True)
@require_POST
def number(request: HttpRequest) -> HttpResponse:
    """Say yes to a number, in the words beside the box; or take it back."""
    if request.POST.get("do") == "take_back":
        post.take_back_calls(by=viewer())
        messages.success(request, _("The number is gone, and nobody calls or texts it."))
        return HttpResponseRedirect("/you/messages")
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    post.agree_to_calls(by=viewer(), number=form.cleaned_data["number"])
    messages.success(request, _("It is kept. Choose below what may come to it."))
    return HttpResponseRedirect("/you/messages")


@door(ACCOUNT, collects=CONTACT_POINT, signed_in=True)
@require_POST
def postal(request: HttpRequest) -> HttpResponse:
    """Keep the address for offers by post; an empty one takes it back."""
    form = PostalForm(request.POST)
    if not form.is_valid():
        raise Refused(_("This address is too long."), status=422)
    post.give_postal(by=viewer(), postal=form.cleaned_data["postal"])
    messages.success(request, _("It is kept."))
    return HttpResponseRedirect("/you/messages")
