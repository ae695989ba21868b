"""A new address, agreed to from the old one; and waking a paused account by a letter."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import actions, queries
from salerno.services.accounts.clauses import SIGN_IN_POINT
from salerno.services.accounts.links import read_link, write_link


@door(AUTHENTICATE, collects=SIGN_IN_POINT, library=True, signed_in=True)
def agree(request: HttpRequest, link: str) -> HttpResponse:
    """Agree, from the old address, to write to the new one."""
    asked = read_link("email", link)
    if asked["subject"] != viewer().subject:
        raise Refused(_("This link belongs to another account."))
    if request.method != "POST":
        return render(request, "accounts/email_agree.html", {"to": asked["to"]})
    EmailAddress.objects.add_new_email(request, request.user, asked["to"])
    return HttpResponseRedirect("/you/email")


@door(AUTHENTICATE, collects=SIGN_IN_POINT, library=True)
def ask_to_wake(request: HttpRequest) -> HttpResponse:
    """Send a letter that wakes a paused account. The page says the same to everybody."""
    if request.method == "POST":
        address = request.POST.get("email", "")
        subject = queries.subject_of_address(address)
        if subject is not None:
            url = request.build_absolute_uri(f"/sign-in/wake/{write_link('wake', {'s': subject})}")
            get_adapter().send_mail("account/email/wake", address, {"wake_url": url})
        return render(request, "accounts/wake_sent.html")
    return render(request, "accounts/wake.html")


@door(AUTHENTICATE, collects=SIGN_IN_POINT)
def wake(request: HttpRequest, link: str) -> HttpResponse:
    """Wake a paused account."""
    subject = int(read_link("wake", link)["s"])
    if request.method == "POST":
        actions.reactivate(by=viewer(), subject=subject)
        return HttpResponseRedirect("/sign-in")
    return render(request, "accounts/wake_confirm.html")
