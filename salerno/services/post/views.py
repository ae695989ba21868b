"""The demonstration's outbox, and a person's own letters."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE
from salerno.privacy.context import Viewer, handover
from salerno.privacy.disclose import deliver_outbox
from salerno.privacy.doors import door
from salerno.privacy.subjects import is_here
from salerno.services.post import actions, queries
from salerno.services.post import outbox as carrier
from salerno.services.post.clauses import STOPPING
from salerno.services.post.values import ALL
from salerno.services.post.values.links import Stop, read_stop


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


@csrf_exempt  # the link is the secret; a mail program presses without a page of ours (RFC 8058)
@door(CORRESPONDENCE, collects=STOPPING)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, link: str) -> HttpResponse:
    """Stop a topic from a letter. Looking stops nothing; one press does, without signing in."""
    asked = read_stop(link)
    title = next((one.title for one in queries.topics() if one.id == asked.topic), "")
    if request.method != "POST":
        return render(request, "post/stop.html", {"topic": title})
    topic = ALL if request.POST.get("what") == ALL else asked.topic
    receipt = _stop(asked, topic)
    context = {"topic": title if topic != ALL else "", "receipt": receipt}
    return render(request, "post/stopped.html", context)


def _stop(asked: Stop, topic: str) -> str:
    """Stop it for whoever had the letter; of somebody who is gone, the address alone."""
    me = Viewer.person(asked.subject)
    if is_here(asked.subject):
        with handover(CORRESPONDENCE, ground="a signed link in a letter", viewer=me):
            return actions.stop(by=me, topic=topic, digest=asked.digest)
    with handover(CORRESPONDENCE, ground="a signed link in a letter", viewer=queries.JOB):
        actions.stop_address_alone(by=queries.JOB, topic=topic, digest=asked.digest)
    return ""
