"""Headers of every answer, and which hosts may collect at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from salerno.policy import cookies, store
from salerno.policy.errors import PackError
from salerno.policy.values import SIGNALS, Pack
from salerno.privacy.context import refuse
from salerno.privacy.errors import GateError
from salerno.privacy.paying import holds_card_number
from salerno.services.adverts import queries as adverts
from salerno.web.errors import page
from salerno.web.providers import origins
from salerno.web.requests import known

type Handler = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; media-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-src 'self'; frame-ancestors 'none'; manifest-src 'self'"
)
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]", "testserver"})


def headers(get_response: Handler) -> Handler:
    """Strict headers on every answer; the browser's privacy signal is read once."""

    def answer(request: HttpRequest) -> HttpResponse:
        known(request).gpc = says_no(request)
        response = get_response(request) if request.method in METHODS else _no_method(request)
        check_cookies(response)
        response.headers.setdefault("Content-Security-Policy", content_security())
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()"
        )
        if request.path_info.startswith("/static/"):
            return response
        response.headers.setdefault("Cache-Control", _kept(request))
        response.headers.setdefault("Vary", "Cookie, Sec-GPC")
        return response

    return answer


def says_no(request: HttpRequest) -> bool:
    """Whether the browser sends a signal that the policy in force honours: one source for both."""
    pack = pack_in_force()
    heeded = pack.signals_honoured if pack is not None else SIGNALS.values()
    return any(request.headers.get(header) == "1" for header in heeded)


def pack_in_force() -> Pack | None:
    """The pack, or nothing where it cannot be read: the page of that fault still stands."""
    try:
        return store.pack()
    except (OSError, PackError):
        return None


def check_cookies(response: HttpResponse) -> None:
    """Refuse to send a cookie that the policy does not list, or that holds the number of a card.

    Raises DeclarationError, or GateError.
    """
    pack = pack_in_force()
    for name, one in response.cookies.items():
        if holds_card_number(one.value):
            raise refuse(GateError(f"The cookie {name} holds no number of a card."))
        if one.value and pack is not None:
            cookies.check_set(name, one.value, pack.policy.cookies)


def content_security() -> str:
    """The rule for what a page may load, and where its forms may lead: to us, and to providers.

    A frame shows ourselves, and a vendor of the policy that is under contract and switched on.
    """
    known: Any = settings.SOCIALACCOUNT_PROVIDERS
    targets = origins(known["openid_connect"]["APPS"])
    own, frames = "form-action 'self'", "frame-src 'self'"
    made = CONTENT_SECURITY.replace(own, " ".join((own, *targets)))
    return made.replace(frames, " ".join((frames, *tag_origins())))


def tag_origins() -> list[str]:
    """Where vendors' tags may be loaded from: those in the policy in force, else nowhere."""
    return sorted(one.tag for one in adverts.vendors().values()) if pack_in_force() else []


def _no_method(request: HttpRequest) -> HttpResponse:
    response = page(request, 405)
    response.headers["Allow"] = ", ".join(METHODS)
    return response


def _kept(request: HttpRequest) -> str:
    """What a browser may keep: nothing of a session, so that "back" shows nothing after it."""
    return f"private, no-{'store' if settings.SESSION_COOKIE_NAME in request.COOKIES else 'cache'}"


def registered_service(get_response: Handler) -> Handler:
    """No registered service, no collection: an unlisted host or API client cannot post."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD", "OPTIONS"} or is_registered(request):
            return get_response(request)
        words = _("This address is not one of our services, so nothing is collected here.")
        return page(request, 403, words)

    return answer


def is_registered(request: HttpRequest) -> bool:
    """Whether the host, and the API client where one names itself, is a service of the pack."""
    services = store.pack().services.values()
    client = request.headers.get("X-Client", "")
    if client and not any(client in one.clients for one in services):
        return False
    host = request.get_host().partition(":")[0]
    if host in LOCAL and not settings.PRODUCTION:
        return True
    return any(host in one.hosts for one in services)
