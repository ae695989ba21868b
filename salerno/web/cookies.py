"""What a device may keep: the one question, the theme, and being forgotten."""

from __future__ import annotations

import hashlib
import secrets
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from salerno.policy.purposes import ACCOUNT, ANALYTICS
from salerno.privacy import choices, clock
from salerno.privacy.context import Viewer, entered, viewer
from salerno.privacy.doing import action, query
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.privacy.models import Choice, Subject
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import new_subject
from salerno.services.access.queries import COUNTER
from salerno.services.accounts.actions import set_preference
from salerno.services.accounts.clauses import PREFERENCES_POINT
from salerno.web.clauses import COOKIES_POINT
from salerno.web.models import Device
from salerno.web.requests import gpc_of

ASKED = "asked"
ANSWERS = ("yes", "no")
KEPT = "kept"  # instead of the answer, once an account keeps it
VISITOR = "visitor"
THEME = "theme"
THEMES = ("light", "dark")
YEAR = 365 * 24 * 3600
VISITOR_DAYS = 180


@door(AUTHENTICATE, collects=COOKIES_POINT)
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Answer the one question. "no" keeps the answer and nothing else."""
    answer = request.POST.get("count", "")
    if answer not in ANSWERS:
        raise Refused(_("The answer is yes or no. Nothing was stored."), status=400)
    response, me = back(request), viewer().subject
    if me is not None:
        answer_of_account(by=viewer(), is_wanted=answer == "yes")
    remember(request, response, ASKED, answer if me is None else KEPT, YEAR)
    if answer == "yes":
        token = request.COOKIES.get(VISITOR, "")
        if known_device(token) is None:
            token = secrets.token_urlsafe(24)
            remember_device(by=viewer(), token=token, gpc=gpc_of(request))
        remember(request, response, VISITOR, token, VISITOR_DAYS * 24 * 3600)
    else:
        forget_device(by=viewer(), token=request.COOKIES.get(VISITOR, ""))
        response.delete_cookie(VISITOR)
    return response


@door(AUTHENTICATE, collects=COOKIES_POINT)
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Forget this device: the next visit is somebody new."""
    forget_device(by=viewer(), token=request.COOKIES.get(VISITOR, ""))
    response = back(request)
    for name in (VISITOR, ASKED, THEME, COUNTER):
        response.delete_cookie(name)
    return response


@door(ACCOUNT, collects=PREFERENCES_POINT)
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Set the theme of this device and of the account, or let the device decide."""
    theme = request.POST.get("theme", "")
    theme = theme if theme in THEMES else ""
    response = back(request)
    if viewer().subject is not None:
        set_preference(by=viewer(), name=THEME, value=theme)
    if theme:
        remember(request, response, THEME, theme, YEAR)
    else:
        response.delete_cookie(THEME)
    return response


def back(request: HttpRequest) -> HttpResponse:
    """Return to the page that asked, if it is ours."""
    asked = request.POST.get("next", "") or _came_from(request)
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return HttpResponseRedirect(asked if asked.startswith("/") and ours else "/")


def _came_from(request: HttpRequest) -> str:
    try:
        return urlsplit(str(request.META.get("HTTP_REFERER", ""))).path
    except ValueError:
        return ""


def remember(
    request: HttpRequest, response: HttpResponse, name: str, value: str, seconds: int
) -> None:
    """Set one of our own cookies."""
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="Lax", secure=request.is_secure()
    )


def digest(token: str) -> str:
    """What is stored of a visitor's number: 64 hex digits."""
    return hashlib.sha256(token.encode()).hexdigest()


@action(AUTHENTICATE, collects=COOKIES_POINT)
def remember_device(*, by: object, token: str, gpc: bool = False) -> None:
    """Know this device again, as nobody in particular, and keep a receipt of the yes.

    ``gpc``: its browser sends the signal, which closes the rest for the device as well.
    """
    owner = new_subject(layer=Subject.Layer.UNKNOWN)
    Device.objects.create(owner_id=owner, token_digest=digest(token), first_seen_date=clock.today())
    choices.choose(owner, choices.ask(ANALYTICS), Choice.State.GIVEN, point=COOKIES_POINT)
    choices.signal(owner, gpc=gpc)


@action(AUTHENTICATE, collects=COOKIES_POINT)
def answer_of_account(*, by: Viewer, is_wanted: bool) -> None:
    """The answer of somebody who is signed in counts for the account."""
    state = Choice.State.GIVEN if is_wanted else Choice.State.REFUSED
    choices.choose(by.known, choices.ask(ANALYTICS), state, point=COOKIES_POINT)


@action(AUTHENTICATE, collects=COOKIES_POINT)
def adopt_device(*, by: Viewer, answer: str, token: str) -> None:
    """What was answered on this device counts for the person who signs in on it."""
    if answer == "no":
        answer_of_account(by=by, is_wanted=False)
    owner = known_device(token)
    if owner is not None:
        choices.adopt(owner, by.known)


@action(AUTHENTICATE, collects=COOKIES_POINT)
def forget_device(*, by: object, token: str) -> None:
    """Delete what is known of this device."""
    Device.objects.filter(token_digest=digest(token)).delete()


def known_device(token: str) -> int | None:
    """The subject of a device that said yes and whose term has not passed, or None."""
    with entered(ANALYTICS, Viewer.job("devices")):
        return device_of(token)


@query(ANALYTICS)
def device_of(token: str) -> int | None:
    """The subject of a device. The gate lets through only who agreed, within the term."""
    found = Device.objects.filter(token_digest=digest(token))
    return found.values_list("owner_id", flat=True).first()
