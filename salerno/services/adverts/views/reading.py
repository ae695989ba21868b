"""What a banner on a page asks for: its picture or frame, that it was seen, where it leads."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import ADVERTS
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.adverts import actions, queries, rules
from salerno.services.adverts.actions.booking import tag_host
from salerno.services.adverts.clauses import READING_POINT
from salerno.services.adverts.values import Token
from salerno.services.adverts.views import asking

MOST_REPORT = 10_000
BEACONS = ("text/plain",)
REPORTS = ("application/csp-report", "application/json", "application/reports+json")
MACHINE = Viewer.job("adverts")


def _token(sent: str) -> Token:
    found = queries.opened(sent)
    if found is None:
        raise Http404(_("This banner is no longer on a page."))
    return found


def _is_counted(request: HttpRequest) -> bool:
    """Whether a person may be looking: robots and pages fetched in advance count nothing."""
    return not (
        rules.is_robot(request.headers.get("User-Agent", ""))
        or "prefetch" in request.headers.get("Sec-Purpose", "")
    )


def _shown(request: HttpRequest, token: Token, answer: HttpResponse | FileResponse) -> Any:
    answer.headers["Cache-Control"] = "private, no-store"
    if not _is_counted(request):
        return answer
    with entered(ADVERTS, MACHINE, ground="a banner was shown"):
        is_new = actions.count_show(by=MACHINE, token=token)
    if is_new:
        _count_on_device(request, token, answer)
    return answer


def _count_on_device(request: HttpRequest, token: Token, answer: Any) -> None:
    """Count on the device alone, and only where the decision asked for that count."""
    if rules.Input.FREQUENCY not in token.inputs or not asking.is_tailored(
        request, asking.viewer_of(request)
    ):
        return
    count = rules.counting(asking.count_of(request), token.campaign, clock.today())
    answer.set_cookie(
        asking.COUNT, asking.sealed_count(count), max_age=asking.COUNT_AGE, httponly=True,
        samesite="Lax", secure=request.is_secure(),
    )  # fmt: skip


@door(None)
@require_safe
def image(request: HttpRequest, sent: str) -> HttpResponse | FileResponse:
    """The picture of a banner; fetched, it counts as shown."""
    token = _token(sent)
    with entered(ADVERTS, MACHINE, ground="a banner is shown"):
        path = queries.image_of(token.creative)
    if path is None or not path.is_file():
        raise Http404(sent)
    answer = FileResponse(path.open("rb"), content_type="image/webp")
    made: FileResponse = _shown(request, token, answer)
    return made


@door(None)
@require_safe
def frame(request: HttpRequest, sent: str) -> HttpResponse:
    """The markup of a creative, alone: it runs nothing, keeps nothing and calls nobody."""
    token = _token(sent)
    with entered(ADVERTS, MACHINE, ground="a banner is shown"):
        markup = queries.frame(token.creative)
    if markup is None:
        raise Http404(sent)
    answer = HttpResponse(f"<!doctype html><title>·</title>{markup}")
    hosts = " ".join(f"https://{tag_host(one.tag)}" for one in queries.vendors().values())
    answer.headers["Content-Security-Policy"] = (
        f"sandbox; default-src 'none'; img-src data: {hosts}; frame-ancestors 'self'; "
        f"report-uri /advertising/blocked/{token.creative}"
    )
    made: HttpResponse = _shown(request, token, answer)
    return made


@csrf_exempt  # a beacon of a page of ours: it carries no form, and counts once
@door(None, collects=READING_POINT, takes=BEACONS)
@require_POST
def viewed(request: HttpRequest, sent: str) -> HttpResponse:
    """A banner was in view for a second."""
    token = _token(sent)
    if not _is_counted(request):
        return HttpResponse(status=204)
    with entered(ADVERTS, MACHINE, ground="a banner was seen"):
        is_new = actions.count_view(by=MACHINE, token=token)
    me = asking.viewer_of(request)
    if is_new and asking.is_tailored(request, me):
        with entered(ADVERTS, me, ground="what the page was about"):
            actions.note_reading(by=me, token=token)
    return HttpResponse(status=204)


@door(None)
@require_safe
def go(request: HttpRequest, sent: str) -> HttpResponse:
    """To the advertiser. What goes along is the creative's number, the same for everybody."""
    token = _token(sent)
    with entered(ADVERTS, MACHINE, ground="a banner was followed"):
        link = queries.where(token.creative)
        if link is not None and _is_counted(request):
            actions.count_click(by=MACHINE, token=token)
    if link is None:
        raise Http404(sent)
    answer = HttpResponseRedirect(link)
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@csrf_exempt  # a browser's own report: it carries no form
@door(None, takes=REPORTS)
@require_POST
def blocked(request: HttpRequest, creative: int) -> HttpResponse:
    """A browser reports what a creative tried and was refused."""
    host = _host(request.body[:MOST_REPORT]) if request.content_type in REPORTS else ""
    if host:
        with entered(ADVERTS, MACHINE, ground="a browser's report"):
            actions.note_blocked(by=MACHINE, creative=creative, host=host)
    return HttpResponse(status=204)


def _host(body: bytes) -> str:
    try:
        said = json.loads(body)
        report = said.get("csp-report", {}) if isinstance(said, dict) else {}
        return (urlsplit(str(report.get("blocked-uri", ""))).hostname or "")[:253]
    except (ValueError, AttributeError):
        return ""


@csrf_exempt  # an advertiser's machine: it shows its token
@door(None)
@require_POST
def converted(request: HttpRequest) -> HttpResponse:
    """An advertiser's machine counts a conversion, under the creative's number alone."""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if set(request.POST) - {"ad"}:
        raise Refused(_("Send the creative’s number as “ad” and nothing else."), status=400)
    token = token.strip() if kind == "Bearer" else ""
    with entered(ADVERTS, MACHINE, ground="a conversion"):
        actions.convert(by=MACHINE, token=token, key=request.POST.get("ad", ""))
    return HttpResponse(status=204)
