"""The WSGI application. A site that was not restored whole answers with a sentence."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from salerno.web.backup import place

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salerno.web.settings")
DATA = Path(settings.SALERNO_DATA)
place.hold(DATA)
site = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """One request."""
    words = place.unfinished(DATA)
    if not words:
        return site(environ, start_response)
    kind = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
    start_response("503 Service Unavailable", kind)
    return [f"{words}\n".encode()]
