"""The demonstration's outbox, and a person's own letters."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE
from salerno.privacy.context import Viewer, handover
from salerno.privacy.disclose import deliver_outbox
from salerno.privacy.doors import door
from salerno.services.post import actions, queries
from salerno.services.post import outbox as carrier
from salerno.services.post.clauses import STOPPING
from salerno.services.post.links import read_stop
from salerno.services.post.values import Topic


@door(None)
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """What leaves the house, while it is a demonstration: the carrier comes when one looks."""
    if settings.PRODUCTION:
        raise Http404
    deliver_outbox()
    return render(request, "post/outbox.html", {"mails": carrier.mails()})


@door(ACCOUNT, signed_in=True)
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The letters that were sent to the viewer."""
    return render(request, "post/letters.html", {"letters": queries.letters()})


@door(CORRESPONDENCE, collects=STOPPING)
def stop(request: HttpRequest, link: str) -> HttpResponse:
    """Stop a topic from a letter. Looking stops nothing; one press does, without signing in."""
    asked = read_stop(link)
    topic = Topic(asked["topic"])
    if request.method == "POST":
        me = Viewer.person(int(asked["subject"]))
        with handover(CORRESPONDENCE, ground="a signed link in a letter", viewer=me):
            receipt = actions.stop(by=me, topic=topic, address=asked["to"])
        return render(request, "post/stopped.html", {"topic": topic.label, "receipt": receipt})
    return render(request, "post/stop.html", {"topic": topic.label})
