"""Where a request comes from. Read where a rule needs it; stored by nobody."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest) -> str:
    """Where a request came from. Behind proxies of ours, what the outermost of them wrote."""
    hops = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies = getattr(settings, "SALERNO_PROXIES", 0)
    if proxies and len(hops) >= proxies and hops[-proxies]:
        return hops[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
