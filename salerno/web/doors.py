"""The door: one middleware enters the purpose that a route declares, and no code widens it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from salerno.privacy.context import Act, acting, entered, refuse
from salerno.privacy.doors import Door
from salerno.privacy.errors import GateError, Refused
from salerno.privacy.provenance import keep_provenance
from salerno.services.accounts.views.profile import profile_needed
from salerno.web import kept, limits, security, stopped
from salerno.web.body import FORMS, is_whole
from salerno.web.errors import TOO_MUCH, page, too_much
from salerno.web.models import SecurityEvent
from salerno.web.requests import viewer_of

type Handler = Callable[[HttpRequest], HttpResponse]

MOST_NUMBER = 2**63 - 1  # no row has a greater number
UNGATED = ("django.views.static.serve", "django.contrib.staticfiles.views.serve")


class middleware:  # noqa: N801  named in settings like the functions beside it
    """Runs every view inside its door."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand on; the work is in ``process_view``, which knows the route."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Run the view inside its door, and answer a refusal with its own words."""
        door: Door | None = getattr(view, "door", None)
        if door is None:
            raise refuse(GateError(f"The route {request.path_info} has no door."))
        if any(isinstance(one, int) and one > MOST_NUMBER for one in kwargs.values()):
            return page(request, 404)
        try:
            stopped = self._stopped(request, door)
            if stopped is not None:
                return stopped
            return self._through(request, door, view, args, kwargs)
        except Refused as refusal:
            note_refusal(request, refusal)
            return refused(request, refusal)
        except TOO_MUCH:
            return too_much(request)

    def _stopped(self, request: HttpRequest, door: Door) -> HttpResponse | None:
        viewer = viewer_of(request)
        if request.method == "POST":
            limits.check(request)
            if request.content_type not in (*FORMS, *door.takes):
                return page(request, 400)
            if not is_whole(request):
                return page(request, 400, _("The line broke before all of it came. Send it again."))
        if (door.signed_in or door.role) and viewer.subject is None:
            words = _("You are signed out. What you wrote is below, and is stored nowhere else.")
            said = kept.page(request, 403, words)
            return said or redirect_to_login(kept.way_back(request), "/sign-in")
        if door.role:
            security.check_role(request, door.role)
        if door.needs and viewer.subject is not None:
            return profile_needed(request, viewer, door.needs)
        return stopped.page(request, door, viewer)

    def _through(
        self,
        request: HttpRequest,
        door: Door,
        view: Any,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse:
        with ExitStack() as stack:
            if door.purpose is not None:
                entry = stack.enter_context(entered(door.purpose, viewer_of(request)))
                entry.durable = bool(door.role)
            act = Act(getattr(view, "__name__", "view"), door.collects, library=door.library)
            if door.library:
                stack.enter_context(transaction.atomic())
                stack.enter_context(acting(act))
            response: HttpResponse = view(request, *args, **kwargs)
            if door.library:
                keep_provenance(act)
            render = getattr(response, "render", None)
            response = said(request, render() if callable(render) else response)
        note_sign_in(request, response)
        return response


def note_refusal(request: HttpRequest, refusal: Refused) -> None:
    """Write down the first post too many. A form that was refused leaves nothing behind."""
    if isinstance(refusal, limits.TooOften) and refusal.is_first:
        security.note(request, SecurityEvent.Kind.THROTTLED)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The sentence of a refusal. What came too often is kept, and sent again later."""
    again = isinstance(refusal, limits.TooOften)
    said = kept.page(request, refusal.status, refusal.words) if again else None
    return said or page(request, refusal.status, refusal.words)


def note_sign_in(request: HttpRequest, response: HttpResponse) -> None:
    """A sign-in that was sent and shows its form again has failed."""
    match = request.resolver_match
    is_login = match is not None and match.url_name == "account_login"
    if is_login and request.method == "POST" and response.status_code == 200:
        security.note(request, SecurityEvent.Kind.SIGN_IN_FAILED)


def said(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer; Django's empty one to a wrong method becomes a page with a sentence."""
    if response.status_code != 405:
        return response
    told = page(request, 405)
    told.headers["Allow"] = response.headers["Allow"]
    return told


def doorless(patterns: list[Any], prefix: str = "") -> list[str]:
    """The routes whose view has no door. Start-up names them."""
    found: list[str] = []
    for one in patterns:
        where = f"{prefix}{one.pattern}"
        if hasattr(one, "url_patterns"):
            found += doorless(one.url_patterns, where)
        elif getattr(one.callback, "door", None) is None:
            found.append(where)
    return found
