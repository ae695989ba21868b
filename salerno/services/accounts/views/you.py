"""What stands beside the profile: devices, contact ways, numbers, pausing, merging."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import ACCOUNT
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.accounts import actions, openid, queries
from salerno.services.accounts.clauses import (
    DEMOGRAPHICS_POINT,
    POSTAL_POINT,
    PROFILE_POINT,
    RECOVERY_POINT,
    REGION_POINT,
)
from salerno.services.accounts.forms.particulars import (
    DemographicsForm,
    PostalAddressForm,
    RecoveryPhoneForm,
    RegionForm,
)
from salerno.services.accounts.forms.sign_in import MergeForm
from salerno.services.accounts.links import read_link
from salerno.services.accounts.rules import digest, is_number

DAY = 24 * 3600


def _key(request: HttpRequest) -> str:
    return digest(request.session.session_key or "")


def _page(request: HttpRequest, form: object, title: str, lead: str) -> HttpResponse:
    page = {"form": form, "title": title, "lead": lead, "kept": request.GET.get("kept") == "1"}
    errors = getattr(form, "errors", None)
    return render(request, "accounts/one_form.html", page, status=422 if errors else 200)


@door(ACCOUNT, signed_in=True)
@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """Where the viewer is signed in, and how."""
    lines = queries.sessions(current=_key(request))
    names = openid.provider_names()
    links = queries.provider_links(names=names)
    linked = {one.provider for one in links}
    more = {key: name for key, name in names.items() if key not in linked}
    return render(
        request, "accounts/devices.html", {"lines": lines, "links": links, "providers": more}
    )


@door(ACCOUNT, signed_in=True)
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Sign out one browser, all others, or everywhere."""
    which = request.POST.get("session", "")
    if which == "everywhere":
        actions.end_all_sessions(by=viewer())
        request.session.flush()
        return HttpResponseRedirect("/sign-in")
    if which == "others":
        actions.end_all_sessions(by=viewer(), but=_key(request))
    elif not is_number(which) or not actions.end_session(by=viewer(), session=int(which)):
        raise Refused(_("This browser is signed out already."), status=404)
    return HttpResponseRedirect("/you/devices")


@door(ACCOUNT, collects=DEMOGRAPHICS_POINT, signed_in=True)
def demographics(request: HttpRequest) -> HttpResponse:
    """Answers that nobody needs to give."""
    form = DemographicsForm(
        request.POST or None, request.FILES or None, initial=queries.own_demographics()
    )
    if request.method == "POST" and form.is_valid():
        actions.change_demographics(by=viewer(), answers=form.answers())
        return HttpResponseRedirect("?kept=1")
    lead = _("You may leave all of it. Only totals are read, and nothing else depends on it.")
    return _page(request, form, _("About you, in numbers"), lead)


@door(ACCOUNT, collects=RECOVERY_POINT, signed_in=True)
def recovery_phone(request: HttpRequest) -> HttpResponse:
    """A number for recovery."""
    form = RecoveryPhoneForm(
        request.POST or None, request.FILES or None, initial=queries.own_particulars()
    )
    if request.method == "POST" and form.is_valid():
        actions.change_recovery_phone(by=viewer(), number=form.cleaned_data["recovery_phone"])
        return HttpResponseRedirect("?kept=1")
    lead = _("For getting back into your account. Nobody may call it to sell you something.")
    return _page(request, form, _("A way back into your account"), lead)


@door(ACCOUNT, collects=REGION_POINT, signed_in=True)
def region(request: HttpRequest) -> HttpResponse:
    """Where the viewer lives."""
    form = RegionForm(
        request.POST or None, request.FILES or None, initial=queries.own_particulars()
    )
    if request.method == "POST" and form.is_valid():
        actions.change_region(by=viewer(), region=form.cleaned_data["region"])
        return HttpResponseRedirect("?kept=1")
    lead = _("The law of the place protects you from the moment you say so.")
    return _page(request, form, _("Where you live"), lead)


@door(ACCOUNT, collects=POSTAL_POINT, signed_in=True)
def postal_address(request: HttpRequest, need: str) -> HttpResponse:
    """Where print goes; only somebody who needs it can ask for it, by a signed address."""
    asked = read_link("postal", need, within=DAY)
    if asked.get("subject") != viewer().subject:
        raise Refused(_("Nothing printed is on its way to you, so no address is asked for."))
    form = PostalAddressForm(
        request.POST or None, request.FILES or None, initial=queries.own_postal_address()
    )
    if request.method == "POST" and form.is_valid():
        actions.change_postal_address(by=viewer(), address=form.address())
        return HttpResponseRedirect("?kept=1")
    return _page(request, form, _("Where to send it"), str(asked.get("what", "")))


@door(ACCOUNT, signed_in=True)
def pause(request: HttpRequest) -> HttpResponse:
    """Pause the account: nothing is erased, and a letter wakes it."""
    if request.method == "POST":
        actions.deactivate(by=viewer())
        request.session.flush()
        return HttpResponseRedirect("/sign-in/paused")
    return render(request, "accounts/pause.html")


@door(ACCOUNT, collects=PROFILE_POINT, signed_in=True)
@sensitive_post_parameters("password")
def merge(request: HttpRequest) -> HttpResponse:
    """Take what a second account of the same person says, and pause that one."""
    form = MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:  # throttled like a sign-in
            other = get_adapter().authenticate(request, **form.cleaned_data)
        except ValidationError as slow:
            raise Refused(slow.message, status=429) from slow
        if other is None or other.pk == viewer().known or needs_factor(other.pk):
            words = _("These do not prove a second account. Check both, and try again.")
            form.add_error(None, words)
        else:
            actions.merge(by=viewer(), other=other.pk)
            return HttpResponseRedirect("/you/profile?kept=1")
    page = {"form": form}
    return render(request, "accounts/merge.html", page, status=422 if form.errors else 200)


def needs_factor(subject: int) -> bool:
    """Whether a password alone does not prove an account."""
    return queries.staff_standing(subject).second_factor
