"""What a device says of its person is heeded: the browser's signal, and answers from before.

The signal closes on the first request of a session that carries it, before the page is made;
the session notes under which version of the policy, so that no later request asks or writes.
What was answered on the device before signing in counts from the sign-in on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from salerno.policy.purposes import ACCOUNT
from salerno.privacy import choices
from salerno.privacy.context import Viewer, entered
from salerno.privacy.law import in_force
from salerno.privacy.purposes import AUTHENTICATE, RECORD
from salerno.services.access import actions as access
from salerno.services.access.queries import COUNTER
from salerno.services.accounts import queries
from salerno.web.cookies import (
    ANSWERS,
    ASKED,
    KEPT,
    THEME,
    THEMES,
    VISITOR,
    YEAR,
    adopt_device,
    remember,
)
from salerno.web.requests import gpc_of, viewer_of

type Handler = Callable[[HttpRequest], HttpResponse]

NOTED = "gpc"  # in the session: the version of the policy under which the signal was recorded


def middleware(get_response: Handler) -> Handler:
    """Heed the signal of whoever is signed in; at a sign-in, what the device had said."""

    def answer(request: HttpRequest) -> HttpResponse:
        before = viewer_of(request).subject
        if before is not None:
            heed_signal(request, before)
        response = get_response(request)
        after = _signed_in(request) if before is None else None
        if after is not None:
            bring_along(request, response, after)
            count_along(request, response, after)
            show_as_before(request, response, after)
            heed_signal(request, after)
        return response

    return answer


def _signed_in(request: HttpRequest) -> int | None:
    session: Any = request.session
    found = session.get(SESSION_KEY) if session.session_key else None
    return None if found is None else int(found)


def heed_signal(request: HttpRequest, subject: int) -> None:
    """Close what the signal closes, once in a session and version."""
    version = in_force().version
    if not gpc_of(request) or request.session.get(NOTED) == version:
        return
    with entered(RECORD, Viewer.person(subject), ground="the browser's signal"):
        choices.signal(subject, gpc=True)
    request.session[NOTED] = version


def bring_along(request: HttpRequest, response: HttpResponse, subject: int) -> None:
    """Let the device's answer count for the person, once: then the account keeps it."""
    answer = request.COOKIES.get(ASKED, "")
    if answer not in ANSWERS:
        return
    who = Viewer.person(subject)
    with entered(AUTHENTICATE, who, ground="signed in"):
        adopt_device(by=who, answer=answer, token=request.COOKIES.get(VISITOR, ""))
    remember(request, response, ASKED, KEPT, YEAR)


def count_along(request: HttpRequest, response: HttpResponse, subject: int) -> None:
    """What was opened freely on this device counts for the account, and the device forgets it."""
    counter = request.COOKIES.get(COUNTER, "")
    if not counter:
        return
    who = Viewer.person(subject)
    with entered(ACCOUNT, who, ground="signed in"):
        access.adopt_counter(by=who, counter=counter)
    response.delete_cookie(COUNTER, samesite="Lax")


def show_as_before(request: HttpRequest, response: HttpResponse, subject: int) -> None:
    """Let a device that was told no theme show the account's."""
    if THEME in request.COOKIES:
        return
    with entered(ACCOUNT, Viewer.person(subject), ground="signed in"):
        theme = queries.preference(name=THEME)
    if theme in THEMES:
        remember(request, response, THEME, theme, YEAR)
