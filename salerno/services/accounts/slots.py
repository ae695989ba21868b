"""What this room offers to pages: other ways to sign in."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from salerno.services.accounts.openid import provider_names


def ways(request: HttpRequest, _subject: object) -> str:
    """Accounts elsewhere that open one here."""
    providers = provider_names()
    page = {"providers": providers}
    return render_to_string("accounts/ways.html", page, request) if providers else ""


SLOTS = {"sign_in.ways": ways}
