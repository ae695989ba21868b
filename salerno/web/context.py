"""What every page shows around its text: the operator, the legal set, the viewer, the device."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from salerno.policy import store
from salerno.privacy import clock
from salerno.privacy.law import Policy
from salerno.web.components import Link
from salerno.web.cookies import ASKED, THEME
from salerno.web.requests import accepted_version_of, gpc_of, viewer_of


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of ``base.html``. It asks the database nothing."""
    pack = store.pack()
    policy = pack.policy
    viewer = viewer_of(request)
    asked = request.COOKIES.get(ASKED, "")
    return {
        "operator": policy.operator,
        "pack": policy.pack,
        "theme": _theme(request),
        "bar": _bar(request),
        "site_parts": pack.sections,
        "sections": _sections(request),
        "legal_set": [
            Link(one.title, one.address) for one in pack.documents.values() if one.footer
        ],
        "viewer": viewer,
        "signed_in": viewer.subject is not None,
        "is_staff": getattr(request, "is_staff", False),
        "policy_version": {"number": policy.version, "date": policy.effective_at.date()},
        "footer_year": clock.today().year,
        "policy_changed": _policy_changed(request, policy.version),
        "policy_coming": _policy_coming(request),
        "ask_cookies": not asked and not gpc_of(request),
        "device": {"gpc": gpc_of(request), "cookies": len(request.COOKIES)},
        "language": get_language() or "en",
        "languages": settings.LANGUAGES,
        "path": request.get_full_path(),
        "demonstration": not settings.PRODUCTION,
    }


def _policy_changed(request: HttpRequest, version: int) -> bool:
    """A version binds that the viewer has not accepted; the pages that settle it do not nag."""
    settles = {"/you/accept", "/you/close", "/you/erase"}
    if viewer_of(request).subject is None or request.path in settles:
        return False
    accepted = accepted_version_of(request)
    return accepted is not None and accepted < version


def _policy_coming(request: HttpRequest) -> Policy | None:
    """The version that is published and not in force yet, where the operator gives notice so."""
    now = store.pack().policy
    if viewer_of(request).subject is None or now.settings.get("policy_change") not in (
        "banner",
        "mail",
    ):
        return None
    coming = [one.policy for one in store.versions() if one.policy.effective_at > clock.now()]
    return coming[0] if coming else None


def _theme(request: HttpRequest) -> str:
    theme = request.COOKIES.get(THEME, "")
    return theme if theme in {"light", "dark"} else ""


def _bar(request: HttpRequest) -> list[Link]:
    brand = store.pack().policy.operator.name
    return [
        Link(brand, "/", request.path == "/"),
        Link(_("About"), "/about", request.path == "/about"),
        Link(_("Questions"), "/faq", request.path == "/faq"),
        Link(_("Companies"), "/companies", request.path == "/companies"),
        Link(_("Institutions"), "/institutions", request.path == "/institutions"),
    ]


def _sections(request: HttpRequest) -> list[Link]:
    path = request.path
    if path.startswith("/you"):
        listed = [
            (_("Everything held"), "/you"),
            (_("Choices"), "/you/choices"),
            (_("Messages"), "/you/messages"),
            (_("Who received it"), "/you/received"),
            (_("Who looked"), "/you/looked"),
            (_("Profile"), "/you/profile"),
            (_("Sign-in and devices"), "/you/devices"),
        ]
    elif any(path.startswith(one.address) for one in store.pack().documents.values()):
        listed = [(one.title, one.address) for one in store.pack().documents.values()]
    else:
        listed = [(one.title, one.address) for one in store.pack().sections if one.head]
    return [Link(str(words), address, path == address) for words, address in listed]
