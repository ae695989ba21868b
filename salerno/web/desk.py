"""The staff desk's frame: what each role finds, the security register, the log of refusals."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.policy.purposes import SECURITY
from salerno.privacy import clock
from salerno.privacy.doing import query
from salerno.privacy.doors import Door, Way, door
from salerno.services.accounts.queries import staff_standing
from salerno.web.measures import measures
from salerno.web.models import SecurityEvent
from salerno.web.requests import viewer_of
from salerno.web.slots import desk_ways


def own() -> tuple[Way, ...]:
    """The desk's pages that belong to no room."""
    return (
        Way(
            "desk_retention",
            _("Retention"),
            _("Sweeps, holds and their reviews, and what duties keep. For the privacy desk."),
        ),
        Way(
            "desk_security",
            _("Security"),
            _("Measures, their reviews, and what was refused lately."),
        ),
        Way(
            "record",
            _("Record of processing"),
            _("Purposes, kinds of data, recipients and terms, as page, CSV and JSON."),
        ),
        Way("health", _("Health"), _("Database, declarations, periodic work and reviews.")),
    )


@door(SECURITY, role="any")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The desk: a person is reached through a case, and cases come with their room."""
    held = staff_standing(viewer_of(request).subject).roles
    pages = [one for one in (*desk_ways(), *own()) if opens(one, held)]
    return render(request, "desk/desk.html", {"pages": pages})


def opens(way: Way, roles: frozenset[str]) -> bool:
    """Whether the door of a page lets ``roles`` in: no room repeats who may enter."""
    mark: Door | None = getattr(resolve(reverse(way.to)).func, "door", None)
    return mark is None or mark.role in ("", "any") or bool(roles & set(mark.role.split("|")))


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
