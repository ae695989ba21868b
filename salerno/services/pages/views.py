"""The public pages. Their words come from the pack in force."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from salerno.privacy.doors import door
from salerno.services.pages import queries


@door(None)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    return render(request, "pages/home.html", {"front": queries.front(), "cover": True})


@door(None)
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Who the operator is."""
    return render(request, "pages/text.html", {"text": queries.text("about")})


@door(None)
@require_safe
def faq(request: HttpRequest) -> HttpResponse:
    """What people ask."""
    return render(request, "pages/text.html", {"text": queries.text("faq")})


@door(None)
@require_safe
def companies(request: HttpRequest) -> HttpResponse:
    """For companies."""
    return render(request, "pages/text.html", {"text": queries.text("companies")})


@door(None)
@require_safe
def institutions(request: HttpRequest) -> HttpResponse:
    """For institutions."""
    return render(request, "pages/text.html", {"text": queries.text("institutions")})
