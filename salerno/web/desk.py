"""The staff desk's frame: what each role finds, the security register, the log of refusals."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from salerno.policy.purposes import SECURITY
from salerno.privacy import clock
from salerno.privacy.doing import query
from salerno.privacy.doors import door
from salerno.web.measures import measures
from salerno.web.models import SecurityEvent


@door(SECURITY, role="any")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The desk: a person is reached through a case, and cases come with their room."""
    return render(request, "desk/desk.html")


@door(SECURITY, role="admin")
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """The security register and the latest refusals."""
    return render(
        request,
        "desk/security.html",
        {"measures": measures(), "today": clock.today(), "events": latest_events()},
    )


@query(SECURITY)
def latest_events() -> list[tuple[str, str, object]]:
    """The last hundred events: what, the digest of the address, when."""
    rows = SecurityEvent.objects.order_by("-at").values_list("kind", "address_digest", "at")[:100]
    kinds = dict(SecurityEvent.Kind.choices)
    return [(str(kinds[kind]), digest[:8], at) for kind, digest, at in rows]
