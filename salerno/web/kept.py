"""A form that cannot be taken now: its words stand in the answer, ready to be sent again.

Nothing of them is stored: they go back to the browser they came from, and lie there.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from salerno.web.requests import viewer_of

LONG = 40  # letters of one value from which on it is worth more than a second press
SECRETS = frozenset({"code", "otp", "key", "token"})


@dataclass(frozen=True)
class Sent:
    """One value as it was sent. ``is_text``: somebody wrote it, and reads it again."""

    name: str
    value: str
    is_text: bool


def sent(request: HttpRequest) -> tuple[Sent, ...]:
    """What a form brought; nothing where it holds a secret, or no words worth keeping."""
    if request.method != "POST" or any(map(_is_secret, request.POST)):
        return ()
    found = tuple(
        Sent(name, value, "\n" in value or len(value) > LONG)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in map(str, values)
    )
    return found if any(one.is_text for one in found) else ()


def _is_secret(name: str) -> bool:
    """A password or a code does not stand in a page."""
    return "password" in name or name in SECRETS


def page(request: HttpRequest, status: int, words: object) -> HttpResponse | None:
    """The answer with what was written; None where there is nothing to keep."""
    kept = sent(request)
    if not kept:
        return None
    signs_in = status == 403 and viewer_of(request).subject is None
    context = {
        "words": words,
        "kept": kept,
        "files": [str(one) for one in request.FILES.values()],
        "address": request.get_full_path(),
        "sign_in": f"/sign-in?{urlencode({'next': way_back(request)})}" if signs_in else "",
    }
    return render(request, "kept.html", context, status=status)


def way_back(request: HttpRequest) -> str:
    """Where somebody who must sign in was: of a form that was sent, the page that it stood on."""
    if request.method != "POST":
        return request.get_full_path()
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc != request.get_host() or not came.path:
        return "/"
    return urlunsplit(("", "", came.path, came.query, ""))


def is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this very site."""
    return request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
