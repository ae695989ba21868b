"""A unit: read, heard, marked; and its files, to those whom they are open to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import COURSES
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.courses import actions, queries, rules
from salerno.services.courses.clauses import PROGRESS_POINT
from salerno.services.courses.values import MaterialKind, UnitLine

CHUNK = 64 * 1024


@door(COURSES, collects=PROGRESS_POINT, signed_in=True)
@require_safe
def unit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A unit to read. The first time is noted, so that one's report knows it."""
    seat = queries.opened(slug)
    page = queries.unit_page(seat.course, number)
    check_open(page.line)
    if seat.is_learner and page.line.opened_at is None:
        actions.open_unit(by=viewer(), course=seat.course, line=page.line)
    context = {
        "seat": seat,
        "course": seat.course,
        "unit": page,
        "is_audio": page.line.media == MaterialKind.AUDIO,
        "here": "units",
    }
    return render(request, "courses/unit.html", context)


def check_open(line: UnitLine) -> None:
    """Raises Refused (403) for a unit that is still to come."""
    if not line.is_open:
        words = _("“%(unit)s” opens on %(day)s. The units before it are open.")
        day = date_format(line.opens_at, "j F Y")
        raise Refused(words % {"unit": line.title, "day": day})


@door(COURSES, collects=PROGRESS_POINT, signed_in=True)
@require_POST
def mark(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Mark a unit complete, or take that back. Sent twice, it is marked once."""
    seat = queries.opened(slug)
    is_done = request.POST.get("do") != "undo"
    actions.mark_unit(by=viewer(), seat=seat, number=number, is_done=is_done)
    return HttpResponseRedirect(f"{seat.course.address}/units/{number}")


@door(COURSES, signed_in=True)
@require_safe
def file(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    """A file of a unit. A player that seeks asks for a range of it."""
    seat = queries.opened(slug)
    found, is_open = queries.material(seat.course, number, name)
    if not is_open:
        raise Refused(_("This unit is not open yet."))
    size = found.path.stat().st_size
    try:
        span = rules.byte_range(request.headers.get("Range", ""), size)
    except ValueError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if span is None:
        answer: HttpResponseBase = FileResponse(found.path.open("rb"))
    else:
        answer = StreamingHttpResponse(_bytes(found.path, span), status=206)
        answer.headers["Content-Range"] = f"bytes {span.first}-{span.last}/{size}"
    answer.headers["Content-Type"] = _typed(found.content_type)
    answer.headers["Content-Length"] = str(size if span is None else span.length)
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["Cache-Control"] = "private, max-age=3600"
    answer.headers["Content-Disposition"] = "inline"
    return answer


def _typed(content_type: str) -> str:
    return f"{content_type}; charset=utf-8" if content_type.startswith("text/") else content_type


def _bytes(path: Path, span: rules.Span) -> Iterator[bytes]:
    """The bytes of a span. Opens no purpose: the file was decided on before."""
    left = span.length
    with path.open("rb") as opened:
        opened.seek(span.first)
        while left > 0:
            part = opened.read(min(CHUNK, left))
            if not part:
                return
            left -= len(part)
            yield part
