"""A file beside a post."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from salerno.policy.purposes import COMMUNITY
from salerno.privacy.doors import door
from salerno.services.discuss import queries
from salerno.services.discuss.rules.files import TYPES


@door(COMMUNITY)
@require_safe
def file(request: HttpRequest, key: str) -> FileResponse:
    """The file of a key, for those who may see its post. A browser saves it and runs nothing."""
    found = queries.file_of(key)
    if found is None:
        raise Http404
    return sent(*found)


def sent(path: Path, extension: str) -> FileResponse:
    """A file as an answer that no browser runs and no cache keeps."""
    answer = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"post.{extension}",
        content_type=TYPES.get(extension, TYPES["bin"]),
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
