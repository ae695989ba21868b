"""What the middleware found out about a request, under names that types know."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from salerno.privacy.context import Viewer


class KnownRequest(HttpRequest):
    """A request of which the middleware wrote down what it found."""

    viewer: Viewer
    accepted_version: int
    layers: tuple[str, ...]
    is_staff: bool
    gpc: bool


def known(request: HttpRequest) -> KnownRequest:
    """The same request, to write down what was found; what reads asks the functions below."""
    return cast("KnownRequest", request)


def viewer_of(request: HttpRequest) -> Viewer:
    """Who looks, as the session says."""
    found = getattr(request, "viewer", None)
    return found if isinstance(found, Viewer) else Viewer.visitor()


def gpc_of(request: HttpRequest) -> bool:
    """Whether the browser sent its privacy signal."""
    return bool(getattr(request, "gpc", False))


def accepted_version_of(request: HttpRequest) -> int | None:
    """The version that the viewer accepted; nothing where no session was read."""
    found = getattr(request, "accepted_version", None)
    return None if found is None else int(found)
