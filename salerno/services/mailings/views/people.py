"""A person's own page of messages, and asking to be told."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE, MARKETING_MAIL, MARKETING_SMS
from salerno.privacy import choices
from salerno.privacy.context import Viewer, handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.accounts import queries as accounts
from salerno.services.mailings import actions, queries
from salerno.services.mailings.actions.asking import what
from salerno.services.mailings.clauses import SHOWING, SUBSCRIBING
from salerno.services.mailings.forms import AskForm
from salerno.services.post import actions as post
from salerno.services.post import queries as letters
from salerno.services.post.clauses import CONTACT_POINT, PREFERENCES_POINT
from salerno.services.post.forms import NumberForm, PostalForm
from salerno.services.post.values import CALLS, Channel


@door(ACCOUNT, collects=PREFERENCES_POINT, signed_in=True)
def page(request: HttpRequest) -> HttpResponse:
    """Topics by channels on one page; a post changes one cell."""
    if request.method == "POST":
        _change(request)
        return HttpResponseRedirect(reverse("mailings:messages"))
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
    return render(request, "mailings/messages.html", context, status=status)


def _change(request: HttpRequest) -> None:
    """One cell of the matrix: topic and channel in the button's value, on or off."""
    said = request.POST.get("wish", "").split("|")
    if len(said) != 3 or said[2] not in ("on", "off") or said[1] not in Channel.values:
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
        return HttpResponseRedirect(reverse("mailings:messages"))
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    post.agree_to_calls(by=viewer(), number=form.cleaned_data["number"])
    messages.success(request, _("It is kept. Choose below what may come to it."))
    return HttpResponseRedirect(reverse("mailings:messages"))


@door(ACCOUNT, collects=CONTACT_POINT, signed_in=True)
@require_POST
def postal(request: HttpRequest) -> HttpResponse:
    """Keep the address for offers by post; an empty one takes it back."""
    form = PostalForm(request.POST)
    if not form.is_valid():
        raise Refused(_("This address is too long."), status=422)
    post.give_postal(by=viewer(), postal=form.cleaned_data["postal"])
    messages.success(request, _("It is kept."))
    return HttpResponseRedirect(reverse("mailings:messages"))


@door(ACCOUNT, signed_in=True)
@require_POST
def end(request: HttpRequest, subscription_id: int) -> HttpResponse:
    """Be told of it no more."""
    actions.end(by=viewer(), subscription_id=subscription_id)
    return HttpResponseRedirect(reverse("mailings:messages"))


@door(CORRESPONDENCE, collects=SUBSCRIBING)
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask to be told, with an account or without."""
    is_member = viewer().subject is not None
    form = AskForm(request.POST or None, is_member=is_member)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "mailings/subscribe.html", {"form": form}, status=status)
    said, origin = form.cleaned_data, request.build_absolute_uri("/")[:-1]
    by = viewer() if is_member else Viewer.visitor()
    seen = by if is_member else queries.JOB
    with handover(CORRESPONDENCE, ground="somebody asks to be told", viewer=seen):
        actions.ask(
            by=by, topic=said["topic"], about=said["about"],
            email=str(said.get("email", "")).strip().lower(), origin=origin,
        )  # fmt: skip
    if is_member:
        messages.success(request, _("You are told from now on."))
        return HttpResponseRedirect(reverse("mailings:messages"))
    return render(request, "mailings/asked.html")


@door(CORRESPONDENCE, collects=SUBSCRIBING)
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """The link of the letter. Looking confirms nothing; one press does."""
    with handover(CORRESPONDENCE, ground="a link in a letter", viewer=queries.JOB):
        found = queries.subscription_by_key(key)
    if found is None:
        raise Refused(_("This link is not ours, or was too long ago. Ask again."), status=404)
    owner, asked, email = found
    if request.method != "POST" or asked.is_confirmed:
        context = {"what": what(asked), "is_confirmed": asked.is_confirmed}
        return render(request, "mailings/confirm.html", context)
    me = Viewer.person(owner)
    with handover(CORRESPONDENCE, ground="a link in a letter", viewer=me):
        receipt = actions.confirm(by=me, asked=asked, email=email)
    context = {"what": what(asked), "is_confirmed": True, "receipt": receipt}
    return render(request, "mailings/confirm.html", context)


@door(MARKETING_MAIL, collects=SHOWING, signed_in=True)
@require_POST
def close_note(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Close a note on the page, for good."""
    actions.close(by=viewer(), campaign_id=campaign_id)
    back = request.POST.get("back", "/")
    return HttpResponseRedirect(back if back in ("/", "/you") else "/")
