"""The legal set for other programs: the record of processing, and what stands at known places."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from salerno.policy import record as art30
from salerno.policy import store
from salerno.privacy import clock
from salerno.privacy.doors import door
from salerno.web.legal import language

SECURITY_TXT_DAYS = 180


@door(None)
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """The record of processing activities, as a page."""
    one = art30.record(store.pack(), language())
    return render(request, "legal/record.html", {"record": one})


@door(None)
@require_safe
def record_csv(request: HttpRequest) -> HttpResponse:
    """The record of processing activities, as a table for other programs."""
    one = art30.record(store.pack(), language())
    name = f"record-version-{one.version}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(art30.as_csv(one), "text/csv; charset=utf-8", headers=headers)


@door(None)
@require_safe
def record_json(request: HttpRequest) -> HttpResponse:
    """The record of processing activities, for machines."""
    return JsonResponse(art30.as_data(art30.record(store.pack(), language())))


@door(None)
@require_safe
def gpc(request: HttpRequest) -> HttpResponse:
    """That this site honours the Global Privacy Control."""
    pack = store.pack()
    policy, honoured = pack.policy, "Sec-GPC" in pack.signals_honoured
    return JsonResponse({"gpc": honoured, "lastUpdate": policy.effective_at.date().isoformat()})


@door(None)
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a fault in security (RFC 9116)."""
    operator = store.pack().policy.operator
    ends = (clock.now() + timedelta(days=SECURITY_TXT_DAYS)).replace(microsecond=0)
    lines = (
        f"Contact: mailto:{operator.security_email}",
        f"Expires: {ends.isoformat()}",
        f"Canonical: {request.build_absolute_uri()}",
        f"Policy: {request.build_absolute_uri('/privacy#security')}",
        "Preferred-Languages: en, de",
    )
    return HttpResponse("\n".join(lines) + "\n", "text/plain; charset=utf-8")
