"""The claims sheet: what would be kept of an account elsewhere, before anything is kept."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import (
    raise_if_reauthentication_required,
)
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from salerno.policy import words
from salerno.policy.purposes import ACCOUNT
from salerno.privacy.context import Viewer, handover, viewer
from salerno.privacy.doors import door
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import actions, openid, queries
from salerno.services.accounts.actions.linking import source_of
from salerno.services.accounts.clauses import EMAIL, NAME, PROVIDER_LINK, REGISTRATION
from salerno.services.accounts.forms.linking import ClaimsForm
from salerno.services.accounts.models import User
from salerno.services.accounts.values import Claims
from salerno.services.accounts.views.ages import check_not_barred, too_young
from salerno.services.accounts.views.register import asked, confirm, versions

PHOTOGRAPH = "media.photograph"


@door(ACCOUNT, collects=REGISTRATION)
def claims(request: HttpRequest) -> HttpResponse:
    """What the provider said and we would keep; the person agrees, or goes."""
    said = openid.waiting(request)
    if request.POST.get("do") == "decline":
        del request.session[openid.WAITING]
        return HttpResponseRedirect("/register/declined")
    if viewer().subject is not None:
        return _link(request, said)
    check_not_barred(request, None)
    if said.email_is_verified and _is_known(said.email):
        return render(request, "accounts/claims_known.html", {"claims": said}, status=409)
    form = ClaimsForm(
        request.POST or None, request.FILES or None, initial=versions(), claims=said
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        return _register(request, form)
    page = {"form": form, "claims": said, "rows": rows_of(said), "asked": asked()}
    return render(request, "accounts/claims.html", page, status=422 if form.errors else 200)


def rows_of(said: Claims) -> list[tuple[Any, str, Any]]:
    """What would be kept: the clause's title, what was said, and its gloss."""
    known = [(EMAIL, said.email), (NAME, said.name)] if viewer().subject is None else []
    shown = [(PROVIDER_LINK, said.provider_name), *((one, text) for one, text in known if text)]
    return [(one.title, text, words.gloss(one)) for one, text in shown]


def _is_known(email: str) -> bool:
    with handover(AUTHENTICATE, ground="is this address known"):
        return queries.subject_of_address(email) is not None


def _register(request: HttpRequest, form: ClaimsForm) -> HttpResponse:
    """Make the account. Where the provider confirmed the address, the person is signed in."""
    failed = form.failed_age()
    if failed:
        del request.session[openid.WAITING]
        return too_young(request, failed)
    new = form.account()
    subject = actions.register(by=viewer(), new=new)
    del request.session[openid.WAITING]
    if subject is not None and new.claims is not None:
        me = Viewer.person(subject)
        with handover(ACCOUNT, ground="the person who registers", viewer=me):
            _keep_picture(me, new.claims)
        with handover(AUTHENTICATE, ground="signed in by a provider"):
            user = User.objects.get(pk=subject)
            how = {"provider": new.claims.provider, "uid": new.claims.uid}
            record_authentication(request, user, "socialaccount", **how)
    return confirm(request, subject, new.email)


def _keep_picture(by: Viewer, said: Claims) -> None:
    if said.picture:
        content = openid.window().fetch(said.picture, openid.hosts())
        for one in actions.photographs:
            one.keep(by, content, source_of(said.provider_name))


def _link(request: HttpRequest, said: Claims) -> HttpResponse:
    """Link to the account that is signed in. Name and address stay as they are here."""
    if request.method == "POST":
        taken = request.POST.get("picture") == "on"
        kept = openid.without(said, () if taken else ("picture",))
        actions.link(by=viewer(), claims=openid.without(kept, ("email", "name")))
        _keep_picture(viewer(), kept)
        del request.session[openid.WAITING]
        return HttpResponseRedirect("/you/devices")
    page = {"claims": said, "rows": rows_of(said), "gloss": words.gloss(PHOTOGRAPH)}
    return render(request, "accounts/claims_link.html", page)


def unlink(request: HttpRequest, link: int) -> HttpResponse:
    """End a link, once the person has proved again who they are."""
    raise_if_reauthentication_required(request, app="allauth.socialaccount")
    with handover(ACCOUNT, ground="an account elsewhere is unlinked"):
        found = queries.provider_links(names=openid.provider_names())
        named = {one.id: one.provider_name for one in found}
        if request.method == "POST":
            actions.unlink(by=viewer(), link_id=link, provider_name=named.get(link, ""))
            return HttpResponseRedirect("/you/devices")
    page = {"name": named.get(link, _("this account elsewhere"))}
    return render(request, "accounts/unlink.html", page)
