"""Answers to what went wrong: a status, a sentence, and what to do next."""

from __future__ import annotations

import sys
from pathlib import Path

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.utils.translation import gettext as _

from salerno.web import faults, kept

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
BARE = Path(__file__).with_name("bare500.html")  # needs no pack, no database and no template
KNOWN = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)


def page(request: HttpRequest, status: int, words: object = "") -> HttpResponse:
    """The page of ``status``, with ``words`` in place of its own first sentence."""
    name = status if status in KNOWN else 400
    return render(request, f"{name}.html", {"words": words, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for 400; what is too much is told so."""
    return too_much(request) if isinstance(exception, TOO_MUCH) else page(request, 400)


def too_much(request: HttpRequest) -> HttpResponse:
    """More came than a form takes: found by whoever reads the form first."""
    return page(request, 413, _("That is more than this form takes. Send less at once."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for 403."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for 404."""
    return page(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler for 500. What broke may be what every page is made of."""
    fault = faults.of(sys.exception())
    try:
        return page(request, 500) if fault is None else not_now(request, fault)
    except Exception:  # noqa: BLE001  the fault that led here is in the log already
        return HttpResponse(BARE.read_text("utf-8"), status=503 if fault else 500)


def not_now(request: HttpRequest, fault: faults.Fault) -> HttpResponse:
    """The machine under us has a fault: 503, with what was typed where the form was ours."""
    faults.note(fault)
    is_ours = getattr(request, "csrf_processing_done", False)
    said = kept.page(request, 503, fault.words) if is_ours else None
    answer = said or page(request, 503, fault.words)
    answer.headers["Retry-After"] = str(faults.AGAIN)
    return answer


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without its token: no cookie, open too long, or not ours.

    Words are shown again only where the browser says that the form was ours: another site's
    form must not be one press away from being sent.
    """
    if reason != REASON_NO_CSRF_COOKIE:
        words = _("You signed in or out since this page was opened. What you wrote is below.")
        said = kept.page(request, 403, words) if kept.is_ours(request) else None
        return said or page(request, 403)
    return page(
        request,
        403,
        _(
            "Your browser sent no cookie back, and without one no form can be sent. Nothing was "
            "stored. Allow cookies for this site, open the page afresh and try once more."
        ),
    )
