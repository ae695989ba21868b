"""The demonstration's outbox, and a person's own letters."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from salerno.policy.purposes import ACCOUNT
from salerno.privacy.disclose import deliver_outbox
from salerno.privacy.doors import door
from salerno.services.post import outbox as carrier
from salerno.services.post import queries


@door(None)
def outbox(request: HttpRequest) -> HttpResponse:
    """What leaves the house, while it is a demonstration: the carrier comes when one looks."""
    if settings.PRODUCTION:
        raise Http404
    deliver_outbox()
    return render(request, "post/outbox.html", {"mails": carrier.mails()})


@door(ACCOUNT, signed_in=True)
def letters(request: HttpRequest) -> HttpResponse:
    """The letters that were sent to the viewer."""
    return render(request, "post/letters.html", {"letters": queries.letters()})
