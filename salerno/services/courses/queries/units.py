"""Units: the outline, a page, a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.http import Http404

from salerno.policy.purposes import COURSES
from salerno.privacy import clock
from salerno.privacy.context import viewer
from salerno.privacy.doing import query
from salerno.services.courses import models, rules
from salerno.services.courses.values import Course, Material, MaterialKind, UnitLine, UnitPage

UNIT = ("id", "number", "title", "minutes", "media", "opens_after_days")


def lines(course: Course, subject: int | None) -> tuple[UnitLine, ...]:
    """The units of a course, with how far ``subject`` has come. Two statements at most."""
    come = {} if subject is None else _come(course, subject)
    rows = models.Unit.objects.filter(course_id=course.id).order_by("number")
    return tuple(_line(course, row, come) for row in rows.values_list(*UNIT))


def _texts(course: Course, number: int) -> tuple[str, str] | None:
    """Text and transcript of a unit as HTML, or None where there is none."""
    rows = models.Unit.objects.filter(course_id=course.id, number=number)
    return rows.values_list("html", "transcript").first()


def _come(course: Course, subject: int) -> dict[int, tuple[datetime, datetime | None]]:
    rows = models.UnitProgress.objects.filter(owner_id=subject, scope=course.scope)
    listed = rows.values_list("unit_id", "opened_at", "completed_at")
    return {unit: (opened, completed) for unit, opened, completed in listed}


def _line(
    course: Course, row: tuple[Any, ...], come: dict[int, tuple[datetime, datetime | None]]
) -> UnitLine:
    opens_at = rules.opens_at(course.opens_at, row[5])
    opened_at, completed_at = come.get(row[0], (None, None))
    values: tuple[Any, ...] = (*row[:5], opens_at, clock.now() >= opens_at, opened_at, completed_at)
    return UnitLine(*values)


@query(COURSES)
def outline(course: Course) -> tuple[UnitLine, ...]:
    """The units, with the viewer's own progress. Two statements at most."""
    return lines(course, viewer().subject)


@query(COURSES)
def unit_page(course: Course, number: int) -> UnitPage:
    """One unit to be read. Raises Http404 where there is none. Four statements at most."""
    units = lines(course, viewer().subject)
    line = next((one for one in units if one.number == number), None)
    texts = _texts(course, number) if line is not None and line.is_open else ("", "")
    if line is None or texts is None:
        raise Http404
    files = _materials(line) if line.media and line.is_open else []
    return UnitPage(
        line,
        *texts,
        tuple(one for one in files if one.kind == line.media),
        tuple(one for one in files if one.kind == MaterialKind.CAPTIONS),
        next((one for one in files if one.kind == MaterialKind.POSTER), None),
        units,
    )


def _materials(line: UnitLine) -> list[Material]:
    rows = models.Material.objects.filter(unit_id=line.id).exclude(kind=MaterialKind.FIGURE)
    return [_material(one) for one in rows.order_by("pk")]


def _material(row: models.Material) -> Material:
    return Material(
        row.name, row.kind, row.content_type, row.language, row.label, Path(row.file.path)
    )


@query(COURSES)
def material(course: Course, number: int, name: str) -> tuple[Material, bool]:
    """A file of a unit, and whether the unit is open. Raises Http404 where there is none."""
    rows = models.Material.objects.filter(unit__course_id=course.id, unit__number=number, name=name)
    row = rows.select_related("unit").first()
    if row is None:
        raise Http404
    opens_at = rules.opens_at(course.opens_at, row.unit.opens_after_days)
    return _material(row), clock.now() >= opens_at
