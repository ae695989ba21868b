"""Whether the body of a request came to its end. A line that breaks ends it early."""

from __future__ import annotations

from django.core.handlers.wsgi import LimitedStream
from django.http import HttpRequest

FORMS = ("", "application/x-www-form-urlencoded", "multipart/form-data")


def is_whole(request: HttpRequest) -> bool:
    """Read the form; whether as many bytes came as were announced. Django takes the half for all.

    Raises what reading a form raises, such as RequestDataTooBig.
    """
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdigit():
        return False
    _read(request)
    stream = vars(request).get("_stream")
    came = vars(stream)["_pos"] if isinstance(stream, LimitedStream) else len(request.body)
    return bool(came >= int(announced))


def _read(request: HttpRequest) -> None:
    """Read everything: a form field by field, what a machine sends (JSON, a report) as it is."""
    if request.content_type in FORMS:
        bool(request.POST)
    else:
        bool(request.body)
