"""Checks of the door: every route has one, and the measures of the security register stand."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks
from django.urls import get_resolver

from salerno.web.doors import doorless


def register_all() -> None:
    """Register the checks with Django."""
    checks.register(check_doors, "privacy")
    checks.register(check_deployment, "security", deploy=True)


def check_doors(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """A route without a door would answer outside any purpose."""
    return [
        checks.Error(f"The route {one!r} has no door: decorate its view.", id="web.E001")
        for one in doorless(get_resolver().url_patterns)
    ]


def check_deployment(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """What a deployment must not do: debug on, HTTPS off, a secret that is not its own."""
    found: list[checks.CheckMessage] = []
    if settings.DEBUG:
        found.append(checks.Error("SALERNO_DEBUG is on.", id="web.E002"))
    if not settings.PRODUCTION:
        found.append(
            checks.Error("SALERNO_PRODUCTION is off, so HTTPS is not enforced.", id="web.E003")
        )
    if len(settings.SECRET_KEY) < 50:
        found.append(checks.Error("SALERNO_SECRET_KEY is too short or a default.", id="web.E004"))
    return found
