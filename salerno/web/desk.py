"""The staff desk's frame: what each role finds, the security register, the log of refusals."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from salerno.policy.purposes import SECURITY
from salerno.privacy import clock
from salerno.privacy.doing import query
from salerno.privacy.doors import Door, door
from salerno.services.accounts.queries import staff_standing
from salerno.web.measures import measures
from salerno.web.models import SecurityEvent
from salerno.web.requests import viewer_of

ENTRY = re.compile(r"<li>.*?</li>", re.DOTALL)
WAY = re.compile(r'href="([^"]+)"')


@door(SECURITY, role="any")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The desk: a person is reached through a case, and cases come with their room."""
    held = staff_standing(viewer_of(request).subject).roles
    pages = render_to_string("desk/pages.html", request=request)
    return render(request, "desk/desk.html", {"pages": opened_by(held, pages)})


def opened_by(roles: frozenset[str], pages: str) -> SafeString:
    """Of a list of pages those whose doors open to ``roles``: no room repeats who may enter."""
    kept = []
    for entry in ENTRY.findall(pages):
        found = WAY.search(entry)
        mark: Door | None = found and getattr(resolve(found[1]).func, "door", None)
        if mark is None or mark.role in ("", "any") or roles & set(mark.role.split("|")):
            kept.append(entry)
    return mark_safe("\n".join(kept))  # noqa: S308  escaped where it was rendered


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
