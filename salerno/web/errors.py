"""Answers to what went wrong: a status, a sentence, and what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

KNOWN = (400, 403, 404, 405, 409, 413, 422, 429, 500)


def page(request: HttpRequest, status: int, words: object = "") -> HttpResponse:
    """The page of ``status``, with ``words`` in place of its own first sentence."""
    name = status if status in KNOWN else 400
    return render(request, f"{name}.html", {"words": words, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for 400."""
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for 403."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for 404."""
    return page(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler for 500."""
    return page(request, 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without its token: it was open too long, or it is not ours."""
    return page(request, 403)
