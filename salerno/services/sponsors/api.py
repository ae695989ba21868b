"""The feed for a sponsor's programs: one address, a bearer token, JSON or CSV.

A plain view and not an API library: there is one read, and the errors are four.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.policy.purposes import SPONSORS
from salerno.privacy import clock
from salerno.privacy.context import entered
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.sponsors import actions, queries
from salerno.services.sponsors.formats import answer, table
from salerno.services.sponsors.forms import TokenForm
from salerno.services.sponsors.values import Channel, Feed, SponsorCard

MOST = 60  # calls a minute and sponsor; those without a token that opens share one count
WINDOW = timedelta(minutes=1)


@door(None)
@require_safe
def leads(request: HttpRequest) -> HttpResponse:
    """The leads that stand for the sponsor of the token, and the numbers to remove."""
    try:
        card = _sponsor(_bearer(request))
        feed = _feed(card, Channel.CALL, _after(request.GET.get("after", "0")))
    except Refused as refusal:
        made = JsonResponse({"error": str(refusal.words)}, status=refusal.status)
        if refusal.status == 401:
            made.headers["WWW-Authenticate"] = 'Bearer realm="sponsors"'
        return made
    made = JsonResponse(answer.written(feed))
    made.headers["Cache-Control"] = "no-store"
    return made


@door(None)
def fetch(request: HttpRequest) -> HttpResponse:
    """The same as a file, by hand: the token comes in a form, never in an address."""
    if not queries.is_offered():
        raise Refused(_("No sponsored papers are offered here."), status=404)
    form = TokenForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "sponsors/fetch.html", {"form": form}, status=status)
    card = _sponsor(form.cleaned_data["token"].strip())
    made = HttpResponse(
        table.written(_feed(card, Channel.FILE, 0)), content_type="text/csv; charset=utf-8"
    )
    made.headers["Content-Disposition"] = f'attachment; filename="leads-{card.slug}.csv"'
    made.headers["Cache-Control"] = "no-store"
    return made


def _bearer(request: HttpRequest) -> str:
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _sponsor(token: str) -> SponsorCard:
    """Whose token it is. Raises Refused: 404 where none are offered, 401, 429."""
    if not queries.is_offered():
        raise Refused(_("No sponsored papers are offered here."), status=404)
    found = queries.sponsor_by_token(token)
    _count(found.id if found else 0)
    if found is None:
        raise Refused(_("This token opens nothing: it is unknown or was revoked."), status=401)
    return found


def _count(sponsor_id: int) -> None:
    slot = int(clock.now().timestamp() // WINDOW.total_seconds())
    key = f"sponsors:{sponsor_id}:{slot}"
    cache.add(key, 0, timeout=WINDOW.total_seconds())
    try:
        calls = cache.incr(key)
    except ValueError:  # the entry was evicted between the two
        return
    if calls > MOST:
        raise Refused(_("Too many calls. Wait a minute and ask again."), status=429)


def _after(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) <= 18):
        raise Refused(_("“after” is the number under “next” of the answer before."), status=400)
    return int(given)


def _feed(card: SponsorCard, channel: Channel, after: int) -> Feed:
    by = queries.machine()
    with entered(SPONSORS, by, ground="a sponsor fetches its feed"):
        return actions.export(by=by, sponsor=card, channel=channel, after=after)
